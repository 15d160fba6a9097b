// Requests to agencies, sent after the commit that queued them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"
#include "runtime/messages.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

using store::OutboxState;

namespace {

constexpr std::chrono::minutes kReadPause{1};

}  // namespace

const decide::Errand* errand_of(const decide::Case& of, std::uint32_t seq) {
  const auto it = std::find_if(of.errands.begin(), of.errands.end(),
                               [&](const decide::Errand& each) { return each.seq == seq; });
  return it == of.errands.end() ? nullptr : &*it;
}

void Pump::send_requests(std::size_t limit, PumpReport& report) {
  for (std::size_t seen = 0; seen < limit && !stopped_.load();) {
    const std::vector<store::OutboxRow> rows = claim(std::min(limit - seen, limits::kPumpBatch));
    if (rows.empty()) return;
    seen += rows.size();
    for (const store::OutboxRow& row : rows) send(row, report);
    // An adapter that answers at once has given its places back: its next requests go now.
    land(report);
  }
}

/// What may go out now. Without adapters the host asks on its own: only messages between cases go.
std::vector<store::OutboxRow> Pump::claim(std::size_t limit) {
  const auto lanes = world_.store().queued_lanes();
  if (!lanes.ok()) return note(lanes.error()), std::vector<store::OutboxRow>();
  store::Claim claim;
  claim.now = world_.now();
  claim.limit = limit;
  for (const store::LaneDue& lane : *lanes) {
    if (lane.due > claim.now) continue;
    std::size_t places = limit;
    if (lane.lane != kSelfLane) {
      places = world_.options.agencies ? gates_.take(lane.lane, limit, claim.now) : 0;
    }
    if (places > 0) claim.lanes.push_back({lane.lane, places});
  }
  if (claim.lanes.empty()) return {};
  auto rows = world_.store().claim(claim);
  if (!rows.ok()) note(rows.error());
  std::vector<store::OutboxRow> claimed =
      rows.ok() ? std::move(rows).value() : std::vector<store::OutboxRow>();
  for (const store::LaneShare& share : claim.lanes) {
    if (share.lane == kSelfLane) continue;
    const auto used = std::count_if(claimed.begin(), claimed.end(),
                                    [&](const auto& row) { return row.lane == share.lane; });
    gates_.give_back(share.lane, share.limit - static_cast<std::size_t>(used));
  }
  return claimed;
}

void Pump::send(const store::OutboxRow& row, PumpReport& report) {
  if (world_.fault("outbox:claimed")) return;
  if (row.ref.starts_with(kCallRef) || is_message(row)) return send_request(row, report);
  if (!rest_of("open:", row.ref).empty()) {
    open_child(row, report);
  } else if (!rest_of(kFollowRef, row.ref).empty()) {
    spread(row, report);
  } else if (row.ref == kEndedRef) {
    tell_parent(row, report);
  }
}

void Pump::remove(const store::OutboxRow& row) {
  const Status done = world_.store().settle({{row.key, row.seq, std::nullopt}});
  if (!done.ok()) note(done.error());
}

void Pump::settle(const store::OutboxRow& row, OutboxState state, std::uint32_t attempt,
                  std::chrono::milliseconds delay) {
  const store::OutboxChange change{row.seq, state, attempt, world_.now() + delay};
  const Status done = world_.store().settle({{row.key, row.seq, change}});
  if (!done.ok()) note(done.error());
}

void Pump::later(const store::OutboxRow& row, std::chrono::milliseconds delay) {
  settle(row, OutboxState::kQueued, row.attempt, delay);
}

void Pump::send_request(const store::OutboxRow& row, PumpReport& report) {
  const auto held = desk_.read(row.key.id);
  if (!held.ok()) {
    note(held.error());
    gates_.give_back(row.lane, 1);
    return later(row, kReadPause);
  }
  std::optional<AgencyRequest> request;
  if (*held) {
    request = is_message(row) ? message_of(**held, row)
                              : request_of(**held, row.ref.substr(kCallRef.size()));
  }
  if (!request) {
    gates_.give_back(row.lane, 1);
    return remove(row);
  }
  request->attempt = static_cast<int>(row.attempt);
  ++report.asked;
  Flight flight;
  flight.row = row;
  flight.request = *std::move(request);
  flight.lane = row.lane;
  flight.while_up = !gates_.down(row.lane);
  flights_.launch(std::move(flight));
}

// An agency that gives keys no meaning is asked whether the lost request arrived, before anything
// is sent again.
void Pump::ask_about_unsure(std::size_t limit, PumpReport& report) {
  if (!world_.options.agencies || stopped_.load()) return;
  const auto rows = world_.store().outbox(OutboxState::kUnsure, {}, limit);
  if (!rows.ok()) return note(rows.error());
  const Instant now = world_.now();
  for (const store::OutboxRow& row : *rows) {
    if (row.due > now) continue;
    const Claims::Name name{row.key.id, "unsure:" + std::to_string(row.seq)};
    if (!claims_.take(name)) continue;
    const auto held = desk_.read(row.key.id);
    auto request = held.ok() && *held ? request_of(**held, rest_of(kCallRef, row.ref))
                                      : std::optional<AgencyRequest>();
    if (!request || !can_be_asked(world_.options.directory, *request) ||
        gates_.take(row.lane, 1, now) == 0) {
      claims_.release(name);
      if (held.ok() && !request) remove(row);
      continue;
    }
    request->attempt = static_cast<int>(row.attempt);
    ++report.polled;
    Flight flight;
    flight.about = Flight::About::kUnsure;
    flight.question = AgencyQuestion::kQuery;
    flight.row = row;
    flight.request = *std::move(request);
    flight.lane = row.lane;
    flight.while_up = !gates_.down(row.lane);
    flights_.launch(std::move(flight));
  }
}

// What was on its way when the process ended: it may have arrived.
Status Pump::recover() {
  std::vector<store::OutboxSettle> changes;
  for (const OutboxState state : {OutboxState::kSending, OutboxState::kUnsure}) {
    std::optional<store::OutboxRow> last;
    while (true) {
      auto rows = world_.store().outbox(state, last, 256);
      if (!rows.ok()) return std::move(rows).error();
      if (rows->empty()) break;
      last = rows->back();
      for (const store::OutboxRow& row : *rows) {
        const OutboxState next = recover_row(row);
        if (next == row.state) continue;
        changes.push_back({row.key, row.seq, {{row.seq, next, row.attempt, row.due}}});
      }
    }
  }
  return changes.empty() ? Status(lianban::Done{}) : world_.store().settle(changes);
}

OutboxState Pump::recover_row(const store::OutboxRow& row) {
  const std::string call = rest_of(kCallRef, row.ref);
  if (call.empty()) return OutboxState::kQueued;
  auto held = desk_.read(row.key.id);
  const auto request =
      held.ok() && *held ? request_of(**held, call) : std::optional<AgencyRequest>();
  if (!request || honours_keys(world_.options.directory, *request)) return OutboxState::kQueued;
  if (can_be_asked(world_.options.directory, *request)) return OutboxState::kUnsure;
  // A second request could do the act twice. A person has to look.
  Delivery delivery{row.key.id, failure_of(request_id("fail", row), call, "agency/unknown"), {}};
  delivery.side.outbox_remove = {row.seq};
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(delivery));
  return OutboxState::kUnsure;
}

}  // namespace lianban::runtime
