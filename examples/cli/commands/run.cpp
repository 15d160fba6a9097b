#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/interrupt.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

json to_json(const PumpReport& report) {
  return {{"timers", report.timers}, {"asked", report.asked},   {"answered", report.answered},
          {"failed", report.failed}, {"polled", report.polled}, {"opened", report.opened},
          {"total", report.total()}};
}

void print(Terminal& out, const PumpReport& report) {
  const auto text = [](std::size_t number) { return std::to_string(number); };
  out.line(out.sign(report.failed > 0 ? Sign::kWarn : Sign::kOk) +
           out.tell(say::kPumped, {text(report.timers), text(report.asked), text(report.answered),
                                   text(report.failed), text(report.polled), text(report.opened)}));
}

/// This process holds the database alone, so nothing but time can make something due.
milliseconds until_due(Engine& engine) {
  constexpr milliseconds kMost{60'000};
  const auto due = engine.next_due();
  if (!due || !*due) return kMost;
  const auto left = std::chrono::ceil<milliseconds>(**due - engine.now());
  return std::clamp(left, milliseconds{20}, kMost);
}

/// One line (or object) for every round that did something, until interrupted.
int watch(Context& context, Engine& engine) {
  Terminal& out = context.out;
  out.note(out.tell(say::kWatching));
  do {
    const auto report = engine.pump_idle();
    if (!report && !report.error().retryable) return context.fail(report.error());
    if (report && report->total() > 0) {
      print(out, *report);
      if (out.json()) out.raw(json{{"ok", true}, {"pump", to_json(*report)}}.dump() + "\n");
      out.flush();
    }
  } while (!wait_or_interrupt(until_due(engine)));
  return kInterrupted;
}

}  // namespace

int run_pump(Context& context, const RunArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  if (context.globals.directory.empty()) {
    out.note(out.paint_err(Tone::kWarn, out.glyph(Sign::kWarn)) + " " +
             out.tell(say::kNoDirectory));
  }
  if (args.watch) return watch(context, **engine);
  const auto report = args.once ? (*engine)->pump() : (*engine)->pump_idle();
  if (!report) return context.fail(report.error());
  const auto next = (*engine)->next_due();
  if (!next) return context.fail(next.error());
  print(out, *report);
  out.line(*next ? out.tell(say::kNextDue, {format_instant(**next)}) : out.tell(say::kNothingDue));
  return context.done(
      {{"pump", to_json(*report)}, {"next_due", *next ? json(format_instant(**next)) : json()}});
}

}  // namespace lianban::cli
