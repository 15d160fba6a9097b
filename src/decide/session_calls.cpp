// Requests to agencies: frozen once, re-used until a known answer, queued with the commit.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/limits.hpp"
#include "calendar/limit.hpp"
#include "decide/offices.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

using lifecycle::CallEvent;
using lifecycle::CallState;
using lifecycle::EffectEvent;

void Session::put_call(const std::string& id, CallRecord record, std::string why) {
  CallStands entry;
  entry.id = id;
  entry.why = std::move(why);
  entry.record = std::move(record);
  emit(std::move(entry));
}

void Session::queue(std::string lane, std::string ref) {
  const std::uint32_t seq = case_.outbox_seq + 1;
  emit(Queued{seq, lane, ref});
  effects_.outbox_add.push_back({seq, std::move(lane), std::move(ref)});
}

void Session::send_errand(std::string kind, std::string name, JsonPtr data, std::string lane,
                          std::string why) {
  ErrandStands entry;
  entry.id = std::to_string(case_.outbox_seq + 1);
  entry.why = std::move(why);
  std::string ref = kind + ":" + entry.id;
  entry.record = {
      case_.outbox_seq + 1, std::move(kind), std::move(name), {}, std::move(data), {}, {}};
  emit(std::move(entry));
  queue(std::move(lane), std::move(ref));
}

namespace {

/// Unguessable, and the same for every attempt: case, call, sequence and 16 drawn bytes. Who knows
/// it has the request.
std::string correlation(const Inputs& inputs, const Case& of, const std::string& call,
                        std::uint32_t seq) {
  const std::string tail = "." + call + "." + std::to_string(seq);
  const base::Digest drawn = base::sm3({base::view(inputs.entropy), base::format(of.id), tail});
  return base::format(of.id) + tail + "." + base::hex(std::span(drawn).first(16));
}

}  // namespace

bool Session::request(const std::string& id, const std::string& state,
                      const std::vector<std::string>& materials) {
  const model::CallSpec& spec = *definition_.calls.find(id);
  const auto it = case_.calls.find(id);
  CallRecord record = it == case_.calls.end() ? CallRecord{} : it->second;
  record.wanted = true;
  record.state_id = state;
  for (const std::string& material : materials) {
    if (std::find(record.materials.begin(), record.materials.end(), material) ==
        record.materials.end()) {
      record.materials.push_back(material);
    }
  }
  const bool known = record.seq == 0 || record.state == CallState::kAnswered ||
                     record.state == CallState::kAbandoned;
  if (!known) {
    // Outstanding or unknown: the same request goes on, so that no act is done twice.
    const bool again = record.state == CallState::kFailed;
    if (again) record.state = *lifecycle::next(record.state, CallEvent::kRetry);
    put_call(id, record, again ? "retried" : "reused");
    if (again) queue(lane_of(spec.agency, record.office), "call:" + id);
    return true;
  }
  const Competence competence = competence_of(*this, spec.agency);
  if (competence.divided && competence.office.empty()) {
    return refuse("office/unknown", "尚未确定向哪个机构提出请求：" + spec.agency,
                  "it is not settled which office to ask: " + spec.agency);
  }
  auto body = evaluate(spec.request);
  if (!body.ok()) return rule_failed(body.error(), spec.pointer + "/request");
  const auto effect = record.effect;
  const std::uint32_t seq = record.seq + 1;
  record = CallRecord{};
  record.seq = seq;
  record.wanted = true;
  record.asked_at = now_;
  record.state_id = state;
  record.materials = materials;
  record.effect = effect;
  if (!spec.reverse.empty()) {
    record.effect = lifecycle::next(effect, EffectEvent::kSend).value_or(effect);
  }
  record.key = correlation(inputs_, case_, id, record.seq);
  record.request = std::make_shared<const Json>(std::move(body).value());
  record.office = competence.office;
  if (spec.timeout) {
    const calendar::Provisional workdays(calendar());
    const auto due = calendar::limit_of(now_, *spec.timeout, workdays);
    if (due.ok()) record.timeout = *due;
  }
  const std::string lane = lane_of(spec.agency, record.office);
  put_call(id, std::move(record), "asked");
  queue(lane, "call:" + id);
  if (effects_.outbox_add.size() > limits::kOutboxPerCommand) {
    return refuse("limit/outbox", "一次操作发出的请求过多", "one command sends too many requests");
  }
  return true;
}

bool Session::query(const model::Query& what) {
  const Moment moment = this->moment();
  const CaseScope scope(moment);
  const material::Ledger ledger = ledger_of(moment, scope);
  std::vector<std::pair<std::string, std::vector<std::string>>> asked;
  for (const model::Material& spec : definition_.materials) {
    if (spec.source.kind != model::SourceKind::kQuery) continue;
    if (!what.all &&
        std::find(what.materials.begin(), what.materials.end(), spec.id) == what.materials.end()) {
      continue;
    }
    const auto& record = material::record_of(case_.materials, spec.id);
    const bool available =
        !spec.defer || spec.defer->available_after.empty() || record.available_at.has_value();
    const auto call = case_.calls.find(spec.source.ref);
    const bool asking = call != case_.calls.end() && call->second.outstanding();
    if (record.state != lifecycle::MaterialState::kMissing || record.disputed || !available ||
        asking || !material::required(spec, ledger)) {
      continue;
    }
    const auto same = std::find_if(asked.begin(), asked.end(),
                                   [&](const auto& each) { return each.first == spec.source.ref; });
    if (same == asked.end()) {
      asked.push_back({spec.source.ref, {spec.id}});
    } else {
      same->second.push_back(spec.id);
    }
  }
  return std::all_of(asked.begin(), asked.end(),
                     [&](const auto& each) { return request(each.first, {}, each.second); });
}

void Session::ask_standing(const model::Material& spec, Instant at) {
  if (spec.source.kind != model::SourceKind::kQuery) return;
  const auto state = material::record_of(case_.materials, spec.id).state;
  if (state == lifecycle::MaterialState::kSupplied ||
      state == lifecycle::MaterialState::kVerified) {
    return;
  }
  effects_.polls.push_back({spec.id, spec.source.ref, at, false});
}

void Session::stop_standing(const model::Material& spec) {
  if (spec.source.kind != model::SourceKind::kQuery) return;
  effects_.polls.push_back({spec.id, spec.source.ref, now_, true});
}

bool Session::listened(const std::string& event) const {
  return !interpreter_.candidates(snapshot_, event).empty();
}

}  // namespace lianban::decide
