#include "chart/entry_set.hpp"

#include <algorithm>

namespace lianban::chart {

using model::kNone;
using model::State;
using model::StateKind;

namespace {

/// A default that leads to another history of the same parent could run in a circle. Both record
/// at the same moments, so following it would never reach a recorded state either.
bool follows(const model::Chart& chart, StateIndex history_state, StateIndex target) {
  const State& state = chart.states[target];
  return state.kind != StateKind::kHistory || state.parent != chart.states[history_state].parent;
}

}  // namespace

void get_effective_target_states(const model::Chart& chart, std::span<const StateIndex> targets,
                                 const History& history, std::vector<StateIndex>& found) {
  for (const StateIndex target : targets) {
    const State& state = chart.states[target];
    if (state.kind != StateKind::kHistory) {
      found.push_back(target);
      continue;
    }
    if (const auto recorded = history.find(target); recorded != history.end()) {
      found.insert(found.end(), recorded->second.begin(), recorded->second.end());
      continue;
    }
    for (const StateIndex each : state.initial.to) {
      if (follows(chart, target, each)) {
        get_effective_target_states(chart, {&each, 1}, history, found);
      }
    }
  }
}

void EntrySet::clear() {
  if (to_enter_.size() != chart_->states.size()) {
    to_enter_.resize(chart_->states.size());
    by_default_.resize(chart_->states.size());
  } else {
    to_enter_.clear();
    by_default_.clear();
  }
  default_histories_.clear();
  met_history_ = false;
}

void EntrySet::add(std::span<const StateIndex> targets, StateIndex domain, const History& history) {
  domain_ = domain;
  for (const StateIndex target : targets) add_descendant_states_to_enter(target, history);
  effective_.clear();
  get_effective_target_states(*chart_, targets, history, effective_);
  for (const StateIndex target : effective_) add_ancestor_states_to_enter(target, domain, history);
  // W3C knows no transition that stays inside a parallel state; here its other regions, which the
  // transition has left, have to be entered too.
  if (domain != kNone && chart_->states[domain].kind == StateKind::kParallel) {
    add_regions_to_enter(domain, history);
  }
}

void EntrySet::add_descendant_states_to_enter(StateIndex state, const History& history) {
  const State& entered = chart_->states[state];
  switch (entered.kind) {
    case StateKind::kHistory:
      add_history_states_to_enter(state, history);
      return;
    case StateKind::kCompound:
      to_enter_.set(state);
      by_default_.set(state);
      for (const StateIndex each : entered.initial.to) {
        add_descendant_states_to_enter(each, history);
      }
      for (const StateIndex each : entered.initial.to) {
        add_ancestor_states_to_enter(each, state, history);
      }
      return;
    case StateKind::kParallel:
      to_enter_.set(state);
      add_regions_to_enter(state, history);
      return;
    case StateKind::kAtomic:
    case StateKind::kChoice:
    case StateKind::kFinal:
      to_enter_.set(state);
      return;
  }
}

void EntrySet::add_history_states_to_enter(StateIndex state, const History& history) {
  met_history_ = true;
  const State& entered = chart_->states[state];
  const auto recorded = history.find(state);
  const bool by_record = recorded != history.end();
  if (!by_record && std::ranges::find(default_histories_, state) == default_histories_.end()) {
    default_histories_.push_back(state);
  }
  const std::span<const StateIndex> states = by_record ? recorded->second : entered.initial.to;
  for (const StateIndex each : states) {
    if (follows(*chart_, state, each)) add_descendant_states_to_enter(each, history);
  }
  for (const StateIndex each : states) {
    if (follows(*chart_, state, each)) add_ancestor_states_to_enter(each, entered.parent, history);
  }
}

void EntrySet::add_ancestor_states_to_enter(StateIndex state, StateIndex ancestor,
                                            const History& history) {
  // W3C climbs from a recorded state to the parent of the history state even past the domain, and
  // so enters states a second time that were never left; here the domain ends every climb.
  for (StateIndex at = chart_->states[state].parent; at != ancestor && at != domain_ && at != kNone;
       at = chart_->states[at].parent) {
    to_enter_.set(at);
    if (chart_->states[at].kind == StateKind::kParallel) add_regions_to_enter(at, history);
  }
}

void EntrySet::add_regions_to_enter(StateIndex parallel, const History& history) {
  for (const StateIndex region : chart_->states[parallel].children) {
    const State& state = chart_->states[region];
    if (state.kind == StateKind::kHistory) continue;
    if (!to_enter_.any_in(region + 1, state.end)) add_descendant_states_to_enter(region, history);
  }
}

}  // namespace lianban::chart
