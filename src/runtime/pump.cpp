#include "runtime/pump.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"

namespace lianban::runtime {

namespace {

// A timer that cannot fire (a damaged case, a rule that fails) must not be tried in a loop.
constexpr std::chrono::minutes kTimerPause{1};
constexpr std::chrono::seconds kDeliveryPause{1};
// A round that has nothing else to do waits so long for an answer; then its caller decides.
constexpr std::chrono::milliseconds kLandingPause{50};

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
  land(report);
  take_callbacks(limit, report);
  fire_timers(limit, report);
  send_requests(limit, report);
  ask_about_unsure(limit, report);
  ask_polls(limit, report);
  land(report);
  if (report.total() == 0 && flights_.size() > 0) {
    flights_.wait(kLandingPause);
    land(report);
  }
  report.in_flight = flights_.size();
  const std::lock_guard lock(mutex_);
  if (report.total() == 0 && first_error_) return *first_error_;
  return report;
}

Result<std::optional<Instant>> Pump::next_due() {
  std::optional<Instant> next;
  const auto consider = [&](const std::optional<Instant>& at) {
    if (at && *at < kNever && (!next || *at < *next)) next = at;
  };
  store::Store& store = world_.store();
  const auto wake = store.next_wake();
  const auto queued = store.queued_lanes();
  const auto polled = store.polled_lanes();
  const auto unsure = store.outbox(store::OutboxState::kUnsure, {}, limits::kPumpBatch);
  for (const Error* fault :
       {wake.ok() ? nullptr : &wake.error(), queued.ok() ? nullptr : &queued.error(),
        polled.ok() ? nullptr : &polled.error(), unsure.ok() ? nullptr : &unsure.error()}) {
    if (fault != nullptr) return *fault;
  }
  consider(*wake);
  const auto kept = callbacks_.next_due();
  if (!kept.ok()) return kept.error();
  consider(*kept);
  // What is due at an agency that is down waits for the end of the pause.
  const auto consider_lane = [&](const std::string& lane, Instant due) {
    if (lane == kSelfLane) return consider(due);
    if (!world_.options.agencies || gates_.external(lane)) return;
    consider(std::max(due, gates_.shut_until(lane).value_or(due)));
  };
  for (const store::LaneDue& lane : *queued) consider_lane(lane.lane, lane.due);
  for (const store::LaneDue& lane : *polled) consider_lane(lane.lane, lane.due);
  for (const store::OutboxRow& row : *unsure) consider_lane(row.lane, row.due);
  const std::lock_guard lock(mutex_);
  if (!waiting_.empty()) consider(world_.now() + kDeliveryPause);
  return next;
}

void Pump::stop() {
  if (stopped_.exchange(true)) return;
  flights_.stop();
  PumpReport report;
  land(report);
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

void Pump::take_callbacks(std::size_t limit, PumpReport& report) {
  const auto taken = callbacks_.take_due(limit);
  if (!taken.ok()) return note(taken.error());
  report.callbacks += *taken;
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

std::string rest_of(std::string_view prefix, const std::string& ref) {
  return ref.starts_with(prefix) ? ref.substr(prefix.size()) : std::string{};
}

std::string request_id(std::string_view what, const store::OutboxRow& row) {
  std::string id(kOwnRequests);
  id += what;
  id += ':';
  return id + std::to_string(row.seq);
}

std::optional<std::uint32_t> whole(std::string_view text) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
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

bool can_be_asked(const AgencyDirectory& directory, const AgencyRequest& request) {
  const AgencyOperation* operation =
      directory.operation(request.agency, request.office, request.operation);
  return operation != nullptr && !operation->query.empty();
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
