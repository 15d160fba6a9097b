#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/calendar_grid.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

std::string limit_words(const Terminal& out, const Duration& limit) {
  if (limit.unit == Unit::kWorkdays) {
    return out.tell(say::kWorkdays, {std::to_string(limit.amount)});
  }
  return format_duration(limit);
}

std::string clock_line(const Terminal& out, const std::string& id, const json& clock) {
  std::string line =
      out.sign(member(clock, "state") == "running" ? Sign::kDeadline : Sign::kPending) +
      out.paint(Tone::kStrong, title(clock.value("title", json()), out.language(), id)) + "  " +
      out.word(member(clock, "state"));
  const auto add = [&](const std::string& text) { line += std::string(out.dot()) + text; };
  if (!member(clock, "due").empty()) add(out.tell(say::kUntil, {member(clock, "due")}));
  if (!member(clock, "promised_due").empty()) {
    add(out.tell(say::kPromisedDue, {member(clock, "promised_due")}));
  }
  if (clock.contains("remaining") && clock["remaining"].is_number()) {
    add(out.tell(say::kLeft, {std::to_string(clock["remaining"].get<long>())}));
  }
  return line;
}

}  // namespace

int run_clock_show(Context& context, const ClockShowArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto view = (*engine)->show(args.id);
  if (!view) return context.fail(view.error());
  const json clocks = view->value("clocks", json::object());
  json result = json::object();
  for (const auto& [id, clock] : clocks.items()) {
    if (member(clock, "due").empty()) continue;
    const auto explained = (*engine)->explain_clock(args.id, id);
    if (!explained) return context.fail(explained.error());
    out.line(clock_line(out, id, clock));
    const json limits = explained->value("limits", json::array());
    // The first is the one whose date the line says.
    if (member(clock, "state") != "stopped" && !limits.empty()) {
      print_grid(out, counted_days(limits.front().value("days", json::array())), 4);
    }
    json each = clock;
    each["limits"] = limits;
    result[id] = std::move(each);
  }
  if (result.empty()) out.line(out.tell(say::kNoClocks));
  return context.done({{"clocks", std::move(result)}});
}

int run_clock_explain(Context& context, const ClockExplainArgs& args) {
  Terminal& out = context.out;
  std::optional<Instant> from = parse_instant(args.from);
  if (const auto day = parse_day(args.from)) from = start_of(*day);
  const auto limit = parse_duration(args.limit);
  if (!from) {
    return context.fail(make_error("usage/instant", "不是日期或时刻：" + args.from,
                                   "not a date or instant: " + args.from));
  }
  if (!limit) {
    return context.fail(
        make_error("usage/duration", "不是时长：" + args.limit, "not a duration: " + args.limit),
        {"--limit \"15 workdays\""});
  }
  Globals in_memory = context.globals;
  in_memory.database.clear();
  in_memory.definitions.clear();
  Context memory(in_memory, out);
  const auto engine = memory.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto explained = (*engine)->explain_limit(args.calendar, *from, *limit);
  if (!explained) return context.fail(explained.error());
  const auto days = counted_days(explained->value("days", json::array()));
  args.grid ? print_grid(out, days, 0) : print_days(out, days, 0);
  out.line(out.sign(Sign::kDeadline) +
           out.tell(say::kEndsWith, {limit_words(out, *limit), format_day(day_of(*from)),
                                     member(*explained, "due")}));
  return context.done({{"explained", *explained}});
}

}  // namespace lianban::cli
