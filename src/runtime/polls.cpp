// Standing questions and acknowledged requests: asked again and again until there is an answer.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/hash.hpp"
#include "base/limits.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

namespace {

constexpr std::chrono::minutes kPollPause{1};

/// Unique per answer: an answer that is recorded raises the revision, one that is not leaves no
/// trace of its id.
std::string answer_id(const store::DuePoll& due, std::uint64_t revision) {
  const base::Digest name = base::sm3({due.poll.material});
  return std::string(kOwnRequests) + "poll:" + std::to_string(revision) + ":" +
         std::to_string(due.poll.attempts) + ":" + base::hex(std::span(name).first(8));
}

}  // namespace

/// Claims a poll row for this thread as long as it lives.
class Pump::InFlight {
 public:
  InFlight(Pump& pump, const store::DuePoll& due)
      : pump_(pump), name_(due.key.id, due.poll.material) {
    const std::lock_guard lock(pump_.mutex_);
    claimed_ = pump_.in_flight_.insert(name_).second;
  }
  ~InFlight() {
    const std::lock_guard lock(pump_.mutex_);
    if (claimed_) pump_.in_flight_.erase(name_);
  }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
  [[nodiscard]] bool claimed() const { return claimed_; }

 private:
  Pump& pump_;
  const std::pair<base::CaseId, std::string> name_;
  bool claimed_ = false;
};

void Pump::ask_polls(std::size_t limit, PumpReport& report) {
  if (!world_.options.agencies) return;
  const auto rows = world_.store().due_polls("", world_.now(), limit);
  if (!rows.ok()) return note(rows.error());
  for (const store::DuePoll& due : *rows) {
    if (stopped_.load()) return;
    poll(due, report);
  }
}

void Pump::poll(const store::DuePoll& due, PumpReport& report) {
  const InFlight flight(*this, due);
  if (!flight.claimed()) return;
  // Another thread may have asked between the list and the claim.
  const auto rows = world_.store().polls_of(due.key);
  if (!rows.ok()) return note(rows.error());
  if (std::find(rows->begin(), rows->end(), due.poll) == rows->end()) return;
  if (due.poll.material.starts_with(kCallRef)) {
    poll_call(due, due.poll.material.substr(kCallRef.size()), report);
  } else {
    ask_question(due, report);
  }
}

void Pump::tick(const store::DuePoll& due, store::PollRow row) {
  // While the agency was asked a command may have put the question anew: its row prevails.
  const Latches::Lock lock = world_.latches.lock(due.key.id);
  const auto rows = world_.store().polls_of(due.key);
  if (!rows.ok()) return note(rows.error());
  if (std::find(rows->begin(), rows->end(), due.poll) == rows->end()) return;
  const Status done = world_.store().tick_polls({{due.key, std::move(row)}});
  if (!done.ok()) note(done.error());
}

void Pump::deliver(const store::DuePoll& due, Command command, PumpReport& report) {
  if (deliver(Delivery{due.key.id, std::move(command), {}}, report)) return;
  store::PollRow row = due.poll;
  row.next_at = world_.now() + kPollPause;
  tick(due, std::move(row));
}

void Pump::poll_call(const store::DuePoll& due, const std::string& call, PumpReport& report) {
  const auto held = desk_.read(due.key.id);
  if (!held.ok()) return note(held.error());
  const auto request = *held ? request_of(**held, call) : std::nullopt;
  if (!request) {
    store::PollRow row = due.poll;
    row.state = kPollRests;
    row.next_at = kNever;
    return tick(due, std::move(row));
  }
  ++report.polled;
  auto answer = world_.options.agencies->poll(*request, due.poll.last_code);
  polled(due, *request, (*held)->state.revision, std::move(answer), report);
}

AgencyRequest Pump::question_request(const store::DuePoll& due,
                                     const decide::Question& question) const {
  AgencyRequest request;
  request.agency = question.lane;
  if (const std::size_t at = question.lane.find('@'); at != std::string::npos) {
    request.agency = question.lane.substr(0, at);
    request.office = question.lane.substr(at + 1);
  }
  request.call = question.call;
  request.operation = question.operation;
  request.case_id = base::format(due.key.id);
  // New for every question, the same for all attempts at one: a register that honours keys would
  // else repeat yesterday's "not found" for ever.
  request.key = request.case_id + "." + question.call + ".poll." +
                std::to_string(due.poll.first_at.time_since_epoch().count()) + "." +
                std::to_string(due.poll.attempts);
  request.attempt = static_cast<int>(failed_attempts(due.poll)) + 1;
  request.body = std::make_shared<const Json>(question.request);
  return request;
}

