// What agencies answered, turned into commands.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/messages.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

using store::OutboxState;

void Pump::land(PumpReport& report) {
  // An answer may free the way for the next one: what it leads to lands in the next round.
  for (auto& [flight, answer] : flights_.landed()) land(*flight, std::move(answer), report);
}

void Pump::land(const Flight& flight, AgencyAnswer answer, PumpReport& report) {
  const auto took = std::chrono::steady_clock::now() - flight.started;
  Gates::Landed landed;
  landed.health = health_of(answer);
  landed.failed = answer.kind == AgencyAnswerKind::kFailed;
  landed.again = flight.request.attempt > 1;
  landed.milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  gates_.land(flight.lane, landed, world_.now());
  if (world_.fault("outbox:sent")) return;
  // The engine is being closed: the row stays as it is, and the next opening sees to it.
  const bool ours = landed.failed && answer.error.code == "agency/cancelled" && stopped_.load();
  switch (flight.about) {
    case Flight::About::kRow:
      if (ours) return;
      return is_message(flight.row) ? heard_message(flight, answer, report)
                                    : heard_call(flight, std::move(answer), report);
    case Flight::About::kUnsure:
      if (!ours) heard_of_unsure(flight, std::move(answer), report);
      return claims_.release({flight.row.key.id, "unsure:" + std::to_string(flight.row.seq)});
    case Flight::About::kPoll:
      if (!ours && flight.question == AgencyQuestion::kAsk) {
        heard_question(flight, std::move(answer), report);
      } else if (!ours) {
        heard_poll(flight, std::move(answer), report);
      }
      return claims_.release({flight.due.key.id, flight.due.poll.material});
  }
}

std::optional<Pump::Retry> Pump::retry_of(const Flight& flight, const AgencyAnswer& answer,
                                          std::uint32_t attempt) {
  if (!answer.error.retryable) return std::nullopt;
  const AgencyEntry& entry = entry_of(world_.options.directory, flight.request);
  // What was never sent, or sent to an agency known to be down, was no attempt of the request: an
  // outage, however long, is not what a case may fail of.
  Retry retry;
  retry.counted = flight.while_up && answer.error.code != "agency/unreachable";
  const int last = std::max(1, entry.retry.attempts - 1);
  const int made =
      retry.counted ? static_cast<int>(attempt) : std::clamp(static_cast<int>(attempt), 1, last);
  const auto delay = next_attempt(entry, made, world_.chance());
  if (!delay && retry.counted) return std::nullopt;
  retry.delay = std::max(delay.value_or(entry.retry.max),
                         answer.retry_after.value_or(std::chrono::milliseconds{0}));
  return retry;
}

void Pump::give_up(const Flight& flight, const std::string& code, PumpReport& report) {
  Delivery delivery{
      flight.row.key.id, failure_of(request_id("fail", flight.row), flight.request.call, code), {}};
  delivery.side.outbox_remove = {flight.row.seq};
  deliver(std::move(delivery), report);
}

void Pump::acknowledged(const Flight& flight, const AgencyAnswer& answer, PumpReport& report) {
  const store::OutboxRow& row = flight.row;
  Delivery delivery{row.key.id, {}, {}};
  delivery.command.request_id = request_id("ack", row);
  delivery.command.verb = Verb::kAcknowledge;
  delivery.command.subject = flight.request.call;
  delivery.side.outbox_change = {{row.seq, OutboxState::kSent, row.attempt, row.due}};
  const auto polling = polling_of(world_.options.directory, flight.request);
  if (!answer.ticket.empty() && polling) {
    const Instant now = world_.now();
    delivery.side.polls_put = {
        {row.ref, row.lane, now + polling->every, 0, now, answer.ticket, later_state(now)}};
  }
  deliver(std::move(delivery), report);
}

void Pump::heard_call(const Flight& flight, AgencyAnswer answer, PumpReport& report) {
  const store::OutboxRow& row = flight.row;
  switch (answer.kind) {
    case AgencyAnswerKind::kAnswered: {
      Delivery delivery{
          row.key.id, reply_of(request_id("reply", row), flight.request.call, answer), {}};
      delivery.side.outbox_remove = {row.seq};
      deliver(std::move(delivery), report);
      return;
    }
    case AgencyAnswerKind::kPending:
    case AgencyAnswerKind::kAcknowledged:
      return acknowledged(flight, answer, report);
    case AgencyAnswerKind::kNotArrived:
      return later(row, std::chrono::milliseconds{0});
    case AgencyAnswerKind::kFailed:
      break;
  }
  const AgencyDirectory& directory = world_.options.directory;
  const bool blind = answer.arrived_unknown && !honours_keys(directory, flight.request);
  const auto retry = retry_of(flight, answer, row.attempt);
  if (blind && !can_be_asked(directory, flight.request)) {
    return give_up(flight, "agency/unknown", report);
  }
  if (blind) {
    // Asked before it is sent again, however many attempts are left.
    const auto pause = retry ? retry->delay : entry_of(directory, flight.request).retry.first;
    return settle(row, OutboxState::kUnsure, 1, pause);
  }
  if (!retry) return give_up(flight, answer.error.code, report);
  settle(row, OutboxState::kQueued, row.attempt - (retry->counted ? 0 : 1), retry->delay);
}

void Pump::heard_of_unsure(const Flight& flight, AgencyAnswer answer, PumpReport& report) {
  const store::OutboxRow& row = flight.row;
  switch (answer.kind) {
    case AgencyAnswerKind::kAnswered:
    case AgencyAnswerKind::kAcknowledged:
    case AgencyAnswerKind::kPending:
      return heard_call(flight, std::move(answer), report);
    case AgencyAnswerKind::kNotArrived:
      // Now it is certain: sending it again does nothing twice.
      return settle(row, OutboxState::kQueued, 0, std::chrono::milliseconds{0});
    case AgencyAnswerKind::kFailed:
      break;
  }
  const auto retry = retry_of(flight, answer, row.attempt);
  if (!retry) return give_up(flight, "agency/unknown", report);
  settle(row, OutboxState::kUnsure, row.attempt + (retry->counted ? 1 : 0), retry->delay);
}

void Pump::heard_message(const Flight& flight, const AgencyAnswer& answer, PumpReport& report) {
  const store::OutboxRow& row = flight.row;
  if (answer.kind != AgencyAnswerKind::kFailed) {
    ++report.answered;
    return remove(row);
  }
  const auto retry = retry_of(flight, answer, row.attempt);
  if (retry) {
    return settle(row, OutboxState::kQueued, row.attempt - (retry->counted ? 0 : 1), retry->delay);
  }
  ++report.failed;
  world_.log.warning("pump: " + row.lane + " did not take a message: " + answer.error.code);
  settle(row, OutboxState::kDead, row.attempt, std::chrono::milliseconds{0});
}

}  // namespace lianban::runtime
