// What cases share: definitions, calendars, settings; and the check of the whole file.
#include "store/errors.hpp"
#include "store/sqlite_reads.hpp"
#include "store/sqlite_writes.hpp"

namespace lianban::store {

std::optional<DefinitionRow> read_definition(Connection& connection, std::string_view hash) {
  Query query(connection, "SELECT hash, id, version, state, bytes FROM definitions WHERE hash = ?");
  query.blob(hash);
  if (!query.step()) return std::nullopt;
  return DefinitionRow{query.bytes_at(0), query.bytes_at(1), query.bytes_at(2), query.bytes_at(3),
                       query.bytes_at(4)};
}

std::vector<DefinitionRow> read_definitions(Connection& connection, std::string_view id) {
  Query query(connection,
              "SELECT hash, id, version, state FROM definitions WHERE ?1 = '' OR id = ?1"
              " ORDER BY rowid");
  const std::string wanted(id);
  query.text(wanted);
  std::vector<DefinitionRow> found;
  while (query.step()) {
    found.push_back(
        {query.bytes_at(0), query.bytes_at(1), query.bytes_at(2), query.bytes_at(3), {}});
  }
  return found;
}

Status write_definition(Connection& connection, const DefinitionRow& definition) {
  const std::optional<DefinitionRow> known = read_definition(connection, definition.hash);
  if (known && known->bytes != definition.bytes) {
    return argument_error("same definition hash, other bytes");
  }
  if (known) {
    Query(connection, "UPDATE definitions SET state = ? WHERE hash = ?")
        .text(definition.state)
        .blob(definition.hash)
        .run();
    return Done{};
  }
  Query(connection,
        "INSERT INTO definitions (hash, id, version, state, bytes) VALUES (?, ?, ?, ?, ?)")
      .blob(definition.hash)
      .text(definition.id)
      .text(definition.version)
      .text(definition.state)
      .blob(definition.bytes)
      .run();
  return Done{};
}

std::optional<CalendarRow> read_calendar(Connection& connection, std::string_view name,
                                         std::string_view revision) {
  Query query(connection,
              "SELECT name, revision, bytes FROM calendars"
              " WHERE name = ?1 AND (?2 = '' OR revision = ?2) ORDER BY rowid DESC LIMIT 1");
  const std::string wanted(name);
  const std::string exact(revision);
  query.text(wanted).text(exact);
  if (!query.step()) return std::nullopt;
  return CalendarRow{query.bytes_at(0), query.bytes_at(1), query.bytes_at(2)};
}

std::vector<CalendarRow> read_calendars(Connection& connection) {
  Query query(connection, "SELECT name, revision FROM calendars ORDER BY rowid");
  std::vector<CalendarRow> found;
  while (query.step()) found.push_back({query.bytes_at(0), query.bytes_at(1), {}});
  return found;
}

Status write_calendar(Connection& connection, const CalendarRow& calendar) {
  if (calendar.revision.empty()) return argument_error("a calendar without revision");
  if (const auto known = read_calendar(connection, calendar.name, calendar.revision)) {
    if (known->bytes != calendar.bytes) return argument_error("same calendar, other bytes");
    return Done{};
  }
  Query(connection, "INSERT INTO calendars (name, revision, bytes) VALUES (?, ?, ?)")
      .text(calendar.name)
      .text(calendar.revision)
      .blob(calendar.bytes)
      .run();
  return Done{};
}

std::optional<std::string> read_meta(Connection& connection, std::string_view key) {
  Query query(connection, "SELECT value FROM meta WHERE key = ?");
  const std::string wanted(key);
  query.text(wanted);
  if (!query.step()) return std::nullopt;
  return query.bytes_at(0);
}

Status write_meta(Connection& connection, std::string_view key, std::string_view value) {
  const std::string name(key);
  Query(connection, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
      .text(name)
      .blob(value)
      .run();
  return Done{};
}

Status write_lease(Connection& connection, TenantId tenant, std::string_view series,
                   std::string_view period, std::uint32_t count, std::uint64_t& first) {
  const std::string name(series);
  const std::string when(period);
  Query query(connection,
              "INSERT INTO series (tenant, series, period, used) VALUES (?1, ?2, ?3, ?4)"
              " ON CONFLICT (tenant, series, period) DO UPDATE SET used = used + ?4"
              " RETURNING used");
  query.integer(tenant.value).text(name).text(when).integer(count);
  if (!query.step()) throw_damaged("a series without numbers");
  first = query.count_at(0) - count + 1;
  while (query.step()) {
  }
  return Done{};
}

void read_check(Connection& connection) {
  // SQLite sees broken structure, not changed content (10 of 300 flipped bits, measured); the
  // comparisons between tables see some more, the chain of hashes nearly all the rest.
  if (connection.text("PRAGMA integrity_check(1)") != "ok") throw_damaged("integrity_check");
  constexpr const char* kContradictions[] = {
      "SELECT count(*) FROM cases WHERE length(requests) <> 8 * revision OR length(head) <> 32"
      " OR body_revision > revision OR body_revision < 1",
      "SELECT count(*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE"
      " j.pos = c.tail AND j.n = c.n AND j.revision = c.revision AND j.hash = c.head)",
      "SELECT (SELECT count(*) FROM journal) <> (SELECT ifnull(sum(revision), 0) FROM cases)",
      "SELECT (SELECT count(*) FROM wakes) <> (SELECT count(wake_at) FROM cases)",
      "SELECT count(*) FROM wakes w LEFT JOIN cases c ON c.n = w.n WHERE c.wake_at IS NOT w.due",
      "SELECT count(*) FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM cases WHERE n = o.pos >> 20)",
      "SELECT count(*) FROM licences c WHERE revision < 1 OR (case_id IS NOT NULL AND NOT EXISTS"
      " (SELECT 1 FROM cases k WHERE k.tenant = c.tenant AND k.case_id = c.case_id))",
      "SELECT count(*) FROM licence_personal p WHERE NOT EXISTS"
      " (SELECT 1 FROM licences WHERE l = p.l)",
  };
  for (const char* sql : kContradictions) {
    if (connection.integer(sql) != 0) throw_damaged("tables contradict each other");
  }
}

}  // namespace lianban::store
