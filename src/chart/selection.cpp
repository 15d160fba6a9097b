// Which transitions an event takes: selectTransitions, selectEventlessTransitions and
// removeConflictingTransitions of W3C SCXML appendix D.
#include <algorithm>

#include "chart/interpreter.hpp"
#include "model/regions.hpp"

namespace lianban::chart {

using model::kNone;

void Interpreter::select_eventless_transitions() {
  enabled_.clear();
  if (snapshot_->active.intersects(program_.eventless_sources())) {
    select(program_.eventless(), nullptr);
  }
}

void Interpreter::select_transitions(const Event& event) {
  enabled_.clear();
  select(program_.matching(event.name, matching_), &event);
}

void Interpreter::select(std::span<const Candidate> candidates, const Event* event) {
  const Bitset& active = snapshot_->active;
  active_candidates_.clear();
  for (const Candidate& candidate : candidates) {
    if (active.test(candidate.source)) active_candidates_.push_back(candidate);
  }
  if (active_candidates_.empty()) return;
  const StateIndex only = active_candidates_.front().source;
  if (active_candidates_.back().source == only) {
    select_from(only, event);
    return;
  }
  // A state that was already asked from an earlier leaf gives the same answer again: whatever it or
  // an ancestor chose is in the list. So no guard is asked, and no error of one raised, twice.
  asked_.clear();
  for (const StateIndex leaf : active) {
    if (!program_.atomic().test(leaf)) continue;
    const std::size_t before = enabled_.size();
    for (StateIndex at = leaf; at != kNone && !asked_.test(at); at = chart_.states[at].parent) {
      asked_.set(at);
      select_from(at, event);
      if (enabled_.size() != before) break;
    }
  }
  if (enabled_.size() > 1) remove_conflicting_transitions();
}

/// Adds the first enabled candidate of one state.
void Interpreter::select_from(StateIndex source, const Event* event) {
  auto at = std::ranges::lower_bound(active_candidates_, source, {}, &Candidate::source);
  for (; at != active_candidates_.end() && at->source == source; ++at) {
    if (host_.enabled(at->transition, event)) {
      enabled_.push_back(at->transition);
      return;
    }
  }
}

void Interpreter::remove_conflicting_transitions() {
  filtered_.clear();
  for (const TransitionIndex one : enabled_) {
    const StateIndex source = chart_.transitions[one].source;
    const auto preempts = [&](TransitionIndex other) {
      return conflict(one, other) &&
             !chart_.proper_descendant(source, chart_.transitions[other].source);
    };
    if (std::ranges::any_of(filtered_, preempts)) continue;
    std::erase_if(filtered_, [&](TransitionIndex other) { return conflict(one, other); });
    filtered_.push_back(one);
  }
  enabled_.swap(filtered_);
}

bool Interpreter::conflict(TransitionIndex one, TransitionIndex other) const {
  const Range first = exit_range(one, snapshot_->history);
  const Range second = exit_range(other, snapshot_->history);
  const Range both{std::max(first.begin, second.begin), std::min(first.end, second.end)};
  return !both.empty() && snapshot_->active.any_in(both.begin, both.end);
}

Range Interpreter::exit_range(TransitionIndex transition, const History& history) const {
  const Program::Plan& plan = program_.plan(transition);
  if (plan.fixed) return plan.exits;
  const model::Transition& taken = chart_.transitions[transition];
  std::vector<StateIndex> targets;
  get_effective_target_states(chart_, taken.targets, history, targets);
  return Range::below(chart_, model::transition_domain(chart_, taken, targets));
}

}  // namespace lianban::chart
