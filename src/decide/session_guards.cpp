// Why an event is not taken: every guard with the reason a person can act on.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "decide/offices.hpp"
#include "decide/reasons.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

namespace {

using model::StateIndex;

Refusal by_refusal(const Session& session, const model::Transition& transition) {
  const model::Definition& definition = session.definition();
  Refusal refusal{"event/by", {"该操作须由他人办理", "somebody else has to do this"}, {}};
  if (transition.by.empty()) {
    refusal.message = {"该事件由系统产生，不能由个人发送",
                       "the system sends this event, not a person"};
  }
  for (const model::Role& role : transition.by) {
    refusal.reasons.push_back(role_reason(definition, role, transition.pointer));
  }
  for (Reason& reason : office_reasons(session, transition.by, session.actor())) {
    refusal.reasons.push_back(std::move(reason));
  }
  return refusal;
}

bool acted_inside(const Session& session, StateIndex state) {
  const model::Chart& chart = session.definition().chart;
  for (const auto& [source, actors] : session.now_case().acted) {
    if (!chart.inside(chart.find(source), state)) continue;
    if (std::find(actors.begin(), actors.end(), session.actor().id) != actors.end()) return true;
  }
  return false;
}

std::optional<Refusal> not_by_refusal(const Session& session, const model::Transition& transition) {
  for (const StateIndex state : transition.not_by) {
    if (!acted_inside(session, state)) continue;
    const model::State& step = session.definition().chart.states[state];
    const Text title = title_or(step.title, step.id);
    return Refusal{
        "event/not_by",
        {"同一人不得既办理“" + title.zh + "”又办理本环节",
         "whoever acted in '" + title.en + "' may not act here too"},
        {{"person", step.id, title, {}, session.definition().basis_of(transition.pointer)}}};
  }
  return std::nullopt;
}

std::optional<Refusal> input_refusal(const Session& session, const model::Transition& transition) {
  if (transition.input.empty()) return std::nullopt;
  static const Json kNothing = Json::object();
  const auto& data = session.moment().event.data;
  const auto faults = transition.input.validate(data ? *data : kNothing);
  if (faults.empty()) return std::nullopt;
  Refusal refusal{"event/input", {"填写的内容不符合要求", "what was given does not fit"}, {}};
  for (const model::SchemaFault& fault : faults) {
    refusal.reasons.push_back({"input", fault.pointer, fault.message, {}, {}});
  }
  return refusal;
}

std::optional<Refusal> when_refusal(const Session& session, const model::Transition& transition) {
  Refusal refusal{"event/when", {"条件尚不具备", "the conditions are not met"}, {}};
  const Moment moment = session.moment();
  const CaseScope scope(moment);
  for (const model::Guard& guard : transition.when) {
    const auto holds = guard.rule.test(scope);
    if (holds.ok() && *holds) continue;
    refusal.reasons.push_back(condition_reason(session.definition(), guard, transition.pointer));
    if (!holds.ok()) {
      refusal.reasons.push_back(
          {"rule", transition.pointer + "/when", holds.error().message, {}, {}});
    }
  }
  if (refusal.reasons.empty()) return std::nullopt;
  // What stands behind a condition on the documents: the documents themselves.
  bool asks_gaps = false;
  for (const model::Guard& guard : transition.when) {
    for (const rules::Path& path : guard.rule.paths()) asks_gaps |= path.text == "case.gaps";
  }
  if (asks_gaps) {
    for (const model::Material* gap : material::blocking_gaps(ledger_of(moment, scope))) {
      refusal.reasons.push_back(material_reason(session.definition(), *gap));
    }
  }
  return refusal;
}

std::optional<Refusal> needed_refusal(const Session& session, const model::Transition& transition) {
  const auto needed = needed_documents(session, transition);
  if (needed.empty()) return std::nullopt;
  Refusal refusal{
      "event/needed_by", {"容缺材料尚未补齐", "a deferred document has not come yet"}, {}};
  for (const std::string& id : needed) {
    refusal.reasons.push_back(deferral_reason(session.definition(),
                                              *session.definition().materials.find(id),
                                              session.now_case().deferrals.at(id)));
  }
  return refusal;
}

void collect_needs(const Session& session, StateIndex state, std::vector<std::string>& found) {
  for (const std::string& id : session.definition().chart.states[state].needs) {
    if (material::open_deferral(session.now_case().deferrals, id) &&
        std::find(found.begin(), found.end(), id) == found.end()) {
      found.push_back(id);
    }
  }
}

/// An event that only steps ahead name: which they are, and the promised documents that have to
/// come before one may enter them.
void explain_elsewhere(const Session& session, const std::string& event, Refusal& refusal) {
  const model::Chart& chart = session.definition().chart;
  const auto named = chart.by_descriptor.find(event);
  if (named == chart.by_descriptor.end()) return;
  std::vector<std::string> needed;
  std::set<StateIndex> told;
  for (const model::TransitionIndex index : named->second) {
    const model::Transition& transition = chart.transitions[index];
    if (transition.by.empty() || session.snapshot().active.test(transition.source) ||
        !told.insert(transition.source).second) {
      continue;
    }
    refusal.reasons.push_back(state_reason(session.definition(), chart.states[transition.source]));
    for (StateIndex at = transition.source; at != model::kNone; at = chart.states[at].parent) {
      collect_needs(session, at, needed);
    }
  }
  for (const std::string& id : needed) {
    refusal.reasons.push_back(deferral_reason(session.definition(),
                                              *session.definition().materials.find(id),
                                              session.now_case().deferrals.at(id)));
  }
}

}  // namespace

