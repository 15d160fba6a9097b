// Standing questions and acknowledged requests: asked again and again until there is an answer.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"
#include "runtime/questions.hpp"

namespace lianban::runtime {

namespace {

constexpr std::chrono::minutes kPollPause{1};

}  // namespace

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
  const auto moved = move_question(world_, due, std::move(row));
  if (!moved.ok()) note(moved.error());
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
  if (!request) return tick(due, resting(due.poll)), false;
  launch_poll(due, AgencyQuestion::kPoll, *std::move(request), (*held)->state.revision, report);
  return true;
}

bool Pump::ask_question(const store::DuePoll& due, PumpReport& report) {
  const auto held = desk_.read(due.key.id);
  if (!held.ok()) return note(held.error()), false;
  if (*held == nullptr) return tick(due, resting(due.poll)), false;
  const std::uint64_t revision = (*held)->state.revision;
  auto request = question_of(world_, **held, due);
  if (!request.ok()) {
    auto failed = question_failed(answer_id(due, revision), **held, due, request.error().code);
    if (!failed) return tick(due, resting(due.poll)), false;
    note(request.error());
    return deliver(due, *std::move(failed), report), false;
  }
  if (!*request) return tick(due, resting(due.poll)), false;
  const auto what = acknowledged_at(due.poll) ? AgencyQuestion::kPoll : AgencyQuestion::kAsk;
  launch_poll(due, what, **std::move(request), revision, report);
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
