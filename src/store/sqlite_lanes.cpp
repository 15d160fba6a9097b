#include <algorithm>
#include <tuple>

#include "store/sqlite_reads.hpp"

namespace lianban::store {

// One index seek a lane: there are few lanes and many rows.
const char* const kNextReadyLane =
    "SELECT min(lane) FROM outbox WHERE state = 'queued' AND lane > ?";
const char* const kNextPollLane = "SELECT min(lane) FROM polls WHERE lane > ?";

namespace {

constexpr int kSeqBits = 20;
static_assert(kOutboxSeqLimit == 1u << kSeqBits);

/// Columns: pos, lane, ref, state, attempt, due, since, tenant, case_id.
OutboxRow outbox_at(const Query& query) {
  const std::optional<OutboxState> state = outbox_state(query.bytes_at(3));
  if (!state) throw_damaged("an outbox state without meaning");
  OutboxRow row;
  row.key = {TenantId{query.integer_at(7)}, query.case_id_at(8)};
  row.seq = static_cast<std::uint32_t>(query.integer_at(0) & (kOutboxSeqLimit - 1));
  row.lane = query.bytes_at(1);
  row.ref = query.bytes_at(2);
  row.state = *state;
  row.attempt = static_cast<std::uint32_t>(query.integer_at(4));
  row.due = query.instant_at(5);
  row.since = query.instant_at(6);
  return row;
}

/// Columns: material, lane, next_at, attempts, first_at, last_code, state.
PollRow poll_at(const Query& query) {
  return {query.bytes_at(0),   query.bytes_at(1),
          query.instant_at(2), static_cast<std::uint32_t>(query.integer_at(3)),
          query.instant_at(4), query.bytes_at(5),
          query.bytes_at(6)};
}

std::vector<std::string> lanes(Connection& connection, std::string_view lane,
                               const char* next_lane) {
  if (!lane.empty()) return {std::string(lane)};
  return lanes_of(connection, next_lane);
}

std::vector<LaneDue> dues(Connection& connection, const char* next_lane,
                          const char* first_of_lane) {
  std::vector<LaneDue> found;
  for (std::string& lane : lanes_of(connection, next_lane)) {
    Query query(connection, first_of_lane);
    query.text(lane);
    const auto due = query.step() ? query.maybe_instant_at(0) : std::nullopt;
    if (due) found.push_back({std::move(lane), *due});
  }
  return found;
}

}  // namespace

std::int64_t outbox_pos(std::int64_t n, std::uint32_t seq) {
  return n * static_cast<std::int64_t>(kOutboxSeqLimit) + static_cast<std::int64_t>(seq);
}

std::vector<std::string> lanes_of(Connection& connection, const char* next_lane) {
  std::vector<std::string> names;
  std::string last;
  while (true) {
    Query query(connection, next_lane);
    query.text(last);
    const auto next = query.step() ? query.maybe_bytes_at(0) : std::nullopt;
    if (!next) return names;
    names.push_back(*next);
    last = *next;
  }
}

std::vector<LaneDue> read_queued_lanes(Connection& connection) {
  return dues(connection, kNextReadyLane,
              "SELECT min(due) FROM outbox WHERE state = 'queued' AND lane = ?");
}

std::vector<LaneDue> read_polled_lanes(Connection& connection) {
  return dues(connection, kNextPollLane, "SELECT min(next_at) FROM polls WHERE lane = ?");
}

std::vector<OutboxRow> read_outbox(Connection& connection, OutboxState state,
                                   const std::optional<OutboxRow>& after, std::size_t limit) {
  const std::int64_t last =
      after ? outbox_pos(number_of(connection, after->key), after->seq) : std::int64_t{-1};
  Query query(connection,
              "SELECT o.pos, o.lane, o.ref, o.state, o.attempt, o.due, o.since, c.tenant, c.case_id"
              " FROM outbox o CROSS JOIN cases c ON c.n = o.pos >> 20"
              // The second condition is the index's own: without it the index would not be used.
              " WHERE o.state = ? AND o.state <> 'queued' AND o.pos > ? ORDER BY o.pos LIMIT ?");
  const std::string wanted(name_of(state));
  query.text(wanted).integer(last).integer(static_cast<std::int64_t>(limit));
  std::vector<OutboxRow> rows;
  while (query.step()) rows.push_back(outbox_at(query));
  return rows;
}

std::vector<OutboxRow> read_outbox_of(Connection& connection, const CaseKey& key) {
  std::vector<OutboxRow> rows;
  const std::int64_t n = number_of(connection, key);
  if (n == 0) return rows;
  Query query(connection,
              "SELECT o.pos, o.lane, o.ref, o.state, o.attempt, o.due, o.since, c.tenant, c.case_id"
              " FROM outbox o CROSS JOIN cases c ON c.n = ?"
              " WHERE o.pos >= ? AND o.pos < ? ORDER BY o.pos");
  query.integer(n).integer(outbox_pos(n, 0)).integer(outbox_pos(n + 1, 0));
  while (query.step()) rows.push_back(outbox_at(query));
  return rows;
}

std::vector<LaneCount> read_lane_counts(Connection& connection) {
  Query query(connection,
              "SELECT lane, state, count(*), min(since) FROM outbox GROUP BY lane, state"
              " ORDER BY lane, state");
  std::vector<LaneCount> counts;
  while (query.step()) {
    const std::optional<OutboxState> state = outbox_state(query.bytes_at(1));
    if (!state) throw_damaged("an outbox state without meaning");
    counts.push_back({query.bytes_at(0), *state, query.count_at(2), query.instant_at(3)});
  }
  return counts;
}

std::vector<DuePoll> read_due_polls(Connection& connection, std::string_view lane, Instant now,
                                    std::size_t limit) {
  struct Found {
    std::int64_t n;
    DuePoll due;
  };
  std::vector<Found> found;
  for (const std::string& each : lanes(connection, lane, kNextPollLane)) {
    Query query(connection,
                "SELECT p.material, p.lane, p.next_at, p.attempts, p.first_at, p.last_code,"
                " p.state, p.n FROM polls p INDEXED BY polls_due"
                " WHERE p.lane = ? AND p.next_at <= ? ORDER BY p.next_at, p.n, p.material LIMIT ?");
    query.text(each).instant(now).integer(static_cast<std::int64_t>(limit));
    while (query.step()) {
      const std::int64_t n = query.integer_at(7);
      found.push_back({n, {key_of(connection, n), poll_at(query)}});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.due.poll.next_at, a.n, a.due.poll.material) <
           std::tie(b.due.poll.next_at, b.n, b.due.poll.material);
  });
  std::vector<DuePoll> due;
  for (Found& each : found) {
    if (due.size() == limit) break;
    due.push_back(std::move(each.due));
  }
  return due;
}

std::vector<PollRow> read_polls_of(Connection& connection, const CaseKey& key) {
  Query query(connection,
              "SELECT material, lane, next_at, attempts, first_at, last_code, state FROM polls"
              " WHERE n = ? ORDER BY material");
  query.integer(number_of(connection, key));
  std::vector<PollRow> polls;
  while (query.step()) polls.push_back(poll_at(query));
  return polls;
}

}  // namespace lianban::store
