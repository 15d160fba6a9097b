// One decision a case, and an ending that says the same.
#include <algorithm>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

/// Where one of these outcomes is decided, but for one action.
std::vector<Related> decided_at(const Checking& c, std::uint64_t decisions, const Action* but) {
  std::vector<Related> places;
  c.each<Decide>([&](const Placed& placed, const Decide& decide) {
    if (placed.action == but || (decision_bit(decide.outcome) & decisions) == 0) return;
    places.push_back(
        {placed.action->pointer, Text{"此处已决定", "decided here: "} + named(decide.outcome)});
  });
  return places;
}

void check_second(const Checking& c, const Flow& flow) {
  for (const auto& [action, facts] : flow.before_decisions()) {
    const std::vector<std::string> earlier = decisions_of(facts.decision);
    if (earlier.empty()) continue;
    const Text hint{"每件只作一次决定：请在作出决定之后走另一条路",
                    "a case is decided once: take another way after the decision"};
    const Text found = listed(earlier);
    if ((facts.decision & Facts::kUndecided) == 0) {
      c.error(codes::kSecondDecision, action->pointer,
              Text{"走到这里时总是已经作过决定：", "a decision was always made before this one: "} +
                  found,
              hint, decided_at(c, facts.decision, action));
    } else {
      c.warn(
          codes::kMayDecideTwice, action->pointer,
          Text{"走到这里时可能已经作过决定：", "a decision may have been made before this one: "} +
              found,
          hint, decided_at(c, facts.decision, action));
    }
  }
}

void check_arrival(const Checking& c, const Transition& by, const State& ending,
                   const Facts& facts) {
  const std::uint64_t declared = decision_bit(ending.outcome);
  const bool is_certain = (facts.decision & (Facts::kUndecided | declared)) == 0;
  if (ending.outcome_is_decision || !is_certain) return;
  const Text message = Text{"办结", "the ending "} + named(ending.outcome) +
                       Text{"与已经作出的决定矛盾：", " contradicts the decision made before: "} +
                       listed(decisions_of(facts.decision));
  const Text hint{"请转到结果与决定一致的办结，或者更正决定",
                  "go to the ending of that outcome, or correct the decision"};
  std::vector<Related> places = decided_at(c, facts.decision, nullptr);
  places.push_back({ending.pointer, {"这个办结的结果不同", "this ending has another outcome"}});
  if (by.when.empty()) {
    c.error(codes::kContradiction, by.pointer + "/to", message, hint, places);
  } else {
    c.warn(codes::kGuardedContradiction, by.pointer + "/to", message, hint, places);
  }
}

void check_undecided(const Checking& c, StateIndex ending, const Facts& facts) {
  const State& state = c.chart.states[ending];
  if (!state.outcome_is_decision || facts.decision != Facts::kUndecided) return;
  const Text message =
      Text{"办结", "the ending "} + named(state.id) +
      Text{"以决定为结果，但此前从未作过决定",
           " takes its outcome from the decision, but none is made on any way here"};
  const Text hint{"请在进入之前写“decide”，或者写明“outcome”",
                  "write a 'decide' before it, or name the 'outcome'"};
  if (c.graph.has_parallel()) {
    c.warn(codes::kNoDecision, state.pointer, message, hint);
  } else {
    c.error(codes::kNoDecision, state.pointer, message, hint);
  }
}

void check_granted(const Checking& c, StateIndex ending, const Facts& facts) {
  const State& state = c.chart.states[ending];
  const bool is_grant = state.outcome == "granted" || state.outcome == "partly_granted";
  const bool has_own = std::ranges::any_of(c.definition.licences,
                                           [](const Licence& licence) { return !licence.held; });
  if (!is_grant || !has_own || facts.issued != Facts::kNotIssued) return;
  if (c.graph.has_parallel() && c.any<Issue>()) return;
  c.warn(codes::kGrantedUnissued, state.pointer,
         Text{"办结", "no licence is issued on any way to the ending "} + named(state.id) +
             Text{"为准予，但一路没有颁发证照", ", though it grants"},
         {"请在准予之后写“issue”", "write an 'issue' after the decision"});
}

}  // namespace

void check_decisions(const Checking& c, const Flow& flow) {
  check_second(c, flow);
  for (const auto& [way, facts] : flow.arrivals()) {
    check_arrival(c, c.chart.transitions[way.first], c.chart.states[way.second], facts);
  }
  for (const StateIndex top : c.chart.top) {
    if (!c.graph.is_ending(top) || !flow.at(top).reached()) continue;
    check_undecided(c, top, flow.at(top));
    check_granted(c, top, flow.at(top));
  }
}

}  // namespace lianban::model
