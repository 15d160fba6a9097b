#include "store/sqlite_reads.hpp"

namespace lianban::store {
namespace {

/// Columns from `first` on: tenant, case_id, revision, status, number, opened_at, ended_at, n.
CaseSummary summary_at(const Query& query) {
  return {{TenantId{query.integer_at(0)}, query.case_id_at(1)},
          query.count_at(2),
          query.bytes_at(3),
          query.maybe_bytes_at(4),
          query.instant_at(5),
          query.maybe_instant_at(6),
          query.count_at(7)};
}

std::int64_t bound(std::uint64_t value) { return static_cast<std::int64_t>(value); }

}  // namespace

std::vector<CaseSummary> read_list(Connection& connection, TenantId tenant, std::uint64_t after,
                                   std::size_t limit) {
  Query query(connection,
              "SELECT tenant, case_id, revision, status, number, opened_at, ended_at, n FROM cases"
              " WHERE n > ? AND +tenant = ? ORDER BY n LIMIT ?");
  query.integer(bound(after)).integer(tenant.value).integer(bound(limit));
  std::vector<CaseSummary> found;
  while (query.step()) found.push_back(summary_at(query));
  return found;
}

std::vector<CaseSummary> read_found(Connection& connection, TenantId tenant, std::string_view kind,
                                    std::string_view blind, std::uint64_t after,
                                    std::size_t limit) {
  Query query(connection,
              "SELECT c.tenant, c.case_id, c.revision, c.status, c.number, c.opened_at, c.ended_at,"
              " c.n FROM finder f CROSS JOIN cases c ON c.n = f.n"
              " WHERE f.tenant = ? AND f.kind = ? AND f.blind = ? AND f.n > ?"
              " ORDER BY f.n LIMIT ?");
  const std::string wanted(kind);
  query.integer(tenant.value).text(wanted).blob(blind);
  query.integer(bound(after)).integer(bound(limit));
  std::vector<CaseSummary> found;
  while (query.step()) found.push_back(summary_at(query));
  return found;
}

std::vector<BoxItem> read_box(Connection& connection, TenantId tenant, std::string_view box,
                              const BoxCursor& after, std::size_t limit) {
  Query query(connection,
              "SELECT c.tenant, c.case_id, c.revision, c.status, c.number, c.opened_at, c.ended_at,"
              " c.n, i.due FROM inboxes i CROSS JOIN cases c ON c.n = i.n"
              " WHERE i.tenant = ? AND i.box = ? AND (i.due, i.n) > (?, ?)"
              " ORDER BY i.due, i.n LIMIT ?");
  const std::string wanted(box);
  query.integer(tenant.value).text(wanted).instant(after.due);
  query.integer(bound(after.row)).integer(bound(limit));
  std::vector<BoxItem> items;
  while (query.step()) items.push_back({summary_at(query), query.instant_at(8)});
  return items;
}

std::vector<DueWake> read_due_wakes(Connection& connection, Instant now, std::size_t limit,
                                    const std::optional<DueWake>& after) {
  Query query(connection,
              "SELECT c.tenant, c.case_id, w.due, w.n FROM wakes w CROSS JOIN cases c ON c.n = w.n"
              " WHERE (w.due, w.n) > (?, ?) AND w.due <= ? ORDER BY w.due, w.n LIMIT ?");
  query.instant(after ? after->due : Instant::min()).integer(after ? bound(after->row) : 0);
  query.instant(now).integer(bound(limit));
  std::vector<DueWake> due;
  while (query.step()) {
    due.push_back({{TenantId{query.integer_at(0)}, query.case_id_at(1)},
                   query.instant_at(2),
                   query.count_at(3)});
  }
  return due;
}

std::optional<Instant> read_next_wake(Connection& connection) {
  Query query(connection, "SELECT min(due) FROM wakes");
  if (!query.step()) return std::nullopt;
  return query.maybe_instant_at(0);
}

}  // namespace lianban::store
