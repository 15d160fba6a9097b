#include "model/check_entry.hpp"

#include <algorithm>

namespace lianban::model {

bool Entering::holds_an_entered(StateIndex state) const {
  const auto first = entered_.lower_bound(state);
  return first != entered_.end() && *first < chart_.states[state].end;
}

void Entering::add_regions(StateIndex parallel) {
  for (const StateIndex child : chart_.states[parallel].children) {
    if (chart_.states[child].kind == StateKind::kHistory || holds_an_entered(child)) continue;
    add(child);
  }
}

void Entering::add(StateIndex index) {
  const State& state = chart_.states[index];
  switch (state.kind) {
    case StateKind::kHistory:
      // A history that is its own default would never end.
      if (!histories_.insert(index).second) return;
      if (memory_ && memory_->first == index) {
        add_all(std::span(&memory_->second, 1), state.parent);
      } else {
        remembered_.emplace(state.parent, &state.initial.actions);
        add_all(state.initial.to, state.parent);
      }
      return;
    case StateKind::kCompound:
      if (!entered_.insert(index).second) return;
      by_default_.insert(index);
      add_all(state.initial.to, index);
      return;
    case StateKind::kParallel:
      entered_.insert(index);
      add_regions(index);
      return;
    case StateKind::kAtomic:
    case StateKind::kFinal:
    case StateKind::kChoice:
      entered_.insert(index);
      return;
  }
}

void Entering::add_all(std::span<const StateIndex> targets, StateIndex domain) {
  for (const StateIndex target : targets) add(target);
  for (const StateIndex target : targets) add_ancestors(target, domain);
}

void Entering::add_ancestors(StateIndex state, StateIndex domain) {
  for (StateIndex at = chart_.states[state].parent; at != domain && at != kNone;
       at = chart_.states[at].parent) {
    entered_.insert(at);
    if (chart_.states[at].kind == StateKind::kParallel) add_regions(at);
  }
}

Way Entering::enter(std::span<const StateIndex> targets, StateIndex domain) {
  add_all(targets, domain);
  Way way;
  const auto run = [&](const Actions& actions) {
    if (!actions.empty()) way.actions.push_back(&actions);
  };
  for (const StateIndex index : entered_) {
    way.states.push_back(index);
    run(chart_.states[index].enter);
    if (by_default_.contains(index)) run(chart_.states[index].initial.actions);
    const auto content = remembered_.find(index);
    if (content != remembered_.end()) run(*content->second);
  }
  return way;
}

}  // namespace lianban::model
