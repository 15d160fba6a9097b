#include <algorithm>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

void check_runs(const Checking& c, const Clock& clock) {
  const bool runs = std::ranges::any_of(clock.runs_in,
                                        [&](StateIndex state) { return c.graph.reachable(state); });
  if (runs) return;
  c.judge(
      codes::kNeverRuns, clock.pointer + "/runs_in",
      Text{"时限", "the clock "} + named(clock.id) +
          Text{"永远不走：没有转移能到达这些状态", " never runs: nothing leads to these states"},
      {"请更正“runs_in”，或者写出到达的转移", "correct 'runs_in', or write a way there"},
      places_of(c, clock.runs_in));
}

/// Whether the time belongs to an agency in every state where the clock runs: then an expiry is
/// its overrun, which is shown and added up without any transition.
bool runs_for_an_agency(const Checking& c, const Clock& clock) {
  return std::ranges::all_of(clock.runs_in, [&](StateIndex state) {
    StateIndex at = state;
    while (at != kNone && c.chart.states[at].holder.empty()) at = c.chart.states[at].parent;
    return at != kNone && c.chart.states[at].holder != "applicant";
  });
}

void check_expiry(const Checking& c, const Clock& clock) {
  const bool told = !clock.spec.warn_at.empty() || runs_for_an_agency(c, clock);
  if (told || c.heard("clock." + clock.id + ".expired", true)) return;
  c.warn(codes::kIdleClock, clock.pointer,
         Text{"时限", "nothing happens when the clock "} + named(clock.id) +
             Text{"到期时什么也不发生", " expires"},
         {"请写一条 \"on\": \"clock." + clock.id + ".expired\" 的转移，或者写“warn_at”",
          "write a transition with \"on\": \"clock." + clock.id + ".expired\", or a 'warn_at'"});
}

}  // namespace

void check_clocks(const Checking& c) {
  for (const Clock& clock : c.definition.clocks) {
    check_runs(c, clock);
    check_expiry(c, clock);
    if (!clock.from_accepted || c.any<Accept>()) continue;
    c.error(codes::kNeverAccepted, clock.pointer + "/from",
            Text{"时限", "the clock "} + named(clock.id) +
                Text{"自受理起算，但没有“accept”动作，永远不会起算",
                     " counts from acceptance, but there is no action 'accept'"},
            {"请在受理的转移上写 {\"accept\": {}}",
             "write {\"accept\": {}} where the case is accepted"});
  }
  c.each<Extend>([&](const Placed& placed, const Extend& extend) {
    const Clock* clock = c.definition.clocks.find(extend.clock);
    if (clock == nullptr || clock->spec.extend) return;
    c.error(
        codes::kNotExtendable, placed.action->pointer,
        Text{"时限", "the clock "} + named(extend.clock) +
            Text{"没有写“extend”，这个动作总被拒绝", " has no 'extend', so this is always refused"},
        {"请给这个时限写 \"extend\": {\"by\", \"times\"}",
         "give the clock an \"extend\": {\"by\", \"times\"}"},
        declared_at(clock->pointer, clock->id));
  });
}

}  // namespace lianban::model
