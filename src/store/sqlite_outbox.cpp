// What is to be sent: queued with a case's commit, claimed, settled.
#include <algorithm>
#include <tuple>

#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"
#include "store/sqlite_writes.hpp"

namespace lianban::store {
namespace {

void change_outbox(Connection& connection, std::int64_t n, const OutboxChange& change) {
  const std::string state(name_of(change.state));
  Query(connection, "UPDATE outbox SET state = ?, attempt = ?, due = ? WHERE pos = ?")
      .text(state)
      .integer(change.attempt)
      .instant(change.due)
      .integer(outbox_pos(n, change.seq))
      .run();
}

void remove_outbox(Connection& connection, std::int64_t n, std::uint32_t seq) {
  Query(connection, "DELETE FROM outbox WHERE pos = ?").integer(outbox_pos(n, seq)).run();
}

struct Candidate {
  std::int64_t pos = 0;
  OutboxRow row;
};

/// Whether an earlier row of the same case and lane is not done with.
bool held_back(Connection& connection, std::int64_t pos, const std::string& lane) {
  Query before(connection,
               "SELECT 1 FROM outbox WHERE pos >= ? AND pos < ? AND lane = ?"
               " AND state IN ('queued', 'sending', 'unsure') LIMIT 1");
  before.integer(pos & ~static_cast<std::int64_t>(kOutboxSeqLimit - 1)).integer(pos).text(lane);
  return before.step();
}

void add_candidates(Connection& connection, const LaneShare& share, Instant now,
                    std::vector<Candidate>& found) {
  Query query(connection,
              "SELECT pos, ref, attempt, due, since FROM outbox WHERE state = 'queued'"
              " AND lane = ? AND due <= ? ORDER BY due, pos");
  query.text(share.lane).instant(now);
  for (std::size_t taken = 0; taken < share.limit && query.step();) {
    Candidate next;
    next.pos = query.integer_at(0);
    if (held_back(connection, next.pos, share.lane)) continue;
    ++taken;
    next.row.seq = static_cast<std::uint32_t>(next.pos & (kOutboxSeqLimit - 1));
    next.row.lane = share.lane;
    next.row.ref = query.bytes_at(1);
    next.row.attempt = static_cast<std::uint32_t>(query.integer_at(2)) + 1;
    next.row.due = query.instant_at(3);
    next.row.since = query.instant_at(4);
    found.push_back(std::move(next));
  }
}

}  // namespace

void write_outbox(Connection& connection, std::int64_t n, const CaseCommit& commit) {
  for (const std::uint32_t seq : commit.outbox_remove) remove_outbox(connection, n, seq);
  for (const OutboxChange& change : commit.outbox_change) change_outbox(connection, n, change);
  for (const OutboxInsert& row : commit.outbox_add) {
    const std::string state(name_of(row.state));
    Query(connection, "INSERT INTO outbox VALUES (?1, ?2, ?3, ?4, 0, ?5, ?5)")
        .integer(outbox_pos(n, row.seq))
        .text(row.lane)
        .text(row.ref)
        .text(state)
        .instant(row.due)
        .run();
  }
}

Status write_claim(Connection& connection, const Claim& claim, std::vector<OutboxRow>& claimed) {
  claimed.clear();
  std::vector<LaneShare> lanes = claim.lanes;
  if (lanes.empty()) {
    for (std::string& lane : lanes_of(connection, kNextReadyLane)) {
      lanes.push_back({std::move(lane), claim.limit});
    }
  }
  std::vector<Candidate> found;
  for (const LaneShare& share : lanes) add_candidates(connection, share, claim.now, found);
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.row.due, a.pos) < std::tie(b.row.due, b.pos);
  });
  if (found.size() > claim.limit) found.resize(claim.limit);
  for (Candidate& each : found) {
    each.row.state = claim.lent_until ? OutboxState::kQueued : OutboxState::kSending;
    each.row.due = claim.lent_until.value_or(each.row.due);
    const std::int64_t n = each.pos / kOutboxSeqLimit;
    change_outbox(connection, n, {each.row.seq, each.row.state, each.row.attempt, each.row.due});
    each.row.key = key_of(connection, n);
    claimed.push_back(std::move(each.row));
  }
  return Done{};
}

bool fence_holds(Connection& connection, std::int64_t n, const OutboxFence& fence) {
  Query query(connection, "SELECT 1 FROM outbox WHERE pos = ? AND attempt = ?");
  query.integer(outbox_pos(n, fence.seq)).integer(fence.attempt);
  return query.step();
}

Status write_settle(Connection& connection, const std::vector<OutboxSettle>& rows) {
  for (const OutboxSettle& settle : rows) {
    if (!settle.attempt) continue;
    const std::int64_t n = number_of(connection, settle.key);
    if (!fence_holds(connection, n, {settle.seq, *settle.attempt})) return fenced_error();
  }
  for (const OutboxSettle& settle : rows) {
    const std::int64_t n = number_of(connection, settle.key);
    if (n == 0) continue;
    if (!settle.change) {
      remove_outbox(connection, n, settle.seq);
      continue;
    }
    OutboxChange change = *settle.change;
    change.seq = settle.seq;
    change_outbox(connection, n, change);
  }
  return Done{};
}

}  // namespace lianban::store
