// Documents, promises and acceptance: where the law's floor on them is kept.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/reasons.hpp"
#include "decide/session.hpp"
#include "material/deferral.hpp"

namespace lianban::decide {

using lifecycle::CaseEvent;
using lifecycle::DeferralEvent;
using lifecycle::DeferralState;
using lifecycle::MaterialEvent;

namespace {

/// Why a promise ends that is owed no longer; unlike one that ends with the case it settles.
const char* const kUnneeded = "unneeded";

}  // namespace

void Session::put_material(const std::string& id, material::MaterialRecord record,
                           std::string why) {
  MaterialStands entry;
  entry.id = id;
  entry.why = std::move(why);
  entry.record = std::move(record);
  emit(std::move(entry));
}

void Session::put_deferral(const std::string& id, material::DeferralRecord record,
                           std::string why) {
  const bool was_open = material::open_deferral(case_.deferrals, id);
  if (was_open && !record.open()) record.ended_at = now_;
  const DeferralState state = record.state;
  const bool unneeded = why == kUnneeded;
  DeferralStands entry;
  entry.id = id;
  entry.why = std::move(why);
  entry.record = std::move(record);
  emit(std::move(entry));
  if (!was_open || material::open_deferral(case_.deferrals, id)) return;
  if (const model::Material* spec = definition_.materials.find(id)) stop_standing(*spec);
  if (state != DeferralState::kSatisfied && state != DeferralState::kWaived && !unneeded) return;
  if (state == DeferralState::kSatisfied) raise("deferral." + id + ".satisfied");
  const bool settled =
      std::none_of(case_.deferrals.begin(), case_.deferrals.end(), [](const auto& each) {
        return each.second.open() || each.second.state == DeferralState::kForfeited;
      });
  if (settled) raise("deferrals.settled");
}

void Session::document_came(const model::Material& spec, const Json* reply, std::string_view how) {
  raise("material." + spec.id + "." + std::string(how));
  const auto it = case_.deferrals.find(spec.id);
  if (it == case_.deferrals.end() || !it->second.open()) return;
  if (it->second.state == DeferralState::kPromised &&
      !material::met(it->second, spec.source, reply, now_)) {
    set_now(*it->second.due);
    fall_due(spec);
    return;
  }
  satisfy(spec.id);
}

void Session::satisfy(const std::string& id) {
  material::DeferralRecord record = case_.deferrals.at(id);
  const auto next = lifecycle::next(record.state, DeferralEvent::kSatisfy);
  if (!next) return;
  record.state = *next;
  put_deferral(id, std::move(record), "satisfied");
}

void Session::satisfy_overdue() {
  for (const auto& [id, record] : std::map(case_.deferrals)) {
    const auto state = material::record_of(case_.materials, id).state;
    const bool there = state == lifecycle::MaterialState::kSupplied ||
                       state == lifecycle::MaterialState::kVerified;
    if (record.state == DeferralState::kOverdue && there) satisfy(id);
  }
}

bool Session::promise(const model::Material& spec, const std::string& signer) {
  const Moment moment = this->moment();
  const CaseScope scope(moment);
  const auto refuse_here = [&](const char* code, const char* zh, const char* en) {
    return refuse(code, zh + spec.id, en + spec.id, {material_reason(definition_, spec)});
  };
  if (!spec.defer) {
    return refuse_here("deferral/not_deferrable", "该材料不可容缺：", "may not be deferred: ");
  }
  if (case_.state != lifecycle::CaseState::kReceived) {
    return refuse_here("deferral/accepted", "受理之后不能再作容缺承诺：",
                       "a promise can be made before acceptance only: ");
  }
  if (material::open_deferral(case_.deferrals, spec.id)) {
    return refuse_here("deferral/promised", "已作容缺承诺：", "promised already: ");
  }
  if (!material::deferrable(spec, ledger_of(moment, scope))) {
    Refusal refusal{
        "deferral/when",
        {"不具备容缺条件：" + spec.id, "the conditions of deferral are not met: " + spec.id},
        {}};
    for (const model::Guard& guard : spec.defer->when) {
      if (material::true_now(guard.rule, scope)) continue;
      refusal.reasons.push_back(condition_reason(definition_, guard, spec.pointer + "/defer"));
      refusal.message.zh += " " + guard.condition;
      refusal.message.en += " " + guard.condition;
    }
    return refuse(std::move(refusal));
  }
  const auto state = material::record_of(case_.materials, spec.id).state;
  if (state == lifecycle::MaterialState::kSupplied ||
      state == lifecycle::MaterialState::kVerified) {
    return refuse_here("deferral/not_missing", "材料已具备，无需容缺：", "it is there already: ");
  }
  if (!spec.defer->commitment.empty() && !produce(spec.defer->commitment, signer)) return false;
  material::DeferralRecord record;
  record.signer = signer;
  if (!spec.defer->commitment.empty()) record.commitment = case_.papers.back().number;
  put_deferral(spec.id, std::move(record), "promised");
  if (case_.started) raise("deferral." + spec.id + ".promised");
  return true;
}

std::optional<Instant> Session::available_since(const model::Material& spec) const {
  if (spec.defer && spec.defer->available_after.empty()) return case_.accepted_at;
  return material::record_of(case_.materials, spec.id).available_at;
}

void Session::make_available(const model::Material& spec) {
  material::MaterialRecord record = material::record_of(case_.materials, spec.id);
  if (record.available_at) return;
  record.available_at = now_;
  put_material(spec.id, std::move(record), "available");
  const auto it = case_.deferrals.find(spec.id);
  if (it == case_.deferrals.end() || !it->second.open() || !case_.accepted_at) return;
  material::DeferralRecord deferral = it->second;
  material::set_limit(deferral, *spec.defer, *case_.accepted_at, now_, now_, calendar());
  put_deferral(spec.id, std::move(deferral), "available");
  ask_standing(spec, now_);
}

// 行政许可法 32: acceptance needs complete materials, or a promise where 容缺 allows one; silence
// of five working days is acceptance as of the day of receipt.
bool Session::accept(std::optional<Instant> as_of, bool deemed) {
  const auto next = lifecycle::next(case_.state, CaseEvent::kAccept);
  if (!next) {
    return refuse("accept/again", "已经受理或已经决定，不能再次受理",
                  "the case was accepted or decided already");
  }
  const Moment moment = this->moment();
  const CaseScope scope(moment);
  const material::Ledger ledger = ledger_of(moment, scope);
  const auto missing = material::blocking_gaps(ledger);
  if (!deemed && !missing.empty()) {
    Refusal refusal{"accept/gaps", {"材料不齐，不能受理：", "materials are missing: "}, {}};
    for (const model::Material* spec : missing) {
      refusal.reasons.push_back(material_reason(definition_, *spec));
      const char* comma = spec == missing.front() ? "" : ", ";
      refusal.message.zh += comma + spec->id;
      refusal.message.en += comma + spec->id;
    }
    return refuse(std::move(refusal));
  }
  std::vector<const model::Material*> unsigned_ones;
  if (deemed) {
    std::copy_if(missing.begin(), missing.end(), std::back_inserter(unsigned_ones),
                 [&](const auto* spec) { return material::deferrable(*spec, ledger); });
  }
  emit(Accepted{std::min(as_of.value_or(now_), now_), now_, deemed});
  for (const model::Material* spec : unsigned_ones) {
    material::DeferralRecord record;
    record.is_unsigned = true;
    put_deferral(spec->id, std::move(record), "deemed");
    raise("deferral." + spec->id + ".promised");
  }
  for (const model::Material& spec : definition_.materials) {
    if (!spec.defer || !material::open_deferral(case_.deferrals, spec.id)) continue;
    material::DeferralRecord record = case_.deferrals.at(spec.id);
    const auto since = available_since(spec);
    material::set_limit(record, *spec.defer, *case_.accepted_at, since, now_, calendar());
    put_deferral(spec.id, std::move(record), "running");
    if (since) ask_standing(spec, now_);
  }
  sync_clocks(false);
  raise("case.accepted");
  return true;
}

void Session::fall_due(const model::Material& spec) {
  material::DeferralRecord record = case_.deferrals.at(spec.id);
  const auto next = lifecycle::next(record.state, DeferralEvent::kFallDue);
  if (!next) return;
  record.state = *next;
  record.last_look = false;
  record.held = false;
  put_deferral(spec.id, std::move(record), "overdue");
  settle_incidents(spec.id, "settled");
  raise("deferral." + spec.id + ".overdue");
}

void Session::drop_unneeded() {
  for (const auto& [id, record] : std::map(case_.deferrals)) {
    const model::Material* spec = definition_.materials.find(id);
    if (record.state != DeferralState::kPromised || spec == nullptr || spec->always_required) {
      continue;
    }
    const Moment moment = this->moment();
    const CaseScope scope(moment);
    if (material::required(*spec, ledger_of(moment, scope))) continue;
    material::DeferralRecord dropped = record;
    dropped.state = DeferralState::kDropped;
    put_deferral(id, std::move(dropped), kUnneeded);
    settle_incidents(id, "settled");
  }
}

void Session::end_deferrals() {
  for (const auto& [id, record] : std::map(case_.deferrals)) {
    const auto event =
        record.state == DeferralState::kOverdue ? DeferralEvent::kForfeit : DeferralEvent::kDrop;
    const auto next = record.open() ? lifecycle::next(record.state, event) : std::nullopt;
    if (!next) continue;
    material::DeferralRecord ended = record;
    ended.state = *next;
    put_deferral(id, std::move(ended), std::string(to_name(*next)));
    settle_incidents(id, "settled");
  }
}

bool Session::decide_outcome(const std::string& outcome) {
  if (!lifecycle::next(case_.state, CaseEvent::kDecide)) {
    return refuse("decide/again", "决定只能作出一次", "the decision was made already");
  }
  emit(Decided{outcome, now_});
  end_deferrals();
  for (const model::Clock& clock : definition_.clocks) {
    const auto it = case_.clocks.find(clock.id);
    if (!clock.from_accepted || it == case_.clocks.end() ||
        it->second.state == calendar::ClockState::kStopped) {
      continue;
    }
    put_clock(clock.id, calendar::stop(it->second, now_), "stopped");
  }
  return true;
}

bool Session::set_form(const std::vector<std::string>& path, Json value, std::string_view code) {
  Json form = case_.form ? *case_.form : Json::object();
  Json* at = &form;
  for (const std::string& name : path) {
    if (at->is_array()) {
      const bool index = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
      if (!index || std::stoul(name) >= at->size()) {
        return refuse(std::string(code), "没有这个位置", "there is no such place in the form");
      }
      at = &(*at)[std::stoul(name)];
      continue;
    }
    if (!at->is_object()) *at = Json::object();
    at = &(*at)[name];
  }
  *at = std::move(value);
  const auto faults = definition_.form.validate(form);
  if (!faults.empty()) {
    Refusal refusal{std::string(code), {"申请表内容不符合要求：", "the form is not valid: "}, {}};
    for (const model::SchemaFault& fault : faults) {
      refusal.reasons.push_back({"input", fault.pointer, fault.message, {}, {}});
      refusal.message.zh += fault.pointer + " " + fault.message.zh + "；";
      refusal.message.en += fault.pointer + " " + fault.message.en + "; ";
    }
    return refuse(std::move(refusal));
  }
  Assigned entry;
  entry.path = {"form"};
  if (path.empty()) {
    entry.value = std::make_shared<const Json>(std::move(form));
  } else {
    entry.path.insert(entry.path.end(), path.begin(), path.end());
    entry.value = std::make_shared<const Json>(*at);
  }
  emit(std::move(entry));
  return true;
}

}  // namespace lianban::decide
