#include <algorithm>
#include <utility>

#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"

namespace lianban::store {
namespace {

constexpr std::size_t kPrefixBytes = 8;
constexpr const char* kJournalRow =
    "SELECT prev_pos, n, revision, at, request, request_hash, bytes, hash FROM journal"
    " WHERE pos = ?";

struct Tail {
  std::int64_t n = 0;
  std::int64_t pos = 0;
  std::uint64_t revision = 0;
  std::string requests;
};

std::optional<Tail> tail_of(Connection& connection, const CaseKey& key) {
  Query query(connection,
              "SELECT n, tail, revision, requests FROM cases WHERE tenant = ? AND case_id = ?");
  query.integer(key.tenant.value).blob(key.id.bytes);
  if (!query.step()) return std::nullopt;
  return Tail{query.integer_at(0), query.integer_at(1), query.count_at(2), query.bytes_at(3)};
}

/// Reads one row and moves `pos` to the one before it.
JournalRow step_back(Connection& connection, std::int64_t n, std::uint64_t revision,
                     std::int64_t& pos) {
  Query query(connection, kJournalRow);
  query.integer(pos);
  if (!query.step() || query.integer_at(1) != n || query.count_at(2) != revision) {
    throw_damaged("the journal's chain of positions is broken");
  }
  pos = query.integer_at(0);
  return {revision,           query.instant_at(3), query.bytes_at(4),
          query.digest_at(5), query.bytes_at(6),   query.digest_at(7)};
}

/// Rows after `revision_before`, oldest first. The journal is append-only, so this agrees with the
/// case row it started from whatever is committed meanwhile.
std::vector<JournalRow> rows_after(Connection& connection, const Tail& tail,
                                   std::uint64_t revision_before) {
  std::vector<JournalRow> rows;
  std::int64_t pos = tail.pos;
  for (std::uint64_t revision = tail.revision; revision > revision_before; --revision) {
    rows.push_back(step_back(connection, tail.n, revision, pos));
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

}  // namespace

std::int64_t number_of(Connection& connection, const CaseKey& key) {
  Query query(connection, "SELECT n FROM cases WHERE tenant = ? AND case_id = ?");
  query.integer(key.tenant.value).blob(key.id.bytes);
  return query.step() ? query.integer_at(0) : 0;
}

CaseKey key_of(Connection& connection, std::int64_t n) {
  Query query(connection, "SELECT tenant, case_id FROM cases WHERE n = ?");
  query.integer(n);
  if (!query.step()) throw_damaged("a row of a case that is not there");
  return {TenantId{query.integer_at(0)}, query.case_id_at(1)};
}

std::optional<StoredCase> read_case(Connection& connection, const CaseKey& key) {
  StoredCase found;
  CaseRow& row = found.row;
  Tail tail;
  {
    Query query(connection,
                "SELECT n, revision, tail, wake_at, status, number, opened_at, ended_at, requests,"
                " definition, calendar_rev, head, body_revision, format, body"
                " FROM cases WHERE tenant = ? AND case_id = ?");
    query.integer(key.tenant.value).blob(key.id.bytes);
    if (!query.step()) return std::nullopt;
    tail = {query.integer_at(0), query.integer_at(2), query.count_at(1), {}};
    row.key = key;
    row.revision = tail.revision;
    row.wake_at = query.maybe_instant_at(3);
    row.status = query.bytes_at(4);
    row.number = query.maybe_bytes_at(5);
    row.opened_at = query.instant_at(6);
    row.ended_at = query.maybe_instant_at(7);
    row.requests = query.bytes_at(8);
    row.definition = query.bytes_at(9);
    row.calendar_rev = query.bytes_at(10);
    row.head = query.digest_at(11);
    row.body_revision = query.count_at(12);
    row.format = static_cast<int>(query.integer_at(13));
    row.body = query.bytes_at(14);
  }
  {
    Query query(connection, "SELECT bytes FROM personal WHERE n = ?");
    query.integer(tail.n);
    if (query.step()) row.personal = query.bytes_at(0);
  }
  found.since_body = rows_after(connection, tail, row.body_revision);
  return found;
}

std::optional<std::uint64_t> read_revision(Connection& connection, const CaseKey& key) {
  Query query(connection, "SELECT revision FROM cases WHERE tenant = ? AND case_id = ?");
  query.integer(key.tenant.value).blob(key.id.bytes);
  if (!query.step()) return std::nullopt;
  return query.count_at(0);
}

std::vector<JournalRow> read_journal(Connection& connection, const CaseKey& key,
                                     std::uint64_t first) {
  const std::optional<Tail> tail = tail_of(connection, key);
  if (!tail) return {};
  return rows_after(connection, *tail, first == 0 ? 0 : first - 1);
}

// The journal's key is its order of commit (one writer, rows are only appended): no index of its
// own.
std::vector<FeedRow> read_feed(Connection& connection, TenantId tenant, std::uint64_t after,
                               std::size_t limit) {
  Query query(connection,
              "SELECT j.pos, c.tenant, c.case_id, j.revision, j.at, j.request, j.request_hash,"
              " j.bytes, j.hash FROM journal j CROSS JOIN cases c ON c.n = j.n"
              " WHERE j.pos > ? AND +c.tenant = ? ORDER BY j.pos LIMIT ?");
  query.integer(static_cast<std::int64_t>(after)).integer(tenant.value);
  query.integer(static_cast<std::int64_t>(limit));
  std::vector<FeedRow> rows;
  while (query.step()) {
    rows.push_back({query.count_at(0),
                    {TenantId{query.integer_at(1)}, query.case_id_at(2)},
                    {query.count_at(3), query.instant_at(4), query.bytes_at(5), query.digest_at(6),
                     query.bytes_at(7), query.digest_at(8)}});
  }
  return rows;
}

std::optional<JournalRow> read_request(Connection& connection, const CaseKey& key,
                                       std::string_view request) {
  const std::optional<Tail> tail = tail_of(connection, key);
  if (!tail || !may_contain(tail->requests, request)) return std::nullopt;
  if (tail->requests.size() != tail->revision * kPrefixBytes) {
    throw_damaged("request prefixes and revision disagree");
  }
  const std::string prefix = request_prefix(request);
  std::int64_t pos = tail->pos;
  for (std::uint64_t revision = tail->revision; revision > 0; --revision) {
    if (tail->requests.compare((revision - 1) * kPrefixBytes, kPrefixBytes, prefix) == 0) {
      JournalRow row = step_back(connection, tail->n, revision, pos);
      if (row.request == request) return row;
      continue;
    }
    Query query(connection, "SELECT prev_pos FROM journal WHERE pos = ?");
    query.integer(pos);
    if (!query.step()) throw_damaged("the journal's chain of positions is broken");
    pos = query.integer_at(0);
  }
  return std::nullopt;
}

}  // namespace lianban::store
