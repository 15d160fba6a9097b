// Requests to agencies and messages between cases, sent after the commit that queued them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

using store::OutboxState;

namespace {

constexpr std::chrono::minutes kChildPause{1};

std::string rest_of(std::string_view prefix, const std::string& ref) {
  return ref.starts_with(prefix) ? ref.substr(prefix.size()) : std::string{};
}

/// Stable over crashes, unique in the case, new when a person has the request asked again.
std::string request_id(std::string_view what, const store::OutboxRow& row) {
  std::string id(kOwnRequests);
  id += what;
  id += ':';
  return id + std::to_string(row.seq);
}

}  // namespace

const decide::Errand* errand_of(const decide::Case& of, std::uint32_t seq) {
  const auto it = std::find_if(of.errands.begin(), of.errands.end(),
                               [&](const decide::Errand& each) { return each.seq == seq; });
  return it == of.errands.end() ? nullptr : &*it;
}

void Pump::send_requests(std::size_t limit, PumpReport& report) {
  // Without adapters the host asks on its own (open_calls): only messages between cases go out.
  const std::string_view lane = world_.options.agencies ? "" : "self";
  for (std::size_t seen = 0; seen < limit && !stopped_.load();) {
    const auto rows =
        world_.store().claim(lane, world_.now(), std::min(limit - seen, limits::kPumpBatch));
    if (!rows.ok()) return note(rows.error());
    if (rows->empty()) return;
    seen += rows->size();
    for (const store::OutboxRow& row : *rows) send(row, report);
  }
}

void Pump::send(const store::OutboxRow& row, PumpReport& report) {
  if (world_.fault("outbox:claimed")) return;
  if (const std::string call = rest_of("call:", row.ref); !call.empty()) {
    send_call(row, call, report);
  } else if (!rest_of("open:", row.ref).empty()) {
    open_child(row, report);
  } else if (row.ref == kEndedRef) {
    tell_parent(row, report);
  }
}

void Pump::remove(const store::OutboxRow& row) {
  const Status done = world_.store().settle({{row.key, row.seq, std::nullopt}});
  if (!done.ok()) note(done.error());
}

void Pump::later(const store::OutboxRow& row, std::chrono::milliseconds delay) {
  const store::OutboxChange queued{row.seq, OutboxState::kQueued, row.attempt,
                                   world_.now() + delay};
  const Status done = world_.store().settle({{row.key, row.seq, queued}});
  if (!done.ok()) note(done.error());
}

void Pump::send_call(const store::OutboxRow& row, const std::string& call, PumpReport& report) {
  const auto held = desk_.read(row.key.id);
  if (!held.ok()) {
    note(held.error());
    return later(row, kChildPause);
  }
  auto request = *held ? request_of(**held, call) : std::nullopt;
  if (!request) return remove(row);
  request->attempt = static_cast<int>(row.attempt);
  ++report.asked;
  AgencyAnswer answer = world_.options.agencies->ask(*request);
  if (world_.fault("outbox:sent")) return;
  heard(row, *request, std::move(answer), report);
}

void Pump::heard(const store::OutboxRow& row, const AgencyRequest& request, AgencyAnswer answer,
                 PumpReport& report) {
  Delivery delivery{row.key.id, {}, {}};
  switch (answer.kind) {
    case AgencyAnswerKind::kAnswered:
      delivery.command = reply_of(request_id("reply", row), request.call, answer);
      delivery.side.outbox_remove = {row.seq};
      break;
    case AgencyAnswerKind::kPending:
    case AgencyAnswerKind::kAcknowledged: {
      delivery.command.request_id = request_id("ack", row);
      delivery.command.verb = Verb::kAcknowledge;
      delivery.command.subject = request.call;
      delivery.side.outbox_change = {{row.seq, OutboxState::kSent, row.attempt, row.due}};
      const auto polling = polling_of(world_.options.directory, request);
      if (!answer.ticket.empty() && polling) {
        const Instant now = world_.now();
        delivery.side.polls_put = {
            {row.ref, row.lane, now + polling->every, 0, now, answer.ticket, later_state(now)}};
      }
      break;
    }
    case AgencyAnswerKind::kFailed: {
      const bool blind = answer.arrived_unknown && !honours_keys(world_.options.directory, request);
      const auto delay = answer.error.retryable && !blind
                             ? next_attempt(entry_of(world_.options.directory, request),
                                            request.attempt, world_.chance())
                             : std::nullopt;
      if (delay) return later(row, *delay);
      delivery.command = failure_of(request_id("fail", row), request.call,
                                    blind ? "agency/unknown" : answer.error.code);
      delivery.side.outbox_remove = {row.seq};
      break;
    }
  }
  deliver(std::move(delivery), report);
}

