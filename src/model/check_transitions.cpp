// Regions that a transition restarts in passing, and transitions that are never reached.
#include <algorithm>

#include "model/check_parts.hpp"
#include "model/event_match.hpp"
#include "model/regions.hpp"

namespace lianban::model {
namespace {

void check_restarts(const Checking& c, const Transition& transition) {
  const std::vector<StateIndex> wiped = wiped_siblings(c.chart, transition);
  std::vector<std::string> unnamed;
  for (const StateIndex region : wiped) {
    if (std::ranges::find(transition.restarts, region) == transition.restarts.end()) {
      unnamed.push_back(c.id(region));
    }
  }
  if (!unnamed.empty()) {
    c.judge(
        codes::kWipes, transition.pointer,
        Text{"这条转移会从头重启没有写明的分支",
             "this transition restarts regions it does not name: "} +
            listed(unnamed),
        {"确实要重启就写进“restarts”；否则请把转移写在分支之内",
         "name them in 'restarts' if that is meant; else keep the transition inside its region"});
  }
  for (const StateIndex region : transition.restarts) {
    if (std::ranges::find(wiped, region) != wiped.end()) continue;
    c.judge(codes::kNotRestarted, transition.pointer + "/restarts",
            Text{"这条转移并不重启", "this transition does not restart "} + named(c.id(region)),
            {"请从“restarts”中删去它", "take it out of 'restarts'"});
  }
}

bool covers(const Transition& earlier, const Transition& later, const std::string& event) {
  if (earlier.by.empty() != later.by.empty()) return false;  // Persons and engine never compete.
  for (const Role& role : later.by) {
    if (std::ranges::find(earlier.by, role) == earlier.by.end()) return false;
  }
  return std::ranges::any_of(earlier.on, [&](const std::string& descriptor) {
    if (!earlier.by.empty()) return descriptor == event;
    if (event == "*") return descriptor == "*";
    return descriptor_match(descriptor, event);
  });
}

/// Whether the earlier transition of the same state always stands in the way of the later one.
bool shadows(const Checking& c, TransitionIndex earlier_index, TransitionIndex later_index) {
  const Transition& earlier = c.chart.transitions[earlier_index];
  const Transition& later = c.chart.transitions[later_index];
  if (earlier.after || later.after || !c.graph.unguarded(earlier_index)) return false;
  if (earlier.eventless() || later.eventless()) return earlier.eventless() && later.eventless();
  return std::ranges::all_of(
      later.on, [&](const std::string& event) { return covers(earlier, later, event); });
}

void check_shadows(const Checking& c, const State& state) {
  const auto& all = state.transitions;
  for (std::size_t later = 1; later < all.size(); ++later) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(later);
    const auto earlier = std::find_if(
        all.begin(), end, [&](TransitionIndex index) { return shadows(c, index, all[later]); });
    if (earlier == end) continue;
    const std::string number = std::to_string(earlier - all.begin() + 1);
    c.judge(codes::kShadowed, c.chart.transitions[all[later]].pointer,
            {"这条转移永远轮不到：第 " + number + " 条转移总是先被采用",
             "this transition is never reached: transition " + number +
                 " of the state is always taken first"},
            {"请给前一条写“when”，或者调换次序，或者删去这条",
             "give the earlier one a 'when', change their order, or take this one out"});
  }
}

}  // namespace

void check_transitions(const Checking& c) {
  for (const Transition& transition : c.chart.transitions) check_restarts(c, transition);
  for (const State& state : c.chart.states) check_shadows(c, state);
}

}  // namespace lianban::model
