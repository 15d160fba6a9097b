#include "decide/session.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"

namespace lianban::decide {

using chart::StepStatus;
using model::StateIndex;

Prepared::Prepared(std::shared_ptr<const model::Definition> of)
    : definition(std::move(of)), program(definition->chart) {}

Session::Session(const Case* current, const Inputs& inputs)
    : inputs_(inputs),
      definition_(*inputs.prepared->definition),
      case_(current == nullptr ? Case{} : *current),
      now_(inputs.now),
      interpreter_(inputs.prepared->program, *this) {
  set_now(inputs.now);
  load_snapshot();
}

void Session::load_snapshot() {
  const model::Chart& chart = definition_.chart;
  snapshot_.active.resize(chart.states.size());
  snapshot_.running = case_.started && !case_.ended();
  for (const std::string& id : case_.active) {
    for (StateIndex at = chart.find(id); at != model::kNone; at = chart.states[at].parent) {
      snapshot_.active.set(at);
    }
  }
  for (const auto& [id, states] : case_.history_states) {
    auto& recorded = snapshot_.history[chart.find(id)];
    for (const std::string& state : states) recorded.push_back(chart.find(state));
  }
}

Moment Session::moment(const Json* reply) const {
  return {&case_, &definition_, &snapshot_, inputs_.calendar, now_, event_, reply};
}

void Session::emit(Entry entry) {
  decide::apply(entry, case_);
  entries_.push_back(std::move(entry));
}

bool Session::refuse(std::string code, std::string zh, std::string en,
                     std::vector<Reason> reasons) {
  return refuse(Refusal{std::move(code), {std::move(zh), std::move(en)}, std::move(reasons)});
}

bool Session::refuse(Refusal refusal) {
  if (!refusal_) refusal_ = std::move(refusal);
  return false;
}

void Session::raise(std::string name, JsonPtr data) {
  chart::Event event{std::move(name), std::move(data)};
  if (in_step_) {
    interpreter_.raise(std::move(event));
  } else {
    external_.push_back(std::move(event));
  }
}

void Session::begin_event(const chart::Event& event, bool person) {
  note_available(event.name);
  event_.name = event.name;
  event_.data = event.data;
  event_.actor = &actor_;
  person_event_ = person;
  Happened happened;
  happened.name = event.name;
  happened.at = now_;
  happened.data = event.data;
  if (person) happened.actor = actor_.id;
  emit(std::move(happened));
  event_entry_ = entries_.size();
}

bool Session::start() {
  in_step_ = true;
  const StepStatus status = interpreter_.start(snapshot_);
  in_step_ = false;
  return finish_step(status);
}

bool Session::step(const chart::Event& event, bool* taken) {
  begin_event(event, actor_.is_person());
  in_step_ = true;
  const StepStatus status = interpreter_.step(snapshot_, event);
  in_step_ = false;
  if (taken != nullptr) *taken = status == StepStatus::kTaken || status == StepStatus::kEnded;
  return finish_step(status);
}

bool Session::finish_step(StepStatus status) {
  event_entry_ = 0;
  switch (status) {
    case StepStatus::kAborted:
      return refused() ? false : refuse("definition/aborted", "处理中止", "processing was stopped");
    case StepStatus::kLimit:
      return refuse("chart/livelock", "状态机反复流转，超过单次事件的上限",
                    "the chart went round in circles: more microsteps than one event may take");
    case StepStatus::kEnded:
      note_rest();
      return conclude();
    case StepStatus::kTaken:
      note_rest();
      sync_register();
      return !refused();
    case StepStatus::kNothing:
      sync_register();
      return !refused();
  }
  return true;
}

bool Session::drain() {
  std::size_t events = 0;
  while (!refused() && snapshot_.running) {
    if (case_.started && case_.decision.empty()) drop_unneeded();
    if (external_.empty()) {
      in_step_ = true;
      const StepStatus status = interpreter_.run_to_completion(snapshot_);
      in_step_ = false;
      if (!finish_step(status)) return false;
      if (external_.empty()) satisfy_overdue();
      if (external_.empty()) break;
    }
    if (++events > limits::kMicrosteps) return finish_step(StepStatus::kLimit);
    const chart::Event event = std::move(external_.front());
    external_.pop_front();
    const Actor person = std::exchange(actor_, Actor::system());
    const bool went_on = step(event);
    actor_ = person;
    if (!went_on) return false;
  }
  external_.clear();
  settle_bookkeeping();
  return !refused();
}

void Session::settle_bookkeeping() {
  sync_clocks(true);
  sync_holders();
}

void Session::note_rest() {
  const model::Chart& chart = definition_.chart;
  Rested rested;
  for (const StateIndex index : snapshot_.active) {
    const model::State& state = chart.states[index];
    if (state.kind == model::StateKind::kAtomic || state.kind == model::StateKind::kFinal ||
        state.kind == model::StateKind::kChoice) {
      rested.active.push_back(state.id);
    }
  }
  for (const auto& [index, states] : snapshot_.history) {
    Remembered remembered{chart.states[index].id, {}};
    for (const StateIndex each : states) remembered.active.push_back(chart.states[each].id);
    const auto known = case_.history_states.find(remembered.state);
    if (known == case_.history_states.end() || known->second != remembered.active) {
      emit(std::move(remembered));
    }
  }
  if (rested.active != case_.active) emit(std::move(rested));
  sync_clocks(true);
  sync_holders();
}

void Session::set_number(std::string number) { emit(Numbered{std::move(number)}); }

Session::Checkpoint Session::checkpoint() const {
  return {case_, entries_.size(), effects_, snapshot_, now_};
}

void Session::restore(Checkpoint&& to) {
  case_ = std::move(to.of);
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(to.entries), entries_.end());
  effects_ = std::move(to.effects);
  snapshot_ = std::move(to.snapshot);
  now_ = to.now;
  external_.clear();
  refusal_.reset();
  event_entry_ = 0;
}

Done Session::finish() && {
  case_.revision += 1;
  return {std::move(case_), std::move(entries_), std::move(effects_)};
}

void Session::open_incident(std::string code, std::string subject, std::string text) {
  IncidentStands entry;
  entry.id = "i" + std::to_string(case_.incidents.size() + 1);
  entry.why = "opened";
  entry.record = {entry.id,
                  std::move(code),
                  std::move(subject),
                  std::move(text),
                  now_,
                  lifecycle::TaskState::kPending,
                  {},
                  {},
                  {}};
  emit(std::move(entry));
}

void Session::fence(const std::string& code, const std::string& subject, const std::string& why) {
  open_incident(code, subject, why);
  if (lifecycle::next(case_.attention, lifecycle::AttentionEvent::kFence)) emit(Fenced{true});
}

void Session::settle_incidents(std::string_view subject, std::string_view why,
                               const std::string& by, const std::string& reason) {
  const auto incidents = case_.incidents;
  for (const IncidentRecord& incident : incidents) {
    if (!incident.open() || incident.subject != subject) continue;
    IncidentStands entry;
    entry.id = incident.id;
    entry.why = why;
    entry.record = incident;
    entry.record.state =
        lifecycle::next(incident.state, lifecycle::TaskEvent::kDecide).value_or(incident.state);
    entry.record.resolution = why;
    entry.record.by = by;
    entry.record.reason = reason;
    emit(std::move(entry));
  }
}

bool Session::rule_failed(const Error& error, const std::string& pointer) {
  Refusal refusal{error.code, error.message, {}};
  refusal.reasons.push_back({"rule", pointer, error.message, {}, {}});
  return refuse(std::move(refusal));
}

}  // namespace lianban::decide
