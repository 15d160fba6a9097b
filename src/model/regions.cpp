#include "model/regions.hpp"

#include <algorithm>

namespace lianban::model {

namespace {

bool is_compound(const Chart& chart, StateIndex state) {
  return chart.states[state].kind == StateKind::kCompound;
}

bool is_parallel(const Chart& chart, StateIndex state) {
  return chart.states[state].kind == StateKind::kParallel;
}

/// Innermost state with both inside it, or either of the two; kNone for the chart.
StateIndex common_ancestor(const Chart& chart, StateIndex one, StateIndex other) {
  while (one != kNone && !chart.inside(other, one)) one = chart.states[one].parent;
  return one;
}

bool may_be_active_together(const Chart& chart, StateIndex one, StateIndex other) {
  const StateIndex common = common_ancestor(chart, one, other);
  if (common == kNone) return false;
  return common == one || common == other || is_parallel(chart, common);
}

/// Whether a target leads back into the parallel state, so that its regions are entered again.
/// Naming the state itself from outside its regions is a plain entry of all of it.
bool enters_again(const Chart& chart, const Transition& transition, StateIndex parallel) {
  const bool from_a_region = chart.proper_descendant(transition.source, parallel);
  return std::ranges::any_of(transition.targets, [&](StateIndex target) {
    return chart.proper_descendant(target, parallel) || (from_a_region && target == parallel);
  });
}

bool restores_all_regions(const Chart& chart, const Transition& transition, StateIndex parallel) {
  return std::ranges::any_of(transition.targets, [&](StateIndex target) {
    const State& state = chart.states[target];
    return state.kind == StateKind::kHistory && state.deep && state.parent == parallel;
  });
}

bool names_something_in(const Chart& chart, const Transition& transition, StateIndex region) {
  return chart.inside(transition.source, region) ||
         std::ranges::any_of(transition.targets,
                             [&](StateIndex target) { return chart.inside(target, region); });
}

}  // namespace

StateIndex find_lcca(const Chart& chart, StateIndex source, std::span<const StateIndex> targets) {
  for (StateIndex at = chart.states[source].parent; at != kNone; at = chart.states[at].parent) {
    const auto properly_inside = [&](StateIndex target) {
      return chart.proper_descendant(target, at);
    };
    if (is_compound(chart, at) && std::ranges::all_of(targets, properly_inside)) return at;
  }
  return kNone;
}

StateIndex transition_domain(const Chart& chart, const Transition& transition,
                             std::span<const StateIndex> targets) {
  const bool all_inside = std::ranges::all_of(targets, [&](StateIndex target) {
    return chart.proper_descendant(target, transition.source);
  });
  if (!transition.reenter && all_inside) return transition.source;
  return find_lcca(chart, transition.source, targets);
}

std::vector<StateIndex> wiped_siblings(const Chart& chart, const Transition& transition) {
  std::vector<StateIndex> wiped;
  if (transition.targets.empty()) return wiped;
  // A history target stands for any state beside it, which gives the widest domain it can have.
  const StateIndex domain = transition_domain(chart, transition, transition.targets);
  for (StateIndex at = 0; at < chart.states.size(); ++at) {
    if (!is_parallel(chart, at) || !chart.inside(at, domain)) continue;
    if (!may_be_active_together(chart, at, transition.source)) continue;
    if (!enters_again(chart, transition, at) || restores_all_regions(chart, transition, at)) {
      continue;
    }
    for (const StateIndex region : chart.states[at].children) {
      if (chart.states[region].kind == StateKind::kHistory) continue;
      if (!names_something_in(chart, transition, region)) wiped.push_back(region);
    }
  }
  return wiped;
}

}  // namespace lianban::model
