#include "chart/interpreter.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"

namespace lianban::chart {

using model::kNone;

Interpreter::Interpreter(const Program& program, Host& host)
    : program_(program), chart_(program.chart()), host_(host), entry_set_(program.chart()) {}

StepStatus Interpreter::start(Snapshot& snapshot) {
  snapshot.active.resize(chart_.states.size());
  snapshot.history.clear();
  snapshot.running = true;
  begin(snapshot);
  took_any_ = true;
  if (!run(chart_.initial.actions)) return finish(StepStatus::kAborted);
  entry_set_.clear();
  entry_set_.add(chart_.initial.to, kNone, snapshot.history);
  merged_.clear();
  take_entry_set();
  if (!enter_states()) return finish(StepStatus::kAborted);
  return finish(main_event_loop());
}

StepStatus Interpreter::step(Snapshot& snapshot, const Event& event) {
  if (!snapshot.running) return StepStatus::kNothing;
  begin(snapshot);
  select_transitions(event);
  if (!enabled_.empty()) {
    ++microsteps_;
    if (!microstep(&event)) return finish(StepStatus::kAborted);
  } else if (queue_tail_ == 0) {
    return finish(StepStatus::kNothing);
  }
  // Also where nothing was enabled but a failing guard has raised error.execution.
  return finish(main_event_loop());
}

StepStatus Interpreter::run_to_completion(Snapshot& snapshot) {
  if (!snapshot.running) return StepStatus::kNothing;
  begin(snapshot);
  return finish(main_event_loop());
}

void Interpreter::raise(Event event) {
  if (queue_tail_ == queue_.size()) {
    queue_.push_back(std::move(event));
  } else {
    queue_[queue_tail_] = std::move(event);
  }
  ++queue_tail_;
}

void Interpreter::begin(Snapshot& snapshot) {
  snapshot_ = &snapshot;
  for (std::size_t at = 0; at < queue_tail_; ++at) queue_[at].data.reset();
  queue_head_ = queue_tail_ = 0;
  microsteps_ = 0;
  took_any_ = false;
  if (states_to_invoke_.size() != chart_.states.size()) {
    exit_set_.resize(chart_.states.size());
    asked_.resize(chart_.states.size());
    states_to_invoke_.resize(chart_.states.size());
  } else {
    states_to_invoke_.clear();
  }
}

StepStatus Interpreter::finish(StepStatus status) {
  snapshot_ = nullptr;
  return status;
}

// W3C counts no microsteps. Internal events that enable nothing count here too: a guard that fails
// while error.execution is handled would raise it for ever.
StepStatus Interpreter::main_event_loop() {
  while (snapshot_->running) {
    const Event* event = nullptr;
    select_eventless_transitions();
    if (enabled_.empty()) {
      if (queue_head_ == queue_tail_) {
        if (states_to_invoke_.none()) break;
        if (!invoke_entered()) return StepStatus::kAborted;
        continue;
      }
      event = &queue_[queue_head_++];
      host_.taking(*event);
      select_transitions(*event);
    }
    if (++microsteps_ > limits::kMicrosteps) return StepStatus::kLimit;
    if (!enabled_.empty() && !microstep(event)) return StepStatus::kAborted;
  }
  if (!snapshot_->running) return StepStatus::kEnded;
  return took_any_ ? StepStatus::kTaken : StepStatus::kNothing;
}

Interpreter::GoOn Interpreter::invoke_entered() {
  const Bitset entered = states_to_invoke_;
  states_to_invoke_.clear();
  return std::ranges::all_of(entered, [&](StateIndex state) { return host_.invoke(state); });
}

std::vector<TransitionIndex> Interpreter::innermost_first(std::vector<Candidate> found) const {
  // end - depth grows as a walk leaves the states: children before parents.
  std::ranges::sort(found, {}, [&](const Candidate& candidate) {
    const model::State& source = chart_.states[candidate.source];
    return std::pair(source.end - source.depth, candidate.rank);
  });
  std::vector<TransitionIndex> transitions;
  transitions.reserve(found.size());
  for (const Candidate& candidate : found) transitions.push_back(candidate.transition);
  return transitions;
}

std::vector<TransitionIndex> Interpreter::candidates(const Snapshot& snapshot,
                                                     std::string_view event_name) const {
  std::vector<Candidate> scratch;
  std::vector<Candidate> found;
  if (!snapshot.running) return {};
  for (const Candidate& candidate : program_.matching(event_name, scratch)) {
    if (snapshot.active.test(candidate.source)) found.push_back(candidate);
  }
  return innermost_first(std::move(found));
}

std::vector<TransitionIndex> Interpreter::transitions_from(const Snapshot& snapshot) const {
  std::vector<Candidate> found;
  if (!snapshot.running) return {};
  for (const StateIndex source : snapshot.active) {
    for (const TransitionIndex transition : chart_.states[source].transitions) {
      if (chart_.transitions[transition].eventless()) continue;
      found.push_back({static_cast<std::uint32_t>(found.size()), source, transition});
    }
  }
  return innermost_first(std::move(found));
}

std::vector<StateIndex> Interpreter::would_enter(const Snapshot& snapshot,
                                                 TransitionIndex transition) const {
  std::vector<StateIndex> states;
  const Program::Plan& plan = program_.plan(transition);
  if (plan.entry_fixed) {
    for (const Entering& each : program_.entry_set(plan)) states.push_back(each.state);
    return states;
  }
  const Range domain = exit_range(transition, snapshot.history);
  Bitset exits(chart_.states.size());
  exits.add_range(snapshot.active, domain.begin, domain.end);
  History history = snapshot.history;
  record_history(exits, snapshot.active, history);
  EntrySet entry_set(chart_);
  entry_set.clear();
  entry_set.add(chart_.transitions[transition].targets, domain.domain(), history);
  states.assign(entry_set.to_enter().begin(), entry_set.to_enter().end());
  return states;
}

}  // namespace lianban::chart
