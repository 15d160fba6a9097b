// From a journal to what was asked of the case: a row keeps who did what, and the facts it led to.
#include "rehearse/record.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/ids.hpp"

namespace lianban::rehearse {

namespace {

using lifecycle::CallState;

template <class Kind>
std::vector<const Kind*> all_of(const decide::Entries& row) {
  std::vector<const Kind*> found;
  for (const decide::Entry& entry : row) {
    if (const auto* each = std::get_if<Kind>(&entry)) found.push_back(each);
  }
  return found;
}

Json copy(const decide::JsonPtr& value) { return value ? *value : Json(); }

/// The application as it was filed: a row keeps it as facts, not as it came.
Json application(const decide::Entries& row) {
  Json data = Json::object();
  for (const auto* opened : all_of<decide::Opened>(row)) {
    if (!opened->channel.empty()) data["channel"] = opened->channel;
    if (!opened->region.empty()) data["region"] = opened->region;
    if (!opened->office.empty()) data["office"] = opened->office;
    data["applicant"] = {{"id", opened->applicant.id}, {"agents", opened->applicant.agents}};
    const Json form = copy(opened->form);
    if (!form.empty()) data["form"] = form;
  }
  for (const auto* material : all_of<decide::MaterialStands>(row)) {
    if (material->why == "supplied") data["materials"][material->id] = copy(material->record.data);
  }
  for (const auto* deferral : all_of<decide::DeferralStands>(row)) {
    if (deferral->why == "promised") data["promises"].push_back(deferral->id);
  }
  return data;
}

/// Of an answer: the reply, and to which request.
void complete_answer(const decide::Entries& row, const decide::Case& before, Recorded& recorded) {
  std::string& call = recorded.command.subject;
  call.resize(std::min(call.find('#'), call.size()));
  const auto known = before.calls.find(call);
  if (known != before.calls.end() && known->second.seq != 0) {
    const CallState state = known->second.state;
    const bool waits = state == CallState::kAsked || state == CallState::kAcknowledged ||
                       state == CallState::kFailed || state == CallState::kUnclear;
    // A standing question leaves a record without a request of its own: it has no key.
    if (waits && !known->second.key.empty()) recorded.asked_at = known->second.asked_at;
  }
  bool stands = false;
  for (const auto* record : all_of<decide::CallStands>(row)) {
    if (record->id != call) continue;
    stands = true;
    recorded.misfit = recorded.misfit || record->why == "misfit";
    if (recorded.command.verb == Verb::kReply && record->record.reply) {
      recorded.command.data = copy(record->record.reply);
    }
  }
  for (const auto* late : all_of<decide::LateAnswer>(row)) {
    if (late->call != call) continue;
    recorded.late = !stands;
    recorded.command.data = copy(late->reply);
  }
  if (!stands && !recorded.late) recorded.misfit = true;
}

/// An incident is named by its own id, which counts within a case; what it is about stays.
void name_incident(const decide::Case& before, Recorded& recorded) {
  for (const decide::IncidentRecord& incident : before.incidents) {
    if (incident.id == recorded.command.subject) recorded.command.subject = incident.subject;
  }
}

std::optional<Recorded> recorded_of(const decide::Entries& row, const decide::Case& before) {
  const auto* said = row.empty() ? nullptr : std::get_if<decide::Commanded>(&row.front());
  Recorded recorded;
  if (said == nullptr || !from_name(said->verb, recorded.command.verb)) return std::nullopt;
  recorded.at = said->at;
  recorded.command.subject = said->subject;
  recorded.command.data = copy(said->data);
  recorded.command.actor = Actor{said->actor, said->roles, said->office};
  switch (recorded.command.verb) {
    case Verb::kTick:
    case Verb::kAcknowledge:
    case Verb::kFollow:
      return std::nullopt;
    case Verb::kOpen:
      recorded.command.data = application(row);
      break;
    case Verb::kReply:
    case Verb::kFail:
      complete_answer(row, before, recorded);
      break;
    case Verb::kRetry:
    case Verb::kAnswer:
    case Verb::kGiveUp:
      name_incident(before, recorded);
      break;
    case Verb::kSend:
    case Verb::kSupply:
    case Verb::kVerify:
    case Verb::kReject:
    case Verb::kDispute:
    case Verb::kPromise:
    case Verb::kAmend:
    case Verb::kChild:
      break;
  }
  return recorded;
}

Error damaged(const std::string& id) {
  return make_error("store/damaged", "办件数据已损坏", "the stored case contradicts itself", id);
}

}  // namespace

Result<RecordedCase> read_case(store::Look& look, const store::CaseKey& key) {
  RecordedCase out;
  out.id = base::format(key.id);
  const auto stored = look.load(key);
  if (!stored.ok()) return stored.error();
  const auto journal = look.journal(key);
  if (!journal.ok()) return journal.error();
  if (!*stored) return damaged(out.id);
  const auto personal = decide::PersonalValues::decode((*stored)->row.personal);
  if (!personal.ok()) return damaged(out.id);
  out.definition_hash = (*stored)->row.definition;
  for (const store::JournalRow& row : *journal) {
    auto entries = decide::decode_entries(row.bytes, *personal);
    if (!entries.ok()) return damaged(out.id);
    if (auto recorded = recorded_of(*entries, out.last)) {
      out.commands.push_back(std::move(*recorded));
    }
    decide::apply_row(*entries, out.last);
    for (const auto* call : all_of<decide::CallStands>(*entries)) out.asked.insert(call->id);
    for (const auto* deferral : all_of<decide::DeferralStands>(*entries)) {
      if (deferral->record.last_look && deferral->record.due) {
        out.last_looks[deferral->id].insert(*deferral->record.due);
      }
    }
    out.rows.push_back(std::move(*entries));
  }
  if (out.commands.empty() || out.commands.front().command.verb != Verb::kOpen) {
    return damaged(out.id);
  }
  out.number = out.last.number;
  out.until = std::max(out.last.latest, out.commands.back().at);
  return out;
}

}  // namespace lianban::rehearse
