// What agencies send by themselves: kept first, taken by its case afterwards.
#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"
#include "store/sqlite_writes.hpp"

namespace lianban::store {
namespace {

/// Columns: id, tenant, agency, nonce, received_at, state, attempts, next_at, request, body.
InboxRow row_at(const Query& query) {
  const std::optional<InboxState> state = inbox_state(query.bytes_at(5));
  if (!state) throw_damaged("an inbox state without meaning");
  return {query.count_at(0),
          TenantId{query.integer_at(1)},
          query.bytes_at(2),
          query.bytes_at(3),
          query.instant_at(4),
          *state,
          static_cast<std::uint32_t>(query.integer_at(6)),
          query.instant_at(7),
          query.bytes_at(8),
          query.bytes_at(9)};
}

std::vector<InboxRow> rows_of(Query& query) {
  std::vector<InboxRow> rows;
  while (query.step()) rows.push_back(row_at(query));
  return rows;
}

}  // namespace

Status write_inbox(Connection& connection, const InboxRow& row, std::uint64_t& id) {
  {
    Query known(connection, "SELECT 1 FROM inbox WHERE tenant = ? AND agency = ? AND nonce = ?");
    known.integer(row.tenant.value).text(row.agency).text(row.nonce);
    if (known.step()) return known_error();
  }
  const std::string state(name_of(row.state));
  Query query(connection,
              "INSERT INTO inbox (tenant, agency, nonce, received_at, state, attempts, next_at,"
              " request, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  query.integer(row.tenant.value).text(row.agency).text(row.nonce).instant(row.received_at);
  query.text(state).integer(row.attempts).instant(row.next_at).text(row.request);
  query.blob(row.body).run();
  id = static_cast<std::uint64_t>(connection.last_row());
  return Done{};
}

void change_inbox(Connection& connection, const InboxChange& change) {
  const std::string state(name_of(change.state));
  Query(connection, "UPDATE inbox SET state = ?, attempts = ?, next_at = ? WHERE id = ?")
      .text(state)
      .integer(change.attempts)
      .instant(change.next_at)
      .integer(static_cast<std::int64_t>(change.id))
      .run();
}

std::optional<InboxRow> read_inbox_row(Connection& connection, std::uint64_t id) {
  Query query(connection,
              "SELECT id, tenant, agency, nonce, received_at, state, attempts, next_at, request,"
              " body FROM inbox WHERE id = ?");
  query.integer(static_cast<std::int64_t>(id));
  if (!query.step()) return std::nullopt;
  return row_at(query);
}

std::vector<InboxRow> read_inbox(Connection& connection, TenantId tenant, InboxState state,
                                 std::uint64_t after, std::size_t limit) {
  Query query(connection,
              "SELECT id, tenant, agency, nonce, received_at, state, attempts, next_at, request,"
              " body FROM inbox WHERE tenant = ? AND state = ? AND state <> 'taken' AND id > ?"
              " ORDER BY id LIMIT ?");
  const std::string wanted(name_of(state));
  query.integer(tenant.value).text(wanted).integer(static_cast<std::int64_t>(after));
  query.integer(static_cast<std::int64_t>(limit));
  return rows_of(query);
}

std::vector<InboxRow> read_due_inbox(Connection& connection, Instant now, std::size_t limit) {
  Query query(connection,
              "SELECT id, tenant, agency, nonce, received_at, state, attempts, next_at, request,"
              " body FROM inbox WHERE state = 'received' AND next_at <= ?"
              " ORDER BY next_at, id LIMIT ?");
  query.instant(now).integer(static_cast<std::int64_t>(limit));
  return rows_of(query);
}

std::optional<Instant> read_next_inbox(Connection& connection) {
  Query query(connection, "SELECT min(next_at) FROM inbox WHERE state = 'received'");
  if (!query.step()) return std::nullopt;
  return query.maybe_instant_at(0);
}

}  // namespace lianban::store
