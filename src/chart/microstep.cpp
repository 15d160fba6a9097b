// One microstep: exitStates, executeTransitionContent and enterStates of W3C SCXML appendix D.
#include <algorithm>
#include <utility>

#include "chart/interpreter.hpp"

namespace lianban::chart {

using model::kNone;
using model::State;
using model::StateKind;

Interpreter::GoOn Interpreter::microstep(const Event* event) {
  took_any_ = true;
  if (!exit_states() || !execute_transition_content(event)) return false;
  compute_entry_set();
  return enter_states();
}

void Interpreter::compute_exit_set() {
  exit_set_.clear();
  domains_.clear();
  for (const TransitionIndex transition : enabled_) {
    const Range domain = exit_range(transition, snapshot_->history);
    domains_.push_back(domain);
    if (!domain.empty()) exit_set_.add_range(snapshot_->active, domain.begin, domain.end);
  }
}

void Interpreter::record_history(const Bitset& exit_set, const Bitset& active,
                                 History& history) const {
  if (!exit_set.intersects(program_.with_history())) return;
  for (const StateIndex parent : exit_set) {
    if (!program_.with_history().test(parent)) continue;
    const State& left = chart_.states[parent];
    for (const StateIndex child : left.children) {
      if (chart_.states[child].kind != StateKind::kHistory) continue;
      std::vector<StateIndex>& recorded = history[child];
      recorded.clear();
      const bool deep = chart_.states[child].deep;
      for (StateIndex at = active.next(parent + 1); at < left.end; at = active.next(at + 1)) {
        if (deep ? program_.atomic().test(at) : chart_.states[at].parent == parent) {
          recorded.push_back(at);
        }
      }
    }
  }
}

Interpreter::GoOn Interpreter::exit_states() {
  compute_exit_set();
  states_to_invoke_ -= exit_set_;
  record_history(exit_set_, snapshot_->active, snapshot_->history);
  const auto all = static_cast<StateIndex>(chart_.states.size());
  for (StateIndex at = exit_set_.previous(all); at != Bitset::kEnd; at = exit_set_.previous(at)) {
    if (!run(chart_.states[at].exit)) return false;
    host_.exited(at);
    snapshot_->active.reset(at);
  }
  return true;
}

Interpreter::GoOn Interpreter::execute_transition_content(const Event* event) {
  for (const TransitionIndex transition : enabled_) {
    host_.taken(transition, event);
    if (!run(chart_.transitions[transition].actions)) return false;
  }
  return true;
}

// The entry sets of transitions that do not conflict lie below different domains, so sets that were
// computed for each alone may be joined.
void Interpreter::compute_entry_set() {
  default_histories_ = {};
  if (enabled_.size() == 1 && program_.plan(enabled_.front()).entry_fixed) {
    entering_ = program_.entry_set(program_.plan(enabled_.front()));
    return;
  }
  merged_.clear();
  bool computed = false;
  for (std::size_t at = 0; at < enabled_.size(); ++at) {
    const Program::Plan& plan = program_.plan(enabled_[at]);
    if (plan.entry_fixed) {
      const auto kept = program_.entry_set(plan);
      merged_.insert(merged_.end(), kept.begin(), kept.end());
      continue;
    }
    if (!computed) entry_set_.clear();
    computed = true;
    entry_set_.add(chart_.transitions[enabled_[at]].targets, domains_[at].domain(),
                   snapshot_->history);
  }
  if (computed) {
    take_entry_set();
  } else {
    std::ranges::sort(merged_, {}, &Entering::state);
    entering_ = merged_;
  }
}

/// Joins what entry_set_ holds to merged_.
void Interpreter::take_entry_set() {
  for (const StateIndex state : entry_set_.to_enter()) {
    merged_.push_back({state, entry_set_.by_default(state)});
  }
  std::ranges::sort(merged_, {}, &Entering::state);
  entering_ = merged_;
  default_histories_ = entry_set_.default_histories();
}

Interpreter::GoOn Interpreter::enter_states() {
  // W3C runs a history's default content with the entry of its parent, and so never where the
  // parent is not left. The author wrote it to be run: then it comes before the entries below it.
  for (const StateIndex history_state : default_histories_) {
    const State& state = chart_.states[history_state];
    const bool parent_entered = state.parent != kNone && entry_set_.to_enter().test(state.parent);
    if (!parent_entered && !run(state.initial.actions)) return false;
  }
  return std::ranges::all_of(entering_, [&](const Entering& each) { return enter_state(each); });
}

Interpreter::GoOn Interpreter::enter_state(const Entering& entering) {
  const StateIndex at = entering.state;
  const State& state = chart_.states[at];
  snapshot_->active.set(at);
  if (program_.with_call().test(at)) states_to_invoke_.set(at);
  host_.entered(at);
  if (!run(state.enter)) return false;
  if (entering.by_default && !run(state.initial.actions)) return false;
  if (!run_default_histories(at)) return false;
  if (state.kind == StateKind::kFinal) raise_done(at);
  return true;
}

Interpreter::GoOn Interpreter::run_default_histories(StateIndex parent) {
  return std::ranges::all_of(default_histories_, [&](StateIndex history_state) {
    const State& state = chart_.states[history_state];
    return state.parent != parent || run(state.initial.actions);
  });
}

void Interpreter::raise_done(StateIndex final_state) {
  StateIndex at = chart_.states[final_state].parent;
  if (at == kNone) {
    snapshot_->running = false;
    return;
  }
  if (chart_.states[at].kind == StateKind::kCompound) {
    raise_named(program_.done_name(at), host_.done_data(final_state));
    at = chart_.states[at].parent;
  }
  // W3C looks at one parallel state only; one that is a region of another completes that one too.
  while (at != kNone && chart_.states[at].kind == StateKind::kParallel && is_in_final_state(at)) {
    raise_named(program_.done_name(at), nullptr);
    at = chart_.states[at].parent;
  }
}

void Interpreter::raise_named(const std::string& name, std::shared_ptr<const Json> data) {
  if (queue_tail_ == queue_.size()) queue_.emplace_back();
  Event& slot = queue_[queue_tail_++];
  slot.name = name;
  slot.data = std::move(data);
}

bool Interpreter::is_in_final_state(StateIndex state) const {
  const State& asked = chart_.states[state];
  const auto active_final = [&](StateIndex child) {
    return chart_.states[child].kind == StateKind::kFinal && snapshot_->active.test(child);
  };
  switch (asked.kind) {
    case StateKind::kCompound:
      return std::ranges::any_of(asked.children, active_final);
    case StateKind::kParallel:
      return std::ranges::all_of(asked.children, [&](StateIndex child) {
        return chart_.states[child].kind == StateKind::kHistory || is_in_final_state(child);
      });
    case StateKind::kFinal:
      return active_final(state);
    case StateKind::kAtomic:
    case StateKind::kChoice:
    case StateKind::kHistory:
      return false;
  }
  return false;
}

}  // namespace lianban::chart