bool may_act(const Session& session, const std::vector<model::Role>& by, const Actor& actor) {
  const Case& of = session.now_case();
  for (const model::Role& role : by) {
    if (role.agency.empty()) {
      const auto& agents = of.applicant.agents;
      if (actor.id == of.applicant.id ||
          std::find(agents.begin(), agents.end(), actor.id) != agents.end()) {
        return true;
      }
      continue;
    }
    if (std::find(actor.roles.begin(), actor.roles.end(), role.text()) == actor.roles.end()) {
      continue;
    }
    const Competence competence = competence_of(session, role.agency);
    if (!competence.divided) return true;
    if (!competence.office.empty() && competence.office == actor.office) return true;
  }
  return false;
}

std::vector<std::string> needed_documents(const Session& session,
                                          const model::Transition& transition) {
  const model::Chart& chart = session.definition().chart;
  std::vector<std::string> found;
  if (session.now_case().deferrals.empty()) return found;
  for (const StateIndex target : transition.targets) {
    for (StateIndex at = target; at != model::kNone; at = chart.states[at].parent) {
      if (at != target && session.snapshot().active.test(at)) break;
      collect_needs(session, at, found);
    }
    std::vector<StateIndex> below{target};
    while (!below.empty()) {
      const model::State& state = chart.states[below.back()];
      below.pop_back();
      const auto& next =
          state.kind == model::StateKind::kParallel ? state.children : state.initial.to;
      for (const StateIndex child : next) {
        collect_needs(session, child, found);
        below.push_back(child);
      }
    }
  }
  return found;
}

std::optional<Refusal> failing_guard(const Session& session, const model::Transition& transition,
                                     const std::string&, bool with_input) {
  if (!may_act(session, transition.by, session.actor())) {
    return by_refusal(session, transition);
  }
  if (auto refusal = not_by_refusal(session, transition)) return refusal;
  if (with_input) {
    if (auto refusal = input_refusal(session, transition)) return refusal;
  }
  if (auto refusal = when_refusal(session, transition)) return refusal;
  return needed_refusal(session, transition);
}

Refusal explain_refusal(const Session& session, const chart::Interpreter& interpreter,
                        const std::string& event) {
  Refusal all;
  for (const auto index : interpreter.candidates(session.snapshot(), event)) {
    const model::Transition& transition = session.definition().chart.transitions[index];
    auto refusal = failing_guard(session, transition, event, !session.dry_run);
    if (!refusal) continue;
    if (all.code.empty()) {
      all = std::move(*refusal);
    } else {
      std::move(refusal->reasons.begin(), refusal->reasons.end(), std::back_inserter(all.reasons));
    }
  }
  if (!all.code.empty()) {
    std::string ids;
    for (const Reason& reason : all.reasons) {
      if (!reason.id.empty()) ids += (ids.empty() ? "" : ", ") + reason.id;
    }
    if (!ids.empty()) {
      all.message.zh += "：" + ids;
      all.message.en += ": " + ids;
    }
    return all;
  }
  Refusal unknown{
      "event/unknown",
      {"当前环节没有“" + event + "”这个操作", "no active state names the event '" + event + "'"},
      {}};
  explain_elsewhere(session, event, unknown);
  return unknown;
}

}  // namespace lianban::decide