void Pump::open_child(const store::OutboxRow& row, PumpReport& report) {
  const auto held = desk_.read(row.key.id);
  if (!held.ok()) {
    note(held.error());
    return later(row, kChildPause);
  }
  const decide::Errand* errand = *held ? errand_of((*held)->state, row.seq) : nullptr;
  if (errand == nullptr) return remove(row);
  const decide::Party& applicant = (*held)->state.applicant;
  Command open;
  open.request_id = child_request({row.key.id, row.seq});
  open.data = {{"applicant", {{"id", applicant.id}, {"agents", applicant.agents}}}};
  if (errand->data && !errand->data->is_null()) open.data["form"] = *errand->data;
  const auto answer = desk_.open(errand->definition, std::move(open));
  if (!answer.ok()) {
    // Its definition may still be published: nothing has failed yet.
    const bool unpublished = answer.error().code == "definition/unknown";
    unpublished ? world_.log.warning("pump: a case to be opened has no published definition")
                : note(answer.error());
    return later(row, kChildPause);
  }
  ++report.opened;
  Delivery delivery{row.key.id, {}, {}};
  delivery.command.verb = Verb::kChild;
  delivery.command.subject = errand->name;
  delivery.side.outbox_remove = {row.seq};
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    delivery.command.request_id = request_id("unopened", row);
    delivery.command.data = {{"outcome", "not_accepted"}, {"code", refusal->code}};
  } else {
    delivery.command.request_id = request_id("opened", row);
    delivery.command.data = {{"case", std::get<Accepted>(*answer).case_id}};
  }
  deliver(std::move(delivery), report);
}

void Pump::tell_parent(const store::OutboxRow& row, PumpReport& report) {
  const auto child = desk_.read(row.key.id);
  const auto journal = world_.store().journal(row.key);
  if (!child.ok() || !journal.ok()) {
    note(child.ok() ? journal.error() : child.error());
    return later(row, kChildPause);
  }
  const auto parent = journal->empty() ? std::nullopt : parent_of(journal->front().request);
  if (!parent || *child == nullptr) return remove(row);
  const auto held = desk_.read(parent->id);
  if (!held.ok()) {
    note(held.error());
    return later(row, kChildPause);
  }
  const decide::Errand* errand = *held ? errand_of((*held)->state, parent->seq) : nullptr;
  if (errand == nullptr) return remove(row);
  Command ended;
  ended.request_id = std::string(kOwnRequests) + "ended:" + base::format(row.key.id);
  ended.verb = Verb::kChild;
  ended.subject = errand->name;
  ended.data = {{"outcome", (*child)->state.outcome}, {"case", base::format(row.key.id)}};
  const auto told = desk_.submit(parent->id, std::move(ended), {});
  if (!told.ok()) {
    note(told.error());
    return later(row, kChildPause);
  }
  ++report.answered;
  remove(row);
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

store::OutboxState Pump::recover_row(const store::OutboxRow& row) {
  const std::string call = rest_of("call:", row.ref);
  if (call.empty()) return OutboxState::kQueued;
  auto held = desk_.read(row.key.id);
  const auto request =
      held.ok() && *held ? request_of(**held, call) : std::optional<AgencyRequest>();
  if (!request || honours_keys(world_.options.directory, *request)) return OutboxState::kQueued;
  // A second request could do the act twice. A person has to look.
  Delivery delivery{row.key.id, failure_of(request_id("fail", row), call, "agency/unknown"), {}};
  delivery.side.outbox_remove = {row.seq};
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(delivery));
  return OutboxState::kUnsure;
}

}  // namespace lianban::runtime
