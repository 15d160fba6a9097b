#include "store/sqlite_writes.hpp"

#include <algorithm>
#include <tuple>

#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"

namespace lianban::store {
namespace {

/// What a commit has to know of the case as it stands.
struct Standing {
  std::int64_t n = 0;
  std::uint64_t revision = 0;
  std::int64_t tail = 0;
  std::string requests;
  std::optional<Instant> wake_at;
  std::optional<std::string> number;
};

Standing standing_of(Connection& connection, const CaseKey& key) {
  Query query(connection,
              "SELECT n, revision, tail, requests, wake_at, number FROM cases"
              " WHERE tenant = ? AND case_id = ?");
  query.integer(key.tenant.value).blob(key.id.bytes);
  if (!query.step()) return {};
  return {query.integer_at(0), query.count_at(1),         query.integer_at(2),
          query.bytes_at(3),   query.maybe_instant_at(4), query.maybe_bytes_at(5)};
}

/// Gives the case its local number; its journal row is the next one to be inserted.
std::int64_t insert_case(Connection& connection, const CaseCommit& commit,
                         const std::string& requests, const std::optional<Instant>& wake_at) {
  Query query(connection,
              "INSERT INTO cases (tenant, case_id, revision, tail, wake_at, status, number,"
              " opened_at, ended_at, requests, definition, calendar_rev, head, body_revision,"
              " format, body) VALUES (?, ?, 1, (SELECT ifnull(max(pos), 0) + 1 FROM journal), ?, ?,"
              " ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)");
  query.integer(commit.key.tenant.value).blob(commit.key.id.bytes);
  query.instant(wake_at).text(commit.status).text(commit.number);
  query.instant(commit.opened_at).instant(commit.ended_at).blob(requests);
  query.blob(commit.definition).text(commit.calendar_rev).blob(commit.journal.hash);
  query.integer(commit.format).blob(*commit.body).run();
  return connection.last_row();
}

std::int64_t insert_journal(Connection& connection, std::int64_t n, std::int64_t prev_pos,
                            const JournalRow& row) {
  Query query(connection,
              "INSERT INTO journal (n, revision, prev_pos, at, request, request_hash, hash, bytes)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  query.integer(n).integer(static_cast<std::int64_t>(row.revision)).integer(prev_pos);
  query.instant(row.at).text(row.request).blob(row.request_hash).blob(row.hash).blob(row.bytes);
  query.run();
  return connection.last_row();
}

void update_case(Connection& connection, const CaseCommit& commit, std::int64_t n,
                 std::int64_t tail, const std::string& requests,
                 const std::optional<Instant>& wake_at) {
  const auto bind_common = [&](Query& query) {
    query.integer(static_cast<std::int64_t>(commit.journal.revision)).integer(tail);
    query.instant(wake_at).text(commit.status).text(commit.number).instant(commit.ended_at);
    query.blob(requests).blob(commit.definition).text(commit.calendar_rev);
    query.blob(commit.journal.hash);
  };
  if (commit.body) {
    Query query(connection,
                "UPDATE cases SET revision = ?1, tail = ?2, wake_at = ?3, status = ?4,"
                " number = ?5, ended_at = ?6, requests = ?7, definition = ?8, calendar_rev = ?9,"
                " head = ?10, body_revision = ?1, format = ?11, body = ?12 WHERE n = ?13");
    bind_common(query);
    query.integer(commit.format).blob(*commit.body).integer(n).run();
  } else {
    Query query(connection,
                "UPDATE cases SET revision = ?1, tail = ?2, wake_at = ?3, status = ?4,"
                " number = ?5, ended_at = ?6, requests = ?7, definition = ?8, calendar_rev = ?9,"
                " head = ?10 WHERE n = ?11");
    bind_common(query);
    query.integer(n).run();
  }
}

void move_wake(Connection& connection, std::int64_t n, const std::optional<Instant>& from,
               const std::optional<Instant>& to) {
  if (from == to) return;
  if (from) {
    Query(connection, "DELETE FROM wakes WHERE due = ? AND n = ?").instant(*from).integer(n).run();
  }
  if (to) Query(connection, "INSERT INTO wakes VALUES (?, ?)").instant(*to).integer(n).run();
}

void write_boxes(Connection& connection, std::int64_t n, const CaseCommit& commit) {
  const auto tenant = commit.key.tenant.value;
  for (const BoxRow& row : commit.boxes_remove) {
    Query(connection, "DELETE FROM inboxes WHERE tenant = ? AND box = ? AND due = ? AND n = ?")
        .integer(tenant)
        .text(row.box)
        .instant(row.due)
        .integer(n)
        .run();
  }
  for (const BoxRow& row : commit.boxes_add) {
    Query(connection, "INSERT OR IGNORE INTO inboxes VALUES (?, ?, ?, ?)")
        .integer(tenant)
        .text(row.box)
        .instant(row.due)
        .integer(n)
        .run();
  }
}

void add_finder(Connection& connection, TenantId tenant, const std::string& kind,
                std::string_view blind, std::int64_t n) {
  Query(connection, "INSERT OR IGNORE INTO finder VALUES (?, ?, ?, ?)")
      .integer(tenant.value)
      .text(kind)
      .blob(blind)
      .integer(n)
      .run();
}

void write_finder(Connection& connection, std::int64_t n, const CaseCommit& commit,
                  const std::optional<std::string>& old_number) {
  if (old_number != commit.number) {
    const std::string kind(kNumberKind);
    if (old_number) {
      Query(connection, "DELETE FROM finder WHERE tenant = ? AND kind = ? AND blind = ? AND n = ?")
          .integer(commit.key.tenant.value)
          .text(kind)
          .blob(*old_number)
          .integer(n)
          .run();
    }
    if (commit.number) add_finder(connection, commit.key.tenant, kind, *commit.number, n);
  }
  for (const FinderRow& row : commit.finder_add) {
    add_finder(connection, commit.key.tenant, row.kind, base::view(row.blind), n);
  }
}

void bind_poll(Query& query, const PollRow& poll) {
  query.text(poll.lane).instant(poll.next_at).integer(poll.attempts).instant(poll.first_at);
  query.text(poll.last_code).text(poll.state);
}

void write_polls(Connection& connection, std::int64_t n, const CaseCommit& commit) {
  for (const std::string& material : commit.polls_remove) {
    Query(connection, "DELETE FROM polls WHERE n = ? AND material = ?")
        .integer(n)
        .text(material)
        .run();
  }
  for (const PollRow& poll : commit.polls_put) {
    Query query(connection,
                "INSERT OR REPLACE INTO polls (n, material, lane, next_at, attempts, first_at,"
                " last_code, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    query.integer(n).text(poll.material);
    bind_poll(query, poll);
    query.run();
  }
}

}  // namespace

Status write_commit(Connection& connection, const CaseCommit& commit, const std::string& prefix) {
  const Standing standing = standing_of(connection, commit.key);
  if (standing.revision != commit.expected) return conflict_error();
  if (commit.fence && !fence_holds(connection, standing.n, *commit.fence)) return fenced_error();
  // Whatever refuses a commit stands before its first write: a batch is written without savepoints.
  if (!licences_fit(connection, commit.key.tenant, commit.licences_put, commit.licences_seen)) {
    return conflict_error();
  }
  const std::string requests = standing.requests + prefix;
  const std::optional<Instant> wake_at =
      armed_after(standing.wake_at, commit.wake_at, commit.journal.at, commit.ended_at.has_value());
  std::int64_t n = standing.n;
  if (commit.expected == 0) n = insert_case(connection, commit, requests, wake_at);
  const std::int64_t tail = insert_journal(connection, n, standing.tail, commit.journal);
  if (commit.expected != 0) update_case(connection, commit, n, tail, requests, wake_at);
  if (commit.personal) {
    Query(connection, "INSERT OR REPLACE INTO personal (n, bytes) VALUES (?, ?)")
        .integer(n)
        .blob(*commit.personal)
        .run();
  }
  move_wake(connection, n, standing.wake_at, wake_at);
  write_outbox(connection, n, commit);
  write_boxes(connection, n, commit);
  write_finder(connection, n, commit, standing.number);
  write_polls(connection, n, commit);
  write_licences(connection, commit.key.tenant, commit.licences_put);
  if (commit.inbox) change_inbox(connection, *commit.inbox);
  return Done{};
}

Status write_rearm(Connection& connection, const std::vector<Rearm>& wakes) {
  for (const Rearm& wake : wakes) {
    const Standing standing = standing_of(connection, wake.key);
    if (standing.n == 0 || standing.revision != wake.revision) continue;
    if (standing.wake_at == wake.wake_at) continue;
    move_wake(connection, standing.n, standing.wake_at, wake.wake_at);
    Query(connection, "UPDATE cases SET wake_at = ? WHERE n = ?")
        .instant(wake.wake_at)
        .integer(standing.n)
        .run();
  }
  return Done{};
}

Status write_ticks(Connection& connection, const std::vector<PollTick>& ticks) {
  for (const PollTick& tick : ticks) {
    const std::int64_t n = number_of(connection, tick.key);
    if (n == 0) continue;
    Query query(connection,
                "UPDATE polls SET lane = ?, next_at = ?, attempts = ?, first_at = ?,"
                " last_code = ?, state = ? WHERE n = ? AND material = ?");
    bind_poll(query, tick.poll);
    query.integer(n).text(tick.poll.material).run();
  }
  return Done{};
}

}  // namespace lianban::store
