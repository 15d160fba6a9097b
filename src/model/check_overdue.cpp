// States in which a promise may fall due although nothing there handles it.
#include <algorithm>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

bool has_handler(const Checking& c, StateIndex state, const Material& material) {
  return std::ranges::any_of(c.chart.states[state].transitions, [&](TransitionIndex index) {
    return handles_overdue(c.chart.transitions[index], material);
  });
}

/// By the leaf, a state around it, or a region that is active beside it.
bool is_handled_in(const Checking& c, StateIndex leaf, const Material& material) {
  for (StateIndex at = leaf; at != kNone; at = c.chart.states[at].parent) {
    const bool is_parallel = c.chart.states[at].kind == StateKind::kParallel;
    const StateIndex end = is_parallel ? c.chart.states[at].end : at + 1;
    for (StateIndex each = at; each < end; ++each) {
      if (has_handler(c, each, material)) return true;
    }
  }
  return false;
}

/// A case stays here until something happens.
bool is_resting_place(const Checking& c, StateIndex state) {
  if (c.chart.states[state].kind != StateKind::kAtomic) return false;
  const std::vector<TransitionIndex> onward = c.graph.eventless(state);
  return onward.empty() || !c.graph.unguarded(onward.front());
}

}  // namespace

void check_overdue_gaps(const Checking& c, const Flow& flow) {
  for (std::size_t i = 0; i < flow.deferrals.size(); ++i) {
    const Material& material = *flow.deferrals[i];
    const bool handled_at_all = std::ranges::any_of(
        c.chart.transitions,
        [&](const Transition& transition) { return handles_overdue(transition, material); });
    if (!handled_at_all) continue;  // check_deferrals tells.
    std::vector<std::string> gaps;
    std::string first;
    std::vector<StateIndex> states;
    for (StateIndex leaf = 0; leaf < c.chart.states.size(); ++leaf) {
      const bool may_fall_due =
          flow.at(leaf).reached() && (flow.at(leaf).deferrals[i] & Facts::kOpen) != 0;
      if (!may_fall_due || !is_resting_place(c, leaf) || is_handled_in(c, leaf, material)) continue;
      if (gaps.empty()) first = c.chart.states[leaf].pointer;
      gaps.push_back(c.id(leaf));
      states.push_back(leaf);
    }
    if (gaps.empty()) continue;
    c.warn(codes::kOverdueGap, first,
           Text{"已受理而未决定时，以下状态不处理",
                "accepted but not decided, these states do not handle "} +
               named(overdue_event(material)) + Text{"：", ": "} + listed(gaps),
           {"请把处理它的转移写在这些状态的共同上级",
            "write the transition that handles it on a state around them"},
           places_of(c, {states.begin() + 1, states.end()}));
  }
}

}  // namespace lianban::model
