// What becomes of a licence after it was issued, and who hears of it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "decide/register.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

using lifecycle::LicenceEvent;

namespace {

LicenceEvent event_of(model::LicenceVerb verb) {
  switch (verb) {
    case model::LicenceVerb::kSuspend:
      return LicenceEvent::kSuspend;
    case model::LicenceVerb::kResume:
      return LicenceEvent::kResume;
    case model::LicenceVerb::kRevoke:
      return LicenceEvent::kRevoke;
    case model::LicenceVerb::kWithdraw:
      return LicenceEvent::kWithdraw;
    case model::LicenceVerb::kCancel:
      break;
  }
  return LicenceEvent::kCancel;
}

}  // namespace

bool Session::refuse_licence(const model::Licence& spec, std::string code, const char* zh,
                             const char* en) {
  return refuse(std::move(code), zh + spec.id, en + spec.id,
                {{"licence", spec.id, spec.title, {}, definition_.basis_of(spec.pointer)}});
}

void Session::put_licence(const std::string& id, LicenceRecord record, std::string why) {
  const bool issued = why == "issued";
  const Registered* row = registered(record.number);
  auto& put = effects_.licences[record.number];
  record.held = !issued && record.held;
  // One row is written once a command, however often it changes on the way.
  const std::uint64_t read = row == nullptr ? 0 : row->record.row;
  record.row = put.record.row != 0 ? put.record.row : std::max(read, record.row) + 1;
  put.licence = id;
  put.issued = put.issued || issued;
  put.record = record;
  note_licence(id, std::move(record), why);
  // Made is how an issued one is sealed: nothing new to those who supervise.
  if (why == "made") return;
  const LicenceRecord& now = case_.licences.at(id);
  Json data = {{"licence", id},
               {"kind", definition_.licences.find(id)->kind},
               {"number", now.number},
               {"version", now.version},
               {"issued_at", format_instant(now.issued_at)}};
  if (!now.office.empty()) data["office"] = now.office;
  if (!now.identifier.empty()) data["identifier"] = now.identifier;
  if (now.expires) data["expires"] = format_day(*now.expires);
  if (!now.reason.empty()) data["reason"] = now.reason;
  supervise("licence." + why, std::move(data));
}

void Session::supervise(std::string event, Json data) {
  send_errand("supervision", std::move(event), std::make_shared<const Json>(std::move(data)),
              "@supervision", "told");
}

// Which licences rest on this one is asked after the commit: one that is just being issued would
// not be seen now. So the errand is queued whether there are any or not.
void Session::spread(const LicenceRecord& record, const std::string& word) {
  send_errand("follow", word, std::make_shared<const Json>(Json{{"number", record.number}}), "self",
              "spread");
}

void Session::change_licence(const std::string& id, LicenceRecord record, const std::string& word) {
  put_licence(id, std::move(record), word);
  spread(case_.licences.at(id), word);
  raise("licence." + id + "." + word);
}

bool Session::act_on_licence(const model::LicenceAct& act) {
  const model::Licence& spec = *definition_.licences.find(act.licence);
  const LicenceEvent event = event_of(act.verb);
  if (!bind(spec) && spec.held) {
    return refuse_licence(spec, "licence/unknown", "没有这个编号的证照：",
                          "there is no licence of this number: ");
  }
  const auto it = case_.licences.find(act.licence);
  if (it == case_.licences.end() || !next_on(it->second, event, day_of(now_))) {
    return refuse_licence(spec, "licence/state", "证照状态不允许该操作：",
                          "the licence's state does not allow this: ");
  }
  if (event == LicenceEvent::kResume && !it->second.rests_on.empty()) {
    const auto base = standing_of(it->second.rests_on);
    if (base && !in_force(*base, day_of(now_))) {
      return refuse_licence(spec, "licence/rests_on", "它所依附的证照不在有效状态：",
                            "the licence it rests on is not in force: ");
    }
  }
  const Moment moment = this->moment();
  const auto reason = act.reason.evaluate(CaseScope(moment));
  if (!reason.ok()) return rule_failed(reason.error(), "/licences/" + act.licence);
  LicenceRecord record = it->second;
  record.state = *next_on(record, event, day_of(now_));
  record.reason = reason->is_string() ? reason->get<std::string>() : std::string{};
  record.suspended_with = false;
  change_licence(act.licence, std::move(record), word_of(event));
  return true;
}

bool Session::follow(const std::string& number, const std::string& base_number) {
  const auto it = std::find_if(case_.licences.begin(), case_.licences.end(), [&](const auto& each) {
    return each.second.number == number && !is_final(each.second.state);
  });
  const auto base = standing_of(base_number);
  if (it == case_.licences.end() || !base || it->second.rests_on != base_number) return true;
  auto record = followed(it->second, *base);
  if (!record) return true;
  change_licence(it->first, *std::move(record), word_of(*following(it->second, *base)));
  // An ended case hears nothing; in an open one the licence has followed whatever the chart makes
  // of it.
  const auto event = std::exchange(external_, {});
  if (case_.ended()) return true;
  auto before = checkpoint();
  external_ = event;
  if (drain()) return true;
  const Refusal why = refusal();
  restore(std::move(before));
  fence("answer/failed", number, why.code);
  return true;
}

}  // namespace lianban::decide
