// Circles of transitions that wait for nothing: a case that enters one is stopped after
// limits::kMicrosteps and the command that led there undone.
#include <algorithm>
#include <map>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

/// The step that a leaf takes when nothing speaks for another one.
struct Step {
  TransitionIndex transition = kNone;
  bool first = false;   ///< Nothing else is tried before it.
  bool silent = false;  ///< Without actions: what led here once leads here always.
};

class Circles {
 public:
  using Steps = std::map<StateIndex, std::vector<Step>>;

  Circles(const Checking& c, Steps steps) : c_(c), steps_(std::move(steps)) {}

  /// One circle per transition that closes one: the states on it, in order.
  template <class Wanted, class Use>
  void find(Wanted&& wanted, Use&& use) {
    std::map<StateIndex, int> seen;  // 1: on the path, 2: done
    for (const auto& entry : steps_) {
      if (seen[entry.first] == 0) visit(entry.first, seen, wanted, use);
    }
  }

 private:
  template <class Wanted, class Use>
  void visit(StateIndex leaf, std::map<StateIndex, int>& seen, Wanted& wanted, Use& use) {
    seen[leaf] = 1;
    path_.push_back(leaf);
    for (const Step& step : steps_[leaf]) {
      if (!wanted(step)) continue;
      for (const StateIndex next : after(leaf, step.transition)) {
        if (seen[next] == 1) {
          const auto start = std::ranges::find(path_, next);
          use(step.transition, std::vector<StateIndex>(start, path_.end()));
        } else if (seen[next] == 0 && steps_.contains(next)) {
          visit(next, seen, wanted, use);
        }
      }
    }
    path_.pop_back();
    seen[leaf] = 2;
  }

  [[nodiscard]] std::vector<StateIndex> after(StateIndex leaf, TransitionIndex index) const {
    if (c_.chart.transitions[index].targets.empty()) return {leaf};
    std::vector<StateIndex> leaves;
    if (c_.graph.ways(index).empty()) return leaves;
    for (const StateIndex state : c_.graph.ways(index).front().states) {
      if (c_.graph.is_leaf(state)) leaves.push_back(state);
    }
    return leaves;
  }

  const Checking& c_;
  Steps steps_;
  std::vector<StateIndex> path_;
};

bool is_silent(const Checking& c, StateIndex leaf, TransitionIndex index) {
  const Transition& transition = c.chart.transitions[index];
  if (!transition.actions.empty()) return false;
  if (transition.targets.empty()) return true;
  return c.graph.exits(leaf, c.graph.domain(index)).empty() && !c.graph.ways(index).empty() &&
         c.graph.ways(index).front().actions.empty();
}

/// The first unguarded eventless transition of each leaf.
Circles::Steps unguarded_steps(const Checking& c) {
  Circles::Steps steps;
  for (StateIndex leaf = 0; leaf < c.chart.states.size(); ++leaf) {
    if (!c.graph.is_leaf(leaf) || !c.graph.reachable(leaf) || c.graph.is_ending(leaf)) continue;
    const std::vector<TransitionIndex> candidates = c.graph.eventless(leaf);
    const auto taken = std::ranges::find_if(
        candidates, [&](TransitionIndex index) { return c.graph.unguarded(index); });
    if (taken == candidates.end()) continue;
    steps[leaf].push_back({*taken, taken == candidates.begin(), is_silent(c, leaf, *taken)});
  }
  return steps;
}

Circles::Steps choice_steps(const Checking& c) {
  Circles::Steps steps;
  for (StateIndex leaf = 0; leaf < c.chart.states.size(); ++leaf) {
    if (c.chart.states[leaf].kind != StateKind::kChoice || !c.graph.reachable(leaf)) continue;
    for (const TransitionIndex index : c.chart.states[leaf].transitions) {
      steps[leaf].push_back({index, false, is_silent(c, leaf, index)});
    }
  }
  return steps;
}

std::vector<std::string> names(const Checking& c, const std::vector<StateIndex>& states) {
  std::vector<std::string> all;
  for (const StateIndex state : states) all.push_back(c.id(state));
  return all;
}

}  // namespace

void check_cycles(const Checking& c) {
  std::vector<TransitionIndex> told;
  const auto report = [&](TransitionIndex index, const std::vector<StateIndex>& states) {
    if (std::ranges::find(told, index) != told.end()) return;
    told.push_back(index);
    c.error(codes::kEventlessCycle, c.chart.transitions[index].pointer,
            Text{"无条件的转移在",
                 "transitions without event and condition lead round in a circle through "} +
                listed(names(c, states)) + Text{"之间成环，永不停止", " and never stop"},
            {"请给其中一条转移写“on”或“when”", "give one of them an 'on' or a 'when'"},
            places_of(c, states));
  };
  Circles circles(c, unguarded_steps(c));
  circles.find([](const Step& step) { return step.first; }, report);
  circles.find([](const Step& step) { return step.silent; }, report);
  Circles(c, choice_steps(c))
      .find([](const Step& step) { return step.silent; },
            [&](TransitionIndex index, const std::vector<StateIndex>& states) {
              if (std::ranges::find(told, index) != told.end()) return;
              told.push_back(index);
              c.warn(codes::kChoiceCycle, c.chart.transitions[index].pointer,
                     Text{"选择状态", "the choices "} + listed(names(c, states)) +
                         Text{"之间可能成环", " may lead round in a circle"},
                     {"请让每条去向最终离开这些选择状态",
                      "let every way lead out of these choices in the end"},
                     places_of(c, states));
            });
}

}  // namespace lianban::model
