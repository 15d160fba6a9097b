// What must not be seen in any step.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/scope.hpp"
#include "prove/search.hpp"

namespace lianban::prove {

using decide::Case;
using lifecycle::EffectState;

namespace {

/// Refusals that a definition asks for, or that tell a person something he can act on.
bool is_guard(const Refusal& refusal) {
  const bool rule = std::any_of(refusal.reasons.begin(), refusal.reasons.end(),
                                [](const Reason& reason) { return reason.kind == "rule"; });
  if (rule) return false;
  return refusal.code.starts_with("event/") || refusal.code.starts_with("material/") ||
         refusal.code.starts_with("deferral/") || refusal.code.starts_with("incident/") ||
         refusal.code.starts_with("call/") || refusal.code.starts_with("amend/") ||
         refusal.code == "case/ended" || refusal.code == "case/fenced" ||
         refusal.code == "case/decided" || refusal.code == "form/invalid";
}

std::string code_of(const Refusal& refusal) {
  const bool rule = std::any_of(refusal.reasons.begin(), refusal.reasons.end(),
                                [](const Reason& reason) { return reason.kind == "rule"; });
  return rule && refusal.code.starts_with("event/") ? "rule/in_guard" : refusal.code;
}

}  // namespace

void Watch::look(const Applied& applied) {
  if (!applied.after) {
    refused(applied);
    return;
  }
  const Case& after = *applied.after;
  if (!move_.time() && move_.commands.front().verb == Verb::kSend) {
    add(Sight::kWorked, move_.commands.front().subject);
  }
  for (const decide::Entries& entries : applied.entries) {
    for (const decide::Entry& entry : entries) {
      if (const auto* event = std::get_if<decide::Happened>(&entry)) happened(*event, after);
    }
    four_eyes(entries);
    licences(entries, after);
  }
  if (after.attention == lifecycle::AttentionState::kFenced &&
      (before_ == nullptr || before_->attention != lifecycle::AttentionState::kFenced)) {
    fenced(after);
  }
  if (after.ended() && (before_ == nullptr || !before_->ended())) ending(after);
}

void Watch::refused(const Applied& applied) {
  const Command& command = *applied.refused;
  if (applied.refusal.code == "event/not_by") {
    // Only the applicant himself cannot be replaced by a colleague.
    const auto& transitions = setting_.definition.chart.transitions;
    const bool alone = std::any_of(transitions.begin(), transitions.end(), [&](const auto& each) {
      return !each.not_by.empty() && each.by.size() == 1 && each.by.front().agency.empty() &&
             std::find(each.on.begin(), each.on.end(), command.subject) != each.on.end();
    });
    if (alone && command.actor.id == kApplicant) add(Sight::kAlone, command.subject);
    return;
  }
  if (is_guard(applied.refusal)) return;
  add(Sight::kRefused, command.subject, code_of(applied.refusal));
}

void Watch::fenced(const Case& after) {
  for (const decide::IncidentRecord& incident : after.incidents) {
    const bool fence = incident.code == "timer/failed" || incident.code == "answer/failed";
    if (fence && incident.open()) {
      add(Sight::kFenced, move_.time() ? move_.timer.id : incident.subject, incident.text);
      return;
    }
  }
}

void Watch::happened(const decide::Happened& event, const Case& after) {
  if (!event.transitions.empty() || !event.actor.empty()) return;
  lost(event.name, after);
}

// An event that enabled nothing: is it one that somebody waits for?
void Watch::lost(const std::string& event, const Case& after) {
  const Facets& facets = setting_.facets;
  const auto& definition = setting_.definition;
  if (after.ended() && (before_ == nullptr || before_->ended())) return;
  if (event.starts_with("deferral.") && event.ends_with(".overdue")) {
    const std::string id = event.substr(9, event.size() - 9 - 8);
    const auto it = after.deferrals.find(id);
    const bool open = it != after.deferrals.end() && it->second.open();
    if (open && after.decision.empty()) add(Sight::kLost, event, "overdue");
    return;
  }
  if (event.starts_with("clock.") && event.ends_with(".expired")) {
    add(facets.heard(event) ? Sight::kLost : Sight::kReportOnly, event, "clock");
    return;
  }
  if (event.starts_with("case.") && facets.heard(event)) {
    if (event != "case.accepted") add(Sight::kUnheard, event, "child");
    return;
  }
  if (!event.starts_with("call.")) return;
  const std::size_t dot = event.rfind('.');
  const std::string outcome = event.substr(dot + 1);
  const auto* spec = definition.calls.find(event.substr(5, dot - 5));
  if (spec == nullptr || outcome == "timeout" || outcome == "failed" || after.ended()) return;
  const auto& chart = definition.chart;
  const bool waited =
      before_ != nullptr &&
      std::any_of(before_->active.begin(), before_->active.end(), [&](const auto& id) {
        for (auto at = chart.find(id); at != model::kNone; at = chart.states[at].parent) {
          if (chart.states[at].call == spec->id) return true;
        }
        return false;
      });
  const bool act = !spec->reverse.empty() || !spec->reverses.empty();
  // What enables nothing may still be what an eventless way was waiting for.
  if (before_ != nullptr && before_->active != after.active) return;
  if (waited || (act && facets.heard(event))) {
    add(Sight::kLost, event, "call");
  } else if (facets.heard(event)) {
    add(Sight::kUnheard, event, "call");
  }
}

void Watch::four_eyes(const decide::Entries& entries) {
  if (before_ == nullptr) return;
  const auto& chart = setting_.definition.chart;
  for (const decide::Entry& entry : entries) {
    const auto* event = std::get_if<decide::Happened>(&entry);
    if (event == nullptr || event->actor.empty()) continue;
    for (const model::Transition& transition : chart.transitions) {
      if (transition.not_by.empty() ||
          std::find(event->transitions.begin(), event->transitions.end(), transition.pointer) ==
              event->transitions.end()) {
        continue;
      }
      for (const auto& [source, actors] : before_->acted) {
        const bool acted = std::find(actors.begin(), actors.end(), event->actor) != actors.end();
        for (const model::StateIndex state : transition.not_by) {
          if (acted && chart.inside(chart.find(source), state)) {
            add(Sight::kFourEyes, event->name, chart.states[state].id);
          }
        }
      }
    }
  }
}

void Watch::ending(const Case& after) {
  const model::State* final_state = nullptr;
  const auto& chart = setting_.definition.chart;
  for (const std::string& id : after.active) {
    const auto at = chart.find(id);
    if (chart.states[at].parent == model::kNone) final_state = &chart.states[at];
  }
  if (final_state == nullptr) return;
  const auto named = [&](const std::string& id) {
    return std::find(final_state->leaves.begin(), final_state->leaves.end(), id) !=
           final_state->leaves.end();
  };
  for (const auto& [id, record] : after.calls) {
    const auto* spec = setting_.definition.calls.find(id);
    if (spec == nullptr || spec->reverse.empty()) continue;
    const bool open = record.effect == EffectState::kPossible ||
                      (record.effect == EffectState::kStanding && !named(id));
    if (open) add(Sight::kBadEnd, id, "effect");
  }
  for (const auto& [id, record] : after.materials) {
    const auto* spec = setting_.definition.materials.find(id);
    const bool kept = spec != nullptr && spec->source.original && !record.at.empty() && !named(id);
    if (kept) add(Sight::kBadEnd, id, "original");
  }
  for (const auto& [id, record] : after.deferrals) {
    const auto* spec = setting_.definition.materials.find(id);
    const bool open = record.open();
    const bool forgiven = record.state == lifecycle::DeferralState::kForfeited && spec != nullptr &&
                          spec->defer && after.outcome == "granted";
    if (open || forgiven) add(Sight::kBadEnd, id, "deferral");
  }
}

// Looked at from the outside, whatever the engine's own floor says.
void Watch::licences(const decide::Entries& entries, const Case& after) {
  const auto& definition = setting_.definition;
  for (const decide::Entry& entry : entries) {
    const auto* stands = std::get_if<decide::LicenceStands>(&entry);
    if (stands == nullptr || stands->why != "issued") continue;
    const Seen seen(setting_, after, setting_.start);
    const decide::CaseScope scope(seen.moment());
    const auto ledger = decide::ledger_of(seen.moment(), scope);
    for (const model::Material& spec : definition.materials) {
      const auto state = material::record_of(after.materials, spec.id).state;
      const bool there = state == lifecycle::MaterialState::kSupplied ||
                         state == lifecycle::MaterialState::kVerified;
      const bool waived = material::record_of(after.materials, spec.id).waived;
      if (!there && !waived && material::required(spec, ledger)) {
        add(Sight::kBadLicence, stands->id, spec.id);
      }
    }
    for (const model::StateIndex state : definition.must_pass) {
      if (!after.visits.contains(definition.chart.states[state].id)) {
        add(Sight::kBadLicence, stands->id, definition.chart.states[state].id);
      }
    }
  }
}

}  // namespace lianban::prove
