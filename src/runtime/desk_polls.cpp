// Standing questions live in the store's polls: an answer that says nothing new moves one row and
// never enters the history.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/desk.hpp"
#include "runtime/poll_state.hpp"

namespace lianban::runtime {

namespace {

bool answers(Verb verb) {
  return verb == Verb::kReply || verb == Verb::kFail || verb == Verb::kAnswer;
}

using Rows = std::map<std::string, store::PollRow>;

/// The question was answered: it is put again after its recheck, or not at all.
void ask_again(const decide::Case& after, const std::string& call,
               const model::Definition& definition, const decide::Inputs& inputs, const Rows& rows,
               store::CaseCommit& commit) {
  for (const model::Material& spec : definition.materials) {
    if (spec.source.kind != model::SourceKind::kQuery || spec.source.ref != call) continue;
    const auto put = std::find_if(commit.polls_put.begin(), commit.polls_put.end(),
                                  [&](const auto& row) { return row.material == spec.id; });
    const auto known = rows.find(spec.id);
    if (put == commit.polls_put.end() && known == rows.end()) continue;
    store::PollRow row = put != commit.polls_put.end() ? *put : known->second;
    if (put != commit.polls_put.end()) commit.polls_put.erase(put);
    const auto next = decide::next_recheck(after, spec.id, inputs);
    row.attempts += 1;
    row.next_at = next.value_or(kNever);
    row.state = next ? kPollIdle : kPollRests;
    row.last_code.clear();
    commit.polls_put.push_back(std::move(row));
  }
}

}  // namespace

Status Desk::plan_polls(const decide::Done& done, const HeldPtr& held, const Order& order,
                        const decide::Inputs& inputs, store::CaseCommit& commit) {
  const decide::Effects& effects = done.effects;
  commit.polls_put = order.side.polls_put;
  const bool answered = answers(order.command.verb);
  if (effects.polls.empty() && effects.settled_calls.empty() && !answered) {
    return lianban::Done{};
  }
  Rows rows;
  if (held) {
    auto stored = world_.store().polls_of(world_.key(held->state.id));
    if (!stored.ok()) return std::move(stored).error();
    for (store::PollRow& row : *stored) rows[row.material] = std::move(row);
  }
  const model::Definition& definition = *inputs.prepared->definition;
  const auto drop = [&](const std::string& material) {
    std::erase_if(commit.polls_put, [&](const auto& row) { return row.material == material; });
    if (rows.erase(material) != 0) commit.polls_remove.push_back(material);
  };
  for (const std::string& call : effects.settled_calls) drop(std::string(kCallRef) + call);
  for (const decide::Effects::Poll& poll : effects.polls) {
    if (poll.ends) {
      drop(poll.material);
      continue;
    }
    const auto known = rows.find(poll.material);
    // One at a time: a question that is out stays out, also on the last day.
    if (known != rows.end() && is_out(known->second)) continue;
    const model::CallSpec* spec = definition.calls.find(poll.call);
    store::PollRow row{poll.material,
                       spec == nullptr ? std::string(kSelfLane) : spec->agency,
                       poll.next,
                       0,
                       inputs.now,
                       {},
                       std::string(kPollIdle)};
    if (known != rows.end()) {
      row.attempts = known->second.attempts;
      row.first_at = known->second.first_at;
    }
    std::erase_if(commit.polls_put,
                  [&](const auto& each) { return each.material == row.material; });
    std::erase(commit.polls_remove, row.material);
    commit.polls_put.push_back(std::move(row));
  }
  if (answered) {
    ask_again(done.after, order.command.subject, definition, inputs, rows, commit);
  }
  return lianban::Done{};
}

Status Desk::apply_side(const base::CaseId& id, const Side& side,
                        const std::vector<store::PollRow>& polls) {
  const store::CaseKey key = world_.key(id);
  std::vector<store::OutboxSettle> rows;
  const auto attempt_of = [&](std::uint32_t seq) -> std::optional<std::uint32_t> {
    if (!side.fence || side.fence->seq != seq) return std::nullopt;
    return side.fence->attempt;
  };
  for (const std::uint32_t seq : side.outbox_remove) {
    rows.push_back({key, seq, std::nullopt, attempt_of(seq)});
  }
  for (const store::OutboxChange& change : side.outbox_change) {
    rows.push_back({key, change.seq, change, attempt_of(change.seq)});
  }
  if (!rows.empty()) {
    if (const Status settled = world_.store().settle(rows); !settled.ok()) return settled;
  }
  if (side.inbox) {
    if (const Status settled = world_.store().settle_inbox(*side.inbox); !settled.ok()) {
      return settled;
    }
  }
  std::vector<store::PollTick> ticks;
  for (const store::PollRow& row : polls) ticks.push_back({key, row});
  if (ticks.empty()) return lianban::Done{};
  return world_.store().tick_polls(ticks);
}

}  // namespace lianban::runtime
