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

std::string question_key(const World& world, const base::CaseId& id, const std::string& call,
                         const store::PollRow& poll) {
  std::string key = base::format(id) + "." + call + ".poll." +
                    std::to_string(poll.first_at.time_since_epoch().count()) + "." +
                    std::to_string(poll.attempts);
  key += "." + base::hex(world.finder("question", key).blind);
  return key;
}

void Pump::ask_polls(std::size_t limit, PumpReport& report) {
  if (!world_.options.agencies || stopped_.load()) return;
  const auto lanes = world_.store().polled_lanes();
  if (!lanes.ok()) return note(lanes.error());
  const Instant now = world_.now();
  for (const store::LaneDue& lane : *lanes) {
    if (lane.due > now) continue;
    const std::size_t places = gates_.take(lane.lane, limit, now);
    if (places == 0) continue;
    // Those under way are due all the same until they have landed.
    const std::size_t most = std::min(limit, places + flights_.size());
    const auto rows = world_.store().due_polls(lane.lane, now, most);
    if (!rows.ok()) note(rows.error());
    std::size_t used = 0;
    for (const store::DuePoll& due : rows.ok() ? *rows : std::vector<store::DuePoll>()) {
      if (used == places) break;
      used += poll(due, report) ? 1 : 0;
    }
    gates_.give_back(lane.lane, places - used);
  }
}

bool Pump::poll(const store::DuePoll& due, PumpReport& report) {
  const Claims::Name name{due.key.id, due.poll.material};
  if (!claims_.take(name)) return false;
  // Another thread may have asked between the list and the claim.
  const auto rows = world_.store().polls_of(due.key);
  if (!rows.ok()) note(rows.error());
  const bool still = rows.ok() && std::find(rows->begin(), rows->end(), due.poll) != rows->end();
  bool asked = false;
  if (still) {
    asked = due.poll.material.starts_with(kCallRef)
                ? poll_call(due, due.poll.material.substr(kCallRef.size()), report)
                : ask_question(due, report);
  }
  if (!asked) claims_.release(name);
  return asked;
}

void Pump::launch_poll(const store::DuePoll& due, AgencyQuestion question, AgencyRequest request,
                       std::uint64_t revision, PumpReport& report) {
  ++report.polled;
  Flight flight;
  flight.about = Flight::About::kPoll;
  flight.question = question;
  flight.due = due;
  flight.request = std::move(request);
  if (question == AgencyQuestion::kPoll) flight.ticket = due.poll.last_code;
  flight.lane = due.poll.lane;
  flight.revision = revision;
  flight.while_up = !gates_.down(due.poll.lane);
  flights_.launch(std::move(flight));
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

bool Pump::poll_call(const store::DuePoll& due, const std::string& call, PumpReport& report) {
  const auto held = desk_.read(due.key.id);
  if (!held.ok()) return note(held.error()), false;
  auto request = *held ? request_of(**held, call) : std::nullopt;
  if (!request) {
    store::PollRow row = due.poll;
    row.state = kPollRests;
    row.next_at = kNever;
    return tick(due, std::move(row)), false;
  }
  launch_poll(due, AgencyQuestion::kPoll, *std::move(request), (*held)->state.revision, report);
  return true;
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
  request.key = question_key(world_, due.key.id, question.call, due.poll);
  request.attempt = static_cast<int>(failed_attempts(due.poll)) + 1;
  request.body = std::make_shared<const Json>(question.request);
  return request;
}

bool Pump::ask_question(const store::DuePoll& due, PumpReport& report) {
  const auto held = desk_.read(due.key.id);
  if (!held.ok()) return note(held.error()), false;
  store::PollRow rests = due.poll;
  rests.state = kPollRests;
  rests.next_at = kNever;
  if (*held == nullptr) return tick(due, std::move(rests)), false;
  const decide::Inputs inputs = world_.inputs(*(*held)->prepared, *(*held)->calendar);
  const std::uint64_t revision = (*held)->state.revision;
  const auto question = decide::question((*held)->state, due.poll.material, inputs);
  if (!question.ok()) {
    const auto* spec = (*held)->prepared->definition->materials.find(due.poll.material);
    if (spec == nullptr) return tick(due, std::move(rests)), false;
    note(question.error());
    Command failure = failure_of(answer_id(due, revision), spec->source.ref, question.error().code);
    return deliver(due, std::move(failure), report), false;
  }
  if (!*question) return tick(due, std::move(rests)), false;
  const auto what = acknowledged_at(due.poll) ? AgencyQuestion::kPoll : AgencyQuestion::kAsk;
  launch_poll(due, what, question_request(due, **question), revision, report);
  return true;
}

void Pump::heard_question(const Flight& flight, AgencyAnswer answer, PumpReport& report) {
  const store::DuePoll& due = flight.due;
  const AgencyRequest& request = flight.request;
  store::PollRow row = due.poll;
  const Instant now = world_.now();
  switch (answer.kind) {
    case AgencyAnswerKind::kAnswered:
      return deliver(due, reply_of(answer_id(due, flight.revision), request.call, answer), report);
    case AgencyAnswerKind::kPending:
    case AgencyAnswerKind::kAcknowledged:
    case AgencyAnswerKind::kNotArrived: {
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
  const auto retry = retry_of(flight, answer, static_cast<std::uint32_t>(request.attempt));
  if (retry) {
    if (retry->counted) row.state = retry_state(static_cast<std::uint32_t>(request.attempt));
    row.next_at = now + retry->delay;
    row.last_code = answer.error.code;
    return tick(due, std::move(row));
  }
  deliver(due, failure_of(answer_id(due, flight.revision), request.call, answer.error.code),
          report);
}

void Pump::heard_poll(const Flight& flight, AgencyAnswer answer, PumpReport& report) {
  const store::DuePoll& due = flight.due;
  const std::string& call = flight.request.call;
  if (answer.kind == AgencyAnswerKind::kAnswered) {
    return deliver(due, reply_of(answer_id(due, flight.revision), call, answer), report);
  }
  const AgencyPolling polling =
      polling_of(world_.options.directory, flight.request).value_or(AgencyPolling{});
  const Instant now = world_.now();
  const bool waited = polling.until.count() > 0 &&
                      now >= acknowledged_at(due.poll).value_or(due.poll.first_at) + polling.until;
  const bool lost = answer.kind == AgencyAnswerKind::kFailed && !answer.error.retryable;
  if (waited || lost) {
    const std::string code = lost ? answer.error.code : "agency/timeout";
    return deliver(due, failure_of(answer_id(due, flight.revision), call, code), report);
  }
  store::PollRow row = due.poll;
  row.next_at =
      now + std::max(polling.every, answer.retry_after.value_or(std::chrono::milliseconds{0}));
  if (due.poll.material.starts_with(kCallRef)) row.attempts += 1;
  tick(due, std::move(row));
}

}  // namespace lianban::runtime
