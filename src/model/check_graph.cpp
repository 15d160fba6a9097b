#include "model/check_graph.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "model/check_entry.hpp"
#include "model/regions.hpp"

namespace lianban::model {
namespace {

/// States in all ways together, and ways through histories: a chart of the greatest size with one
/// region per state would otherwise take gigabytes.
constexpr std::size_t kMostEntered = 1u << 20;
constexpr std::size_t kMostMemories = 4 * limits::kTransitions;

}  // namespace

Graph::Graph(const Chart& chart)
    : chart_(chart),
      ways_(chart.transitions.size()),
      domains_(chart.transitions.size(), kNone),
      reachable_(chart.states.size(), false),
      can_end_(chart.states.size(), false),
      budget_(kMostMemories) {
  has_parallel_ = std::ranges::any_of(
      chart.states, [](const State& state) { return state.kind == StateKind::kParallel; });
  reach();
  follow_histories();
  find_ways_to_an_ending();
}

void Graph::reach() {
  std::vector<StateIndex> todo;
  const auto visit = [&](StateIndex state) {
    if (reachable_[state]) return;
    reachable_[state] = true;
    todo.push_back(state);
  };
  const auto enter = [&](std::span<const StateIndex> targets, StateIndex domain) {
    Entering entering(chart_);
    Way way = entering.enter(targets, domain);
    for (const StateIndex state : way.states) visit(state);
    for (const StateIndex history : entering.histories()) reachable_[history] = true;
    return way;
  };
  start_.push_back(enter(chart_.initial.to, kNone));
  std::size_t room = kMostEntered;
  while (!todo.empty()) {
    const StateIndex source = todo.back();
    todo.pop_back();
    for (const TransitionIndex index : chart_.states[source].transitions) {
      const Transition& transition = chart_.transitions[index];
      if (transition.targets.empty()) continue;
      domains_[index] = transition_domain(chart_, transition, transition.targets);
      Way way = enter(transition.targets, domains_[index]);
      if (way.states.size() > room) {
        truncated_ = true;
        continue;
      }
      room -= way.states.size();
      ways_[index].push_back(std::move(way));
    }
  }
}

void Graph::add_histories(std::span<const StateIndex> targets, StateIndex domain,
                          std::vector<Way>& ways) {
  Entering defaults(chart_);
  (void)defaults.enter(targets, domain);
  for (const StateIndex history : defaults.histories()) {
    const StateIndex parent = chart_.states[history].parent;
    const StateIndex first = parent == kNone ? 0 : parent + 1;
    const auto end =
        parent == kNone ? static_cast<StateIndex>(chart_.states.size()) : chart_.states[parent].end;
    for (StateIndex state = first; state < end; ++state) {
      const bool may_be_remembered =
          chart_.states[history].deep ? is_leaf(state) : chart_.states[state].parent == parent;
      if (!may_be_remembered || !reachable_[state] ||
          chart_.states[state].kind == StateKind::kHistory) {
        continue;
      }
      if (budget_ == 0) {
        truncated_ = true;
        return;
      }
      --budget_;
      ways.push_back(Entering(chart_, Entering::Memory{history, state}).enter(targets, domain));
    }
  }
}

void Graph::follow_histories() {
  const bool has_history = std::ranges::any_of(
      chart_.states, [](const State& state) { return state.kind == StateKind::kHistory; });
  if (!has_history) return;
  for (TransitionIndex index = 0; index < ways_.size(); ++index) {
    if (ways_[index].empty()) continue;
    add_histories(chart_.transitions[index].targets, domains_[index], ways_[index]);
  }
}

void Graph::find_ways_to_an_ending() {
  const auto size = static_cast<StateIndex>(chart_.states.size());
  for (StateIndex state = 0; state < size; ++state) {
    can_end_[state] = truncated_ || (is_ending(state) && reachable_[state]);
  }
  const auto leads_to_one = [&](TransitionIndex index) {
    return std::ranges::any_of(ways_[index], [&](const Way& way) {
      return std::ranges::any_of(way.states, [&](StateIndex state) { return can_end_[state]; });
    });
  };
  std::vector<bool> followed(ways_.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (TransitionIndex index = 0; index < ways_.size(); ++index) {
      if (followed[index] || !leads_to_one(index)) continue;
      followed[index] = changed = true;
      // With a transition of a state, everything active inside it can go that way.
      const StateIndex source = chart_.transitions[index].source;
      for (StateIndex state = source; state < chart_.states[source].end; ++state) {
        if (is_leaf(state)) can_end_[state] = true;
      }
    }
  }
  for (StateIndex state = size; state-- > 0;) {
    const StateIndex parent = chart_.states[state].parent;
    if (can_end_[state] && parent != kNone) can_end_[parent] = true;
  }
}

bool Graph::can_be_done(StateIndex index) const {
  const State& state = chart_.states[index];
  switch (state.kind) {
    case StateKind::kCompound:
      return std::ranges::any_of(state.children, [&](StateIndex child) {
        return chart_.states[child].kind == StateKind::kFinal && reachable_[child];
      });
    case StateKind::kParallel:
      return std::ranges::all_of(state.children, [&](StateIndex child) {
        return chart_.states[child].kind == StateKind::kHistory || can_be_done(child);
      });
    case StateKind::kAtomic:
    case StateKind::kFinal:
    case StateKind::kHistory:
    case StateKind::kChoice:
      return false;
  }
  return false;
}

bool Graph::is_leaf(StateIndex state) const {
  const StateKind kind = chart_.states[state].kind;
  return kind == StateKind::kAtomic || kind == StateKind::kFinal || kind == StateKind::kChoice;
}

bool Graph::is_ending(StateIndex state) const {
  return chart_.states[state].kind == StateKind::kFinal && chart_.states[state].parent == kNone;
}

std::vector<const Actions*> Graph::exits(StateIndex leaf, StateIndex domain) const {
  std::vector<const Actions*> all;
  for (StateIndex at = leaf; at != domain && at != kNone; at = chart_.states[at].parent) {
    if (!chart_.states[at].exit.empty()) all.push_back(&chart_.states[at].exit);
  }
  return all;
}

std::vector<TransitionIndex> Graph::eventless(StateIndex leaf) const {
  std::vector<TransitionIndex> all;
  for (StateIndex at = leaf; at != kNone; at = chart_.states[at].parent) {
    for (const TransitionIndex index : chart_.states[at].transitions) {
      if (chart_.transitions[index].eventless()) all.push_back(index);
    }
  }
  return all;
}

bool Graph::unguarded(TransitionIndex index) const {
  const Transition& transition = chart_.transitions[index];
  if (!transition.when.empty() || !transition.input.empty() || !transition.not_by.empty()) {
    return false;
  }
  return std::ranges::none_of(ways_[index], [&](const Way& way) {
    return std::ranges::any_of(
        way.states, [&](StateIndex state) { return !chart_.states[state].needs.empty(); });
  });
}

}  // namespace lianban::model
