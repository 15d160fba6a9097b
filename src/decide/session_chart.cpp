// The chart's view of a case: guards, and what entering and leaving states means.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "calendar/limit.hpp"
#include "decide/session.hpp"
#include "decide/timers.hpp"

namespace lianban::decide {

using lifecycle::CallState;
using lifecycle::EffectState;
using model::State;
using model::StateIndex;

bool Session::enabled(model::TransitionIndex index, const chart::Event* event) {
  if (refused()) return false;
  sync_clocks(true);
  const model::Transition& transition = definition_.chart.transitions[index];
  if (transition.after && transition.after_ordinal != after_ordinal) return false;
  if (event == nullptr || !person_event_) {
    if (!transition.by.empty()) return false;
    const Moment now_seen = moment();
    const CaseScope scope(now_seen);
    for (const model::Guard& guard : transition.when) {
      const auto holds = guard.rule.test(scope);
      if (!holds.ok()) {
        if (definition_.on_error == model::OnError::kRaise) {
          interpreter_.raise({"error.execution", nullptr});
          return false;
        }
        return rule_failed(holds.error(), transition.pointer + "/when");
      }
      if (!*holds) return false;
    }
    return needed_documents(*this, transition).empty();
  }
  return !failing_guard(*this, transition, event->name, !dry_run);
}

void Session::taken(model::TransitionIndex index, const chart::Event* event) {
  const model::Transition& transition = definition_.chart.transitions[index];
  const State& source = definition_.chart.states[transition.source];
  if (event == nullptr || event_entry_ == 0) {
    emit(Moved{{transition.pointer}});
    return;
  }
  // The entry was made before the chart chose; it is completed here, and the copy with it.
  auto& happened = std::get<Happened>(entries_[event_entry_ - 1]);
  happened.sources.push_back(source.id);
  happened.transitions.push_back(transition.pointer);
  if (!happened.actor.empty()) note_acted(case_, source.id, happened.actor);
}

void Session::taking(const chart::Event& internal) { begin_event(internal, false); }

void Session::entered(StateIndex index) {
  const State& state = definition_.chart.states[index];
  left_.insert(index);
  if (state.kind != model::StateKind::kChoice) emit(Entered{state.id, now_});
  sync_clocks(false);
  start_after(state);
}

void Session::start_after(const State& state) {
  const calendar::Provisional workdays(calendar());
  for (const model::TransitionIndex index : state.transitions) {
    const model::Transition& transition = definition_.chart.transitions[index];
    if (!transition.after) continue;
    const auto due = calendar::limit_of(now_, *transition.after, workdays);
    if (!due) continue;
    TimerSet entry;
    entry.record.seq = case_.timer_seq + 1;
    entry.record.due = *due;
    entry.record.event = "after." + state.id;
    entry.record.state = state.id;
    entry.record.ordinal = transition.after_ordinal;
    emit(std::move(entry));
  }
}

void Session::exited(StateIndex index) {
  const State& state = definition_.chart.states[index];
  clocks_dirty_ = true;
  left_.insert(index);
  if (!state.call.empty()) {
    const auto it = case_.calls.find(state.call);
    const model::CallSpec* spec = definition_.calls.find(state.call);
    if (it != case_.calls.end() && it->second.wanted && spec->reverse.empty()) {
      CallRecord record = it->second;
      record.wanted = false;
      put_call(state.call, std::move(record), "abandoned");
    }
  }
  if (state.kind != model::StateKind::kChoice) emit(Exited{state.id, now_});
  for (const model::Material& spec : definition_.materials) {
    if (!spec.defer || !spec.defer->available_is_state || spec.defer->available_after != state.id) {
      continue;
    }
    // A state is completed by an answer that took effect, not by a refusal, withdrawal or timeout.
    const auto call = case_.calls.find(state.call);
    const model::CallSpec* asked = definition_.calls.find(state.call);
    const bool completed =
        asked == nullptr ||
        (call != case_.calls.end() &&
         std::any_of(asked->outcomes.begin(), asked->outcomes.end(), [&](const auto& outcome) {
           return outcome.effect && outcome.id == call->second.outcome;
         }));
    if (completed) make_available(spec);
  }
}

bool Session::invoke(StateIndex index) {
  const State& state = definition_.chart.states[index];
  return request(state.call, state.id, {});
}

JsonPtr Session::done_data(StateIndex index) {
  const State& state = definition_.chart.states[index];
  if (!state.done) return nullptr;
  const Moment seen = moment();
  auto value = state.done->evaluate(CaseScope(seen));
  if (!value.ok()) {
    if (definition_.on_error == model::OnError::kRaise) {
      interpreter_.raise({"error.execution", nullptr});
    } else {
      rule_failed(value.error(), state.pointer + "/done");
    }
    return nullptr;
  }
  auto data = std::make_shared<const Json>(std::move(value).value());
  if (state.parent != model::kNone) emit(DoneData{definition_.chart.states[state.parent].id, data});
  return data;
}

void Session::note_available(const std::string& event) {
  for (const model::Material& spec : definition_.materials) {
    if (!spec.defer || spec.defer->available_is_state || spec.defer->available_after.empty()) {
      continue;
    }
    const std::string& after = spec.defer->available_after;
    const bool matches =
        event.starts_with(after) && (event.size() == after.size() || event[after.size()] == '.');
    if (matches) make_available(spec);
  }
}

void Session::sync_holders() {
  const model::Chart& chart = definition_.chart;
  Held held{{}, {}, now_};
  std::vector<std::string> going_on;
  for (const StateIndex leaf : snapshot_.active) {
    if (case_.ended()) break;
    const auto kind = chart.states[leaf].kind;
    if (kind == model::StateKind::kCompound || kind == model::StateKind::kParallel) continue;
    StateIndex at = leaf;
    while (at != model::kNone && chart.states[at].holder.empty()) at = chart.states[at].parent;
    if (at == model::kNone) continue;
    const std::string& holder = chart.states[at].holder;
    const auto listed = [&](const auto& list) {
      return std::find(list.begin(), list.end(), holder) != list.end();
    };
    if (!listed(held.holders)) held.holders.push_back(holder);
    if (!left_.contains(leaf) && !listed(going_on)) going_on.push_back(holder);
  }
  left_.clear();
  const auto before = current_holders(case_);
  for (const std::string& holder : held.holders) {
    const bool stays = std::find(going_on.begin(), going_on.end(), holder) != going_on.end();
    const bool had = std::find(before.begin(), before.end(), holder) != before.end();
    if (had && !stays) held.anew.push_back(holder);
  }
  if (!held.anew.empty() || !std::is_permutation(held.holders.begin(), held.holders.end(),
                                                 before.begin(), before.end())) {
    emit(std::move(held));
  }
}

// 联办 ends with one conclusion: what no definition may leave open is asked here, after the final
// state's own `enter` had its chance to mend it.
bool Session::check_floors(const State& final_state) {
  const auto named = [&](const std::string& id) {
    return std::find(final_state.leaves.begin(), final_state.leaves.end(), id) !=
           final_state.leaves.end();
  };
  for (const auto& [id, record] : case_.calls) {
    const model::CallSpec* spec = definition_.calls.find(id);
    if (spec == nullptr || spec->reverse.empty()) continue;
    if (record.effect == EffectState::kPossible) {
      return refuse("case/effect_possible", "协同办理结果未明，不能办结：" + id,
                    "the case cannot end while an agency act is uncertain: " + id,
                    {{"call", id, spec->title, {}, {}}});
    }
    if (record.effect == EffectState::kStanding && !named(id)) {
      return refuse("case/effect_standing", "协同办理结果尚未回退，不能办结：" + id,
                    "the case cannot end while an agency act stands: " + id,
                    {{"call", id, spec->title, {}, {}}});
    }
  }
  for (const auto& [id, record] : case_.materials) {
    const model::Material* spec = definition_.materials.find(id);
    if (spec == nullptr || !spec->source.original || record.at.empty() || named(id)) continue;
    return refuse("case/originals", "原件尚未退还申请人，不能办结：" + id,
                  "the case cannot end while an original is not with the applicant: " + id,
                  {{"custody", id, spec->title, {}, {}}});
  }
  return true;
}

bool Session::conclude() {
  const model::Chart& chart = definition_.chart;
  const State* final_state = nullptr;
  for (const StateIndex top : chart.top) {
    if (snapshot_.active.test(top) && chart.states[top].kind == model::StateKind::kFinal) {
      final_state = &chart.states[top];
    }
  }
  if (final_state == nullptr || refused() || !check_floors(*final_state)) return false;
  std::string outcome = final_state->outcome_is_decision ? case_.decision : final_state->outcome;
  if (outcome.empty()) outcome = "terminated";
  if (!case_.decision.empty() && outcome != case_.decision) {
    return refuse("case/outcome", "办结结果与所作决定不一致",
                  "the ending contradicts the decision that was made");
  }
  if (!lifecycle::next(case_.state, lifecycle::CaseEvent::kConclude)) {
    return refuse("case/ended", "办件已办结", "the case has ended");
  }
  end_deferrals();
  Ended ended{outcome, now_, nullptr};
  if (!final_state->results.empty()) {
    auto results = evaluate(final_state->results);
    if (!results.ok()) return rule_failed(results.error(), final_state->pointer + "/results");
    ended.results = std::make_shared<const Json>(std::move(results).value());
  }
  for (const model::Clock& clock : definition_.clocks) {
    const auto it = case_.clocks.find(clock.id);
    if (it == case_.clocks.end() || it->second.state == calendar::ClockState::kStopped) continue;
    put_clock(clock.id, calendar::stop(it->second, now_), "ended");
  }
  for (const auto& [id, record] : std::map(case_.calls)) {
    if (!record.wanted || !record.outstanding()) continue;
    CallRecord left = record;
    left.wanted = false;
    put_call(id, std::move(left), "abandoned");
  }
  // An act that stands although its approval came to nothing has to be known to somebody.
  const bool meant = outcome == "granted" || outcome == "partly_granted";
  for (const auto& [id, record] : std::map(case_.calls)) {
    if (meant || record.effect != lifecycle::EffectState::kStanding) continue;
    Json data = {{"call", id}, {"outcome", outcome}};
    if (const auto* spec = definition_.calls.find(id)) {
      data["agency"] = spec->agency;
      data["operation"] = spec->operation;
    }
    if (record.answered_at) data["since"] = format_instant(*record.answered_at);
    supervise("effect.standing", std::move(data));
  }
  emit(Held{{}, {}, now_});
  emit(std::move(ended));
  external_.clear();
  return true;
}

}  // namespace lianban::decide
