#include <map>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

json to_json(const CaseLine& line) {
  return {{"case", line.case_id},
          {"number", line.number},
          {"definition", line.definition},
          {"status", line.status},
          {"outcome", line.outcome.empty() ? json() : json(line.outcome)},
          {"states", line.states},
          {"opened_at", format_instant(line.opened_at)},
          {"due", line.due ? json(format_limit(*line.due)) : json()}};
}

/// A date means its end: what is due on that day is due before it is over.
Result<std::optional<Instant>> limit_of(const std::string& text) {
  if (text.empty()) return std::optional<Instant>{};
  if (const auto day = parse_day(text)) return std::optional<Instant>{end_of(*day)};
  if (const auto at = parse_instant(text)) return std::optional<Instant>{*at};
  return make_error("usage/instant", "不是日期或时刻：" + text, "not a date or instant: " + text);
}

std::map<std::string, std::string> titles(Engine& engine, Language language) {
  std::map<std::string, std::string> all;
  const auto definitions = engine.definitions();
  if (!definitions) return all;
  for (const json& each : *definitions) {
    const std::string id = member(each, "id");
    if (each.contains("title")) all[id] = title(each["title"], language, id);
  }
  return all;
}

void print(Terminal& out, const CasePage& page, const std::map<std::string, std::string>& names,
           Instant now) {
  Table table({out.tell(say::kNumber), out.tell(say::kMatter), out.tell(say::kState),
               out.tell(say::kStatus), out.tell(say::kDue)});
  for (const CaseLine& line : page.cases) {
    const auto name = names.find(line.definition);
    std::string states;
    for (const auto& id : line.states) states += (states.empty() ? "" : " ") + id;
    const bool ended = !line.outcome.empty();
    const bool late = line.due && *line.due <= now;
    const Sign sign = ended ? Sign::kOk : late ? Sign::kFail : Sign::kNow;
    std::string due;
    if (line.due && !ended) {
      due = std::string(out.glyph(late ? Sign::kFail : Sign::kDeadline)) + " " +
            format_limit(*line.due);
    }
    table.add({line.number.empty() ? line.case_id : line.number,
               name == names.end() ? line.definition : name->second,
               std::string(out.glyph(sign)) + " " + states,
               out.word(ended ? line.outcome : line.status),
               {due, late ? Tone::kBad : Tone::kWarn}});
  }
  if (!table.empty()) table.print(out);
  out.line(out.tell(say::kCount, {std::to_string(page.cases.size())}));
  if (!page.next.empty()) out.note(out.tell(say::kMorePages, {page.next}));
}

}  // namespace

int run_case_list(Context& context, const ListArgs& args) {
  const auto due = limit_of(args.due_before);
  if (!due) return context.fail(due.error());
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  CaseQuery query;
  query.role = args.role;
  query.state = args.state;
  query.region = args.region;
  query.number = args.number;
  query.applicant = args.applicant;
  query.due_before = *due;
  query.open_only = args.open_only;
  query.limit = args.limit;
  query.cursor = args.cursor;
  const auto page = (*engine)->find(query);
  if (!page) return context.fail(page.error());
  print(context.out, *page, titles(**engine, context.out.language()), (*engine)->now());
  json cases = json::array();
  for (const CaseLine& line : page->cases) cases.push_back(to_json(line));
  return context.done(
      {{"cases", std::move(cases)}, {"next", page->next.empty() ? json() : json(page->next)}});
}

}  // namespace lianban::cli
