#include "runtime/pump.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"

namespace lianban::runtime {

namespace {

// A timer that cannot fire (a damaged case, a rule that fails) must not be tried in a loop.
constexpr std::chrono::minutes kTimerPause{1};
constexpr std::chrono::seconds kDeliveryPause{1};

}  // namespace

void Pump::note(const Error& error) {
  world_.log.warning("pump: " + error.code);
  const std::lock_guard lock(mutex_);
  if (!first_error_) first_error_ = error;
}

Result<PumpReport> Pump::round(std::size_t limit) {
  {
    const std::lock_guard lock(mutex_);
    first_error_.reset();
  }
  PumpReport report;
  deliver_waiting(report);
  fire_timers(limit, report);
  send_requests(limit, report);
  ask_polls(limit, report);
  const std::lock_guard lock(mutex_);
  if (report.total() == 0 && first_error_) return *first_error_;
  return report;
}

Result<std::optional<Instant>> Pump::next_due() {
  std::optional<Instant> next;
  const auto consider = [&](const std::optional<Instant>& at) {
    if (at && *at < kNever && (!next || *at < *next)) next = at;
  };
  const bool asks = world_.options.agencies != nullptr;
  store::Store& store = world_.store();
  for (auto due : {store.next_wake(), store.next_outbox(asks ? "" : "self"),
                   asks ? store.next_poll("") : Result<std::optional<Instant>>(std::nullopt)}) {
    if (!due.ok()) return due;
    consider(*due);
  }
  const std::lock_guard lock(mutex_);
  if (!waiting_.empty()) consider(world_.now() + kDeliveryPause);
  return next;
}

bool Pump::deliver(Delivery delivery, PumpReport& report) {
  delivery.side.priority = store::Priority::kPump;
  const auto answer = desk_.submit(delivery.id, delivery.command, delivery.side);
  if (!answer.ok()) {
    note(answer.error());
    // A bug would meet it again at once; after a restart its outbox row brings it back.
    if (answer.error().code == "engine/bug") return false;
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(delivery));
    return false;
  }
  const Verb verb = delivery.command.verb;
  if (verb == Verb::kReply) ++report.answered;
  if (verb == Verb::kFail) ++report.failed;
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    // What was asked for no longer stands: an answer overtook this one, or the case moved on.
    world_.log.info("pump: " + std::string(to_name(verb)) + " refused " + refusal->code);
    return false;
  }
  return true;
}

void Pump::deliver_waiting(PumpReport& report) {
  std::vector<Delivery> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(waiting_);
  }
  for (Delivery& each : waiting) deliver(std::move(each), report);
}

void Pump::fire_timers(std::size_t limit, PumpReport& report) {
  std::optional<store::DueWake> last;
  for (std::size_t seen = 0; seen < limit;) {
    const Instant now = world_.now();
    const std::size_t batch = std::min(limit - seen, limits::kPumpBatch);
    const auto due = world_.store().due_wakes(now, batch, last);
    if (!due.ok()) return note(due.error());
    if (due->empty()) return;
    last = due->back();
    seen += due->size();
    std::vector<base::CaseId> ids;
    for (const store::DueWake& wake : *due) ids.push_back(wake.key.id);
    const auto fired = desk_.tick(ids);
    std::vector<store::Rearm> pause;
    for (std::size_t i = 0; i < fired.size(); ++i) {
      if (fired[i].ok()) {
        report.timers += *fired[i] ? 1 : 0;
        continue;
      }
      note(fired[i].error());
      const auto revision = world_.store().revision((*due)[i].key);
      if (revision.ok() && *revision)
        pause.push_back({(*due)[i].key, **revision, now + kTimerPause});
    }
    if (pause.empty()) continue;
    if (const Status done = world_.store().rearm(pause); !done.ok()) note(done.error());
  }
}

std::optional<AgencyRequest> request_of(const Held& held, const std::string& call) {
  const auto it = held.state.calls.find(call);
  const model::CallSpec* spec = held.prepared->definition->calls.find(call);
  if (spec == nullptr || it == held.state.calls.end() || !it->second.outstanding()) {
    return std::nullopt;
  }
  AgencyRequest request;
  request.agency = spec->agency;
  request.office = it->second.office;
  request.call = call;
  request.operation = spec->operation;
  request.key = it->second.key;
  request.case_id = base::format(held.state.id);
  request.body = it->second.request;
  request.answers_later = spec->answers_later;
  return request;
}

const AgencyEntry& entry_of(const AgencyDirectory& directory, const AgencyRequest& request) {
  static const AgencyEntry kDefault;
  const AgencyEntry* entry = directory.find(request.agency, request.office);
  return entry == nullptr ? kDefault : *entry;
}

bool honours_keys(const AgencyDirectory& directory, const AgencyRequest& request) {
  if (directory.find(request.agency, request.office) == nullptr) return true;
  const AgencyOperation* operation =
      directory.operation(request.agency, request.office, request.operation);
  return operation != nullptr && operation->honours_keys;
}

std::optional<AgencyPolling> polling_of(const AgencyDirectory& directory,
                                        const AgencyRequest& request) {
  if (directory.find(request.agency, request.office) == nullptr) return AgencyPolling{};
  const AgencyOperation* operation =
      directory.operation(request.agency, request.office, request.operation);
  return operation == nullptr ? std::nullopt : operation->poll;
}

Command reply_of(std::string request_id, const std::string& call, const AgencyAnswer& answer) {
  Command reply;
  reply.request_id = std::move(request_id);
  reply.verb = Verb::kReply;
  reply.subject = call;
  if (answer.reply) reply.data = *answer.reply;
  return reply;
}

Command failure_of(std::string request_id, const std::string& call, const std::string& code) {
  Command failure;
  failure.request_id = std::move(request_id);
  failure.verb = Verb::kFail;
  failure.subject = call;
  failure.data = {{"code", code}};
  return failure;
}

}  // namespace lianban::runtime