void Pump::ask_question(const store::DuePoll& due, PumpReport& report) {
  const auto held = desk_.read(due.key.id);
  if (!held.ok()) return note(held.error());
  store::PollRow rests = due.poll;
  rests.state = kPollRests;
  rests.next_at = kNever;
  if (*held == nullptr) return tick(due, std::move(rests));
  const decide::Inputs inputs = world_.inputs(*(*held)->prepared, *(*held)->calendar);
  const std::uint64_t revision = (*held)->state.revision;
  const auto question = decide::question((*held)->state, due.poll.material, inputs);
  if (!question.ok()) {
    const auto* spec = (*held)->prepared->definition->materials.find(due.poll.material);
    if (spec == nullptr) return tick(due, std::move(rests));
    note(question.error());
    return deliver(
        due, failure_of(answer_id(due, revision), spec->source.ref, question.error().code), report);
  }
  if (!*question) return tick(due, std::move(rests));
  const AgencyRequest request = question_request(due, **question);
  ++report.polled;
  if (acknowledged_at(due.poll)) {
    auto answer = world_.options.agencies->poll(request, due.poll.last_code);
    return polled(due, request, revision, std::move(answer), report);
  }
  auto answer = world_.options.agencies->ask(request);
  heard(due, request, revision, std::move(answer), report);
}

void Pump::heard(const store::DuePoll& due, const AgencyRequest& request, std::uint64_t revision,
                 AgencyAnswer answer, PumpReport& report) {
  store::PollRow row = due.poll;
  const Instant now = world_.now();
  switch (answer.kind) {
    case AgencyAnswerKind::kAnswered:
      return deliver(due, reply_of(answer_id(due, revision), request.call, answer), report);
    case AgencyAnswerKind::kPending:
    case AgencyAnswerKind::kAcknowledged: {
      const auto polling = polling_of(world_.options.directory, request);
      const bool pollable = !answer.ticket.empty() && polling.has_value();
      row.state = pollable ? later_state(now) : std::string(kPollAsked);
      row.next_at = pollable ? now + polling->every : kNever;
      row.last_code = answer.ticket;
      return tick(due, std::move(row));
    }
    case AgencyAnswerKind::kFailed:
      break;
  }
  const auto delay = answer.error.retryable
                         ? next_attempt(entry_of(world_.options.directory, request),
                                        request.attempt, world_.chance())
                         : std::nullopt;
  if (delay) {
    row.state = retry_state(static_cast<std::uint32_t>(request.attempt));
    row.next_at = now + *delay;
    row.last_code = answer.error.code;
    return tick(due, std::move(row));
  }
  deliver(due, failure_of(answer_id(due, revision), request.call, answer.error.code), report);
}

void Pump::polled(const store::DuePoll& due, const AgencyRequest& request, std::uint64_t revision,
                  AgencyAnswer answer, PumpReport& report) {
  if (answer.kind == AgencyAnswerKind::kAnswered) {
    return deliver(due, reply_of(answer_id(due, revision), request.call, answer), report);
  }
  const AgencyPolling polling =
      polling_of(world_.options.directory, request).value_or(AgencyPolling{});
  const Instant now = world_.now();
  const bool waited = polling.until.count() > 0 &&
                      now >= acknowledged_at(due.poll).value_or(due.poll.first_at) + polling.until;
  const bool lost = answer.kind == AgencyAnswerKind::kFailed && !answer.error.retryable;
  if (waited || lost) {
    const std::string code = lost ? answer.error.code : "agency/timeout";
    return deliver(due, failure_of(answer_id(due, revision), request.call, code), report);
  }
  store::PollRow row = due.poll;
  row.next_at = now + polling.every;
  if (due.poll.material.starts_with(kCallRef)) row.attempts += 1;
  tick(due, std::move(row));
}

}  // namespace lianban::runtime
