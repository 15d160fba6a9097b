// The register of licences.
#include <algorithm>

#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"
#include "store/sqlite_writes.hpp"

namespace lianban::store {
namespace {

/// Columns: l, number, revision, definition, licence, type_code, case_id, version, state, expires,
/// rests_on, body, personal bytes.
LicenceRow licence_at(const Query& query) {
  LicenceRow row;
  row.row = query.count_at(0);
  row.number = query.bytes_at(1);
  row.revision = query.count_at(2);
  row.definition = query.bytes_at(3);
  row.licence = query.bytes_at(4);
  row.type_code = query.bytes_at(5);
  if (query.maybe_bytes_at(6)) row.of = query.case_id_at(6);
  row.version = static_cast<std::uint32_t>(query.count_at(7));
  row.state = query.bytes_at(8);
  row.expires = query.maybe_instant_at(9);
  row.rests_on = query.bytes_at(10);
  row.body = query.bytes_at(11);
  row.personal = query.maybe_bytes_at(12).value_or(std::string());
  return row;
}

std::vector<LicenceRow> licences_of(Query& query) {
  std::vector<LicenceRow> rows;
  while (query.step()) rows.push_back(licence_at(query));
  return rows;
}

std::uint64_t revision_of(Connection& connection, TenantId tenant, const std::string& number) {
  Query query(connection, "SELECT revision FROM licences WHERE tenant = ? AND number = ?");
  query.integer(tenant.value).text(number);
  return query.step() ? query.count_at(0) : 0;
}

void bind_licence(Query& query, const LicenceRow& row) {
  query.integer(static_cast<std::int64_t>(row.revision)).text(row.definition).text(row.licence);
  query.text(row.type_code);
  // An empty blob is not NULL, and NULL is how "no case" reads in the file.
  if (row.of.empty()) {
    query.text(std::optional<std::string>());
  } else {
    query.blob(row.of.bytes);
  }
  query.integer(row.version).text(row.state).instant(row.expires).text(row.rests_on);
  query.blob(row.body);
}

std::int64_t insert_licence(Connection& connection, TenantId tenant, const LicenceRow& row) {
  Query query(connection,
              "INSERT INTO licences (tenant, number, revision, definition, licence, type_code,"
              " case_id, version, state, expires, rests_on, body)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  query.integer(tenant.value).text(row.number);
  bind_licence(query, row);
  query.run();
  return connection.last_row();
}

std::int64_t update_licence(Connection& connection, TenantId tenant, const LicenceRow& row) {
  Query query(connection,
              "UPDATE licences SET revision = ?, definition = ?, licence = ?, type_code = ?,"
              " case_id = ?, version = ?, state = ?, expires = ?, rests_on = ?, body = ?"
              " WHERE tenant = ? AND number = ? RETURNING l");
  bind_licence(query, row);
  query.integer(tenant.value).text(row.number);
  if (!query.step()) throw_damaged("a licence that was there is gone");
  const std::int64_t l = query.integer_at(0);
  // A statement with RETURNING has written everything when its last row was read.
  while (query.step()) {
  }
  return l;
}

void write_personal(Connection& connection, std::int64_t l, const LicenceRow& row) {
  if (row.personal.empty()) {
    Query(connection, "DELETE FROM licence_personal WHERE l = ?").integer(l).run();
    return;
  }
  Query(connection, "INSERT OR REPLACE INTO licence_personal (l, bytes) VALUES (?, ?)")
      .integer(l)
      .blob(row.personal)
      .run();
}

}  // namespace

bool licences_fit(Connection& connection, TenantId tenant, const std::vector<LicencePut>& puts,
                  const std::vector<LicenceSeen>& seen) {
  return std::all_of(puts.begin(), puts.end(),
                     [&](const LicencePut& each) {
                       return revision_of(connection, tenant, each.row.number) == each.expected;
                     }) &&
         std::all_of(seen.begin(), seen.end(), [&](const LicenceSeen& each) {
           return revision_of(connection, tenant, each.number) == each.revision;
         });
}

void write_licences(Connection& connection, TenantId tenant, const std::vector<LicencePut>& puts) {
  for (const LicencePut& put : puts) {
    const std::int64_t l = put.expected == 0 ? insert_licence(connection, tenant, put.row)
                                             : update_licence(connection, tenant, put.row);
    write_personal(connection, l, put.row);
  }
}

std::optional<LicenceRow> read_licence(Connection& connection, TenantId tenant,
                                       std::string_view number) {
  Query query(connection,
              "SELECT c.l, number, revision, definition, licence, type_code, case_id, version,"
              " state, expires, rests_on, body, bytes FROM licences c"
              " LEFT JOIN licence_personal p ON p.l = c.l WHERE tenant = ? AND number = ?");
  const std::string wanted(number);
  query.integer(tenant.value).text(wanted);
  if (!query.step()) return std::nullopt;
  return licence_at(query);
}

std::vector<LicenceRow> read_licences(Connection& connection, TenantId tenant, std::uint64_t after,
                                      std::size_t limit) {
  Query query(connection,
              "SELECT c.l, number, revision, definition, licence, type_code, case_id, version,"
              " state, expires, rests_on, body, bytes FROM licences c"
              " LEFT JOIN licence_personal p ON p.l = c.l"
              " WHERE c.l > ? AND +tenant = ? ORDER BY c.l LIMIT ?");
  query.integer(static_cast<std::int64_t>(after)).integer(tenant.value);
  query.integer(static_cast<std::int64_t>(limit));
  return licences_of(query);
}

std::vector<LicenceRow> read_resting(Connection& connection, TenantId tenant,
                                     std::string_view number, std::uint64_t after,
                                     std::size_t limit) {
  Query query(connection,
              "SELECT c.l, number, revision, definition, licence, type_code, case_id, version,"
              " state, expires, rests_on, body, bytes FROM licences c"
              " LEFT JOIN licence_personal p ON p.l = c.l"
              " WHERE tenant = ? AND rests_on = ? AND rests_on <> '' AND c.l > ?"
              " ORDER BY c.l LIMIT ?");
  const std::string wanted(number);
  query.integer(tenant.value).text(wanted).integer(static_cast<std::int64_t>(after));
  query.integer(static_cast<std::int64_t>(limit));
  return licences_of(query);
}

}  // namespace lianban::store
