#include <algorithm>
#include <nlohmann/json.hpp>

#include "calendar/limit.hpp"
#include "decide/commands.hpp"
#include "decide/offices.hpp"
#include "material/deferral.hpp"

namespace lianban::decide {

using lifecycle::CallEvent;
using lifecycle::CallState;
using lifecycle::EffectEvent;
using lifecycle::MaterialEvent;

namespace {

const model::CallSpec* spec_of(Session& session, const std::string& call) {
  const model::CallSpec* spec = session.definition().calls.find(call);
  if (spec == nullptr) {
    session.refuse("call/unknown", "没有这个协同事项：" + call, "there is no such call: " + call);
  }
  return spec;
}

/// The material on whose behalf a standing question is open; null if there is none.
const model::Material* standing(const Session& session, const model::CallSpec& spec) {
  for (const std::string& id : spec.feeds) {
    const model::Material* material = session.definition().materials.find(id);
    if (material != nullptr && material->defer &&
        material::open_deferral(session.now_case().deferrals, id) &&
        session.available_since(*material)) {
      return material;
    }
  }
  return nullptr;
}

/// The first outcome whose rule holds; null when the reply fits none or not the schema.
const model::CallOutcome* outcome_of(const Session& session, const model::CallSpec& spec,
                                     const Json& reply, std::string& why) {
  for (const model::SchemaFault& fault : spec.reply.validate(reply)) {
    why = fault.pointer + " " + fault.message.en;
    return nullptr;
  }
  const Moment moment = session.moment(&reply);
  const CaseScope scope(moment);
  for (const model::CallOutcome& outcome : spec.outcomes) {
    if (!outcome.when || material::true_now(*outcome.when, scope)) return &outcome;
  }
  why = "no outcome";
  return nullptr;
}

void feed(Session& session, const model::CallSpec& spec, const std::string& outcome,
          const JsonPtr& reply) {
  for (const std::string& id : spec.feeds) {
    const model::Material* material = session.definition().materials.find(id);
    if (material == nullptr || material->source.found != outcome) continue;
    material::MaterialRecord record = material::record_of(session.now_case().materials, id);
    const auto next = lifecycle::next(record.state, MaterialEvent::kFetch);
    if (!next || record.disputed) continue;
    record.state = *next;
    record.data = reply;
    session.put_material(id, std::move(record), "fetched");
    session.document_came(*material, reply.get(), "verified");
  }
}

bool process(Session& session, const model::CallSpec& spec, const std::string& event,
             const JsonPtr& data, bool incident_if_unheard) {
  bool taken = false;
  if (!session.step({event, data}, &taken)) return false;
  if (!taken && incident_if_unheard) {
    const std::string code = data == nullptr ? std::string() : text_in(*data, "code");
    session.open_incident("call/failed", spec.id, code.empty() ? event : event + ": " + code);
  }
  return session.drain();
}

/// An act in law whose attempts failed may still have been done: its answer counts whenever it
/// comes.
bool unsettled_act(const CallRecord& record, const model::CallSpec& spec) {
  return !spec.reverse.empty() && record.seq != 0 &&
         (record.state == CallState::kFailed || record.state == CallState::kUnclear);
}

void undo_effect(Session& session, const model::CallSpec& spec) {
  if (spec.reverses.empty() || !session.now_case().calls.contains(spec.reverses)) return;
  CallRecord first = session.now_case().calls.at(spec.reverses);
  const auto next = lifecycle::next(first.effect, EffectEvent::kReverse);
  if (!next) return;
  first.effect = *next;
  session.put_call(spec.reverses, std::move(first), "undone");
}

bool misfit(Session& session, const std::string& call, CallRecord record, const std::string& why) {
  record.state = lifecycle::next(record.state, CallEvent::kMisfit).value_or(record.state);
  record.timeout.reset();
  session.put_call(call, std::move(record), "misfit");
  session.settle_call(call);
  session.open_incident("call/misfit", call, why);
  return session.drain();
}

/// An answer to a standing question. What says nothing new leaves no trace in the history.
bool standing_answer(Session& session, const model::CallSpec& spec, const model::Material& material,
                     const JsonPtr& reply, const model::CallOutcome& outcome) {
  const bool found = outcome.id == material.source.found;
  const auto& deferral = session.now_case().deferrals.at(material.id);
  const bool last = deferral.last_look;
  const auto known = session.now_case().calls.find(spec.id);
  const bool news = known == session.now_case().calls.end() ||
                    known->second.outcome != outcome.id ||
                    known->second.state != CallState::kAnswered;
  const std::string event = "call." + spec.id + "." + outcome.id;
  if (!found && !last && !news && !session.listened(event)) return true;
  CallRecord record = known == session.now_case().calls.end() ? CallRecord{} : known->second;
  record.seq = std::max<std::uint32_t>(record.seq, 1);
  record.state = CallState::kAnswered;
  record.outcome = outcome.id;
  record.reply = reply;
  record.answered_at = session.now();
  record.asked += 1;
  session.put_call(spec.id, std::move(record), found ? "found" : "answered");
  if (found) {
    feed(session, spec, outcome.id, reply);
  } else if (last) {
    // Overdue as of the limit, however late the answer: 24:00 of the last day.
    session.set_now(*deferral.due);
    session.fall_due(material);
  }
  return process(session, spec, event, reply, false);
}

bool reported(const Session& session, std::string_view code, const std::string& subject) {
  const auto& incidents = session.now_case().incidents;
  return std::any_of(incidents.begin(), incidents.end(), [&](const IncidentRecord& each) {
    return each.open() && each.code == code && each.subject == subject;
  });
}

/// The answer to a request that a later one of the same call has taken the place of.
bool superseded(Session& session, const model::CallSpec& spec, const std::string& seq,
                const JsonPtr& reply) {
  const auto it = session.now_case().calls.find(spec.id);
  const bool earlier = it != session.now_case().calls.end() && !seq.empty() && seq.size() < 9 &&
                       seq.find_first_not_of("0123456789") == std::string::npos &&
                       std::stoul(seq) < it->second.seq;
  if (!earlier) {
    return session.refuse("call/not_asked", "没有这一次请求：" + spec.id,
                          "there was no such request: " + spec.id);
  }
  std::string why;
  const auto* outcome = outcome_of(session, spec, *reply, why);
  session.emit(LateAnswer{spec.id, outcome == nullptr ? "" : outcome->id, reply, session.now()});
  return true;
}

/// An agency that says something else afterwards changes nothing by itself; about an act in law
/// somebody has to find out what is true.
bool contradiction(Session& session, const model::CallSpec& spec, const CallRecord& record,
                   const model::CallOutcome* outcome) {
  const bool act = !spec.reverse.empty() || !spec.reverses.empty();
  const bool other = outcome == nullptr || outcome->id != record.outcome;
  if (!act || !other || record.state != CallState::kAnswered || session.now_case().ended()) {
    return true;
  }
  session.open_incident("call/contradicted", spec.id, outcome == nullptr ? "" : outcome->id);
  return session.drain();
}

}  // namespace

bool answer(Session& session, const std::string& subject, const JsonPtr& given, bool by_hand) {
  const std::size_t mark = subject.find('#');
  const std::string call = subject.substr(0, mark);
  const model::CallSpec* spec = spec_of(session, call);
  if (spec == nullptr) return false;
  static const auto kNothing = std::make_shared<const Json>(Json::object());
  const JsonPtr reply = given ? given : kNothing;
  const auto it = session.now_case().calls.find(call);
  const bool open = it != session.now_case().calls.end() &&
                    (it->second.outstanding() || unsettled_act(it->second, *spec) ||
                     (by_hand && it->second.seq != 0));
  std::string why;
  if (mark != std::string::npos) return superseded(session, *spec, subject.substr(mark + 1), reply);
  if (!open) {
    const model::Material* material = standing(session, *spec);
    const auto* outcome = outcome_of(session, *spec, *reply, why);
    if (material != nullptr && !session.now_case().ended()) {
      if (outcome != nullptr) return standing_answer(session, *spec, *material, reply, *outcome);
      // One work item is enough, however often a register repeats its nonsense.
      if (!reported(session, "call/misfit", call)) session.open_incident("call/misfit", call, why);
      return session.drain();
    }
    if (it == session.now_case().calls.end()) {
      return session.refuse("call/not_asked", "没有待答复的请求：" + call,
                            "nothing was asked: " + call);
    }
    session.emit(LateAnswer{call, outcome == nullptr ? "" : outcome->id, reply, session.now()});
    return contradiction(session, *spec, it->second, outcome);
  }
  CallRecord record = it->second;
  const auto* outcome = outcome_of(session, *spec, *reply, why);
  if (outcome == nullptr) return misfit(session, call, std::move(record), why);
  const bool heard = record.wanted || !spec->reverse.empty();
  const auto next =
      lifecycle::next(record.state, by_hand ? CallEvent::kAnswerByHand : CallEvent::kAnswer);
  record.state = next.value_or(CallState::kAnswered);
  record.outcome = outcome->id;
  record.reply = reply;
  record.answered_at = session.now();
  record.timeout.reset();
  record.wanted = false;
  if (!spec->reverse.empty()) {
    const auto event = outcome->effect ? EffectEvent::kConfirm : EffectEvent::kDeny;
    record.effect = lifecycle::next(record.effect, event).value_or(record.effect);
  }
  session.put_call(call, std::move(record), heard ? "answered" : "late");
  session.settle_call(call);
  session.settle_incidents(call, "answered");
  if (outcome->effect) undo_effect(session, *spec);
  if (!heard || session.now_case().ended()) {
    session.emit(LateAnswer{call, outcome->id, reply, session.now()});
    return session.drain();
  }
  feed(session, *spec, outcome->id, reply);
  return process(session, *spec, "call." + call + "." + outcome->id, reply, false);
}

bool acknowledge(Session& session, const std::string& call) {
  if (spec_of(session, call) == nullptr) return false;
  const auto it = session.now_case().calls.find(call);
  const auto next = it == session.now_case().calls.end()
                        ? std::nullopt
                        : lifecycle::next(it->second.state, CallEvent::kAcknowledge);
  // The answer may have overtaken the acknowledgement: then there is nothing to note.
  if (!next) return session.refuse("call/answered", "已有答复", "it is answered already");
  CallRecord record = it->second;
  record.state = *next;
  session.put_call(call, std::move(record), "acknowledged");
  return true;
}

namespace {

bool standing_failed(Session& session, const model::CallSpec& spec,
                     const model::Material& material) {
  const auto known = session.now_case().calls.find(spec.id);
  material::DeferralRecord deferral = session.now_case().deferrals.at(material.id);
  const bool hold = deferral.last_look && !deferral.held;
  const std::string event = "call." + spec.id + ".failed";
  const bool news =
      known == session.now_case().calls.end() || known->second.state != CallState::kFailed;
  if (!news && !hold && !session.listened(event)) return true;
  CallRecord record = known == session.now_case().calls.end() ? CallRecord{} : known->second;
  record.seq = std::max<std::uint32_t>(record.seq, 1);
  record.state = CallState::kFailed;
  record.asked += 1;
  session.put_call(spec.id, std::move(record), "failed");
  if (hold) {
    // The register is down, not the applicant late: nothing falls due until it answers.
    deferral.held = true;
    session.put_deferral(material.id, std::move(deferral), "held");
    session.open_incident("deferral/held", material.id, event);
  }
  return process(session, spec, event, nullptr, false);
}

}  // namespace

bool fail(Session& session, const std::string& call, const Json& data) {
  const model::CallSpec* spec = spec_of(session, call);
  if (spec == nullptr) return false;
  const auto it = session.now_case().calls.find(call);
  if (it == session.now_case().calls.end() || !it->second.outstanding()) {
    const model::Material* material = standing(session, *spec);
    if (material != nullptr) return standing_failed(session, *spec, *material);
    return session.refuse("call/not_asked", "没有待答复的请求：" + call,
                          "nothing is outstanding: " + call);
  }
  CallRecord record = it->second;
  record.state = lifecycle::next(record.state, CallEvent::kFail).value_or(record.state);
  record.timeout.reset();
  const bool heard = record.wanted;
  session.put_call(call, std::move(record), "failed");
  session.settle_call(call);
  if (!heard && spec->reverse.empty()) return session.drain();
  const JsonPtr said = data.is_null() ? nullptr : std::make_shared<const Json>(data);
  return process(session, *spec, "call." + call + ".failed", said, true);
}

namespace {

bool may_mend(Session& session, const Command& command) {
  if (!command.actor.is_person()) return true;
  std::vector<model::Role> by;
  if (const auto* lead = session.definition().agencies.find(session.definition().lead)) {
    for (const auto& [role, title] : lead->roles) by.push_back({lead->id, role});
  }
  return may_act(session, by, command.actor) ||
         session.refuse("incident/by", "须由牵头部门处理", "the lead agency has to do this",
                        office_reasons(session, by, command.actor));
}

/// The open incident that a command names by its id or by its subject; null when refused.
const IncidentRecord* incident_of(Session& session, const Command& command) {
  if (!may_mend(session, command)) return nullptr;
  for (const IncidentRecord& incident : session.now_case().incidents) {
    if (incident.open() &&
        (incident.id == command.subject || incident.subject == command.subject)) {
      return &incident;
    }
  }
  session.refuse("incident/unknown", "没有待处理的异常：" + command.subject,
                 "there is no open incident: " + command.subject);
  return nullptr;
}

bool release(Session& session) {
  if (session.now_case().attention == lifecycle::AttentionState::kFenced) {
    session.emit(Fenced{false});
  }
  return session.drain();
}

}  // namespace

bool retry(Session& session, const Command& command) {
  const IncidentRecord* found = incident_of(session, command);
  if (found == nullptr) return false;
  const IncidentRecord incident = *found;
  const model::CallSpec* asked = session.definition().calls.find(incident.subject);
  if (const model::Material* material = asked == nullptr ? nullptr : standing(session, *asked)) {
    const auto put = session.now_case().calls.find(incident.subject);
    if (put == session.now_case().calls.end() || !put->second.outstanding()) {
      // A standing question is no request of its own: it is put anew, now and not at its recheck.
      session.settle_incidents(incident.subject, "retried", command.actor.id,
                               text_in(command.data, "reason"));
      session.ask_standing(*material, session.now());
      return session.drain();
    }
  }
  if (const auto call = session.now_case().calls.find(incident.subject);
      call != session.now_case().calls.end() && incident.code != "deferral/held" &&
      !lifecycle::next(call->second.state, CallEvent::kRetry)) {
    return session.refuse("incident/answered", "该请求已有答复，不能重新发出",
                          "the request has its answer and cannot be asked again");
  }
  session.settle_incidents(incident.subject, "retried", command.actor.id,
                           text_in(command.data, "reason"));
  if (incident.code == "deferral/held") {
    session.ask_standing(*session.definition().materials.find(incident.subject), session.now());
    return session.drain();
  }
  const auto it = session.now_case().calls.find(incident.subject);
  if (it == session.now_case().calls.end()) return release(session);
  CallRecord record = it->second;
  record.state = *lifecycle::next(record.state, CallEvent::kRetry);
  record.wanted = true;
  session.put_call(incident.subject, record, "retried");
  const model::CallSpec* spec = session.definition().calls.find(incident.subject);
  session.settle_call(incident.subject);
  session.queue(lane_of(spec->agency, record.office), "call:" + incident.subject);
  return session.drain();
}

bool answer_by_hand(Session& session, const Command& command) {
  const IncidentRecord* incident = incident_of(session, command);
  if (incident == nullptr) return false;
  if (!session.now_case().calls.contains(incident->subject)) {
    return session.refuse("incident/call", "该异常不是等待答复的请求",
                          "this incident is not about a request that waits for an answer");
  }
  const std::string reason = text_in(command.data, "reason");
  if (!session.dry_run && (reason.empty() || !command.data.contains("reply"))) {
    return session.refuse("incident/input", "须给出答复和理由", "needs a reply and a reason");
  }
  if (session.dry_run) return true;
  const std::string call = incident->subject;
  session.settle_incidents(call, "answered_by_hand", command.actor.id, reason);
  const auto reply = std::make_shared<const Json>(command.data["reply"]);
  session.set_actor(Actor::system());  // The agency's answer, whoever types it in.
  return answer(session, call, reply, true);
}

bool give_up(Session& session, const Command& command) {
  const IncidentRecord* incident = incident_of(session, command);
  if (incident == nullptr) return false;
  const std::string subject = incident->subject;
  const std::string reason = text_in(command.data, "reason");
  if (!session.dry_run && reason.empty()) {
    return session.refuse("incident/input", "须说明理由", "needs a reason");
  }
  const auto it = session.now_case().calls.find(subject);
  if (it != session.now_case().calls.end()) {
    if (it->second.effect == lifecycle::EffectState::kPossible) {
      // Whether the act took effect must be known before the case can end: a person has to say.
      return session.refuse("incident/effect", "该事项可能已生效，须录入结果",
                            "the act may have taken effect: enter its answer instead");
    }
    CallRecord record = it->second;
    record.state = lifecycle::next(record.state, CallEvent::kGiveUp).value_or(record.state);
    record.wanted = false;
    session.put_call(subject, std::move(record), "given_up");
    session.settle_call(subject);
  }
  session.settle_incidents(subject, "given_up", command.actor.id, reason);
  return release(session);
}

bool child_told(Session& session, const Command& command) {
  const std::string case_id = text_in(command.data, "case");
  const std::string outcome = text_in(command.data, "outcome");
  const auto& errands = session.now_case().errands;
  const auto errand = std::find_if(errands.begin(), errands.end(), [&](const Errand& each) {
    // Several may have been opened under one name: a case that is there is known by its id.
    const bool its = each.case_id.empty() || (!outcome.empty() && each.case_id == case_id);
    return each.kind == "open" && each.name == command.subject && each.answer.empty() && its;
  });
  if (errand == errands.end() || (outcome.empty() && case_id.empty())) {
    return session.refuse("call/not_asked", "没有这个子办件", "no such case was opened");
  }
  ErrandStands entry;
  entry.id = std::to_string(errand->seq);
  entry.why = outcome.empty() ? "there" : "ended";
  entry.record = *errand;
  if (!case_id.empty()) entry.record.case_id = case_id;
  entry.record.answer = outcome;
  session.emit(std::move(entry));
  // Opening raises nothing, and an ended case hears nothing.
  if (outcome.empty() || session.now_case().ended()) return true;
  session.raise("case." + command.subject + "." + outcome,
                std::make_shared<const Json>(command.data));
  return session.drain();
}

}  // namespace lianban::decide
