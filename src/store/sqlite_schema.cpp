#include "store/sqlite_schema.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <vector>

#include "store/errors.hpp"

namespace lianban::store {
namespace {

// Why these shapes (measured: what a command costs is the pages it dirties, 4.4 against 15.3 with
// a row for each thing): a local integer instead of (tenant, case_id) in every table; one journal
// row a command, appended, found by `prev_pos` instead of an index; the body last in the row; no
// body in an index or a WITHOUT ROWID table, where more than 1,000 bytes spill to other pages.
constexpr std::array kBaseTables{
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE cases (n INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, case_id BLOB NOT NULL,"
    " revision INTEGER NOT NULL, tail INTEGER NOT NULL, wake_at INTEGER,"
    " status TEXT NOT NULL, number TEXT, opened_at INTEGER NOT NULL, ended_at INTEGER,"
    " requests BLOB NOT NULL, definition BLOB NOT NULL, calendar_rev TEXT NOT NULL,"
    " head BLOB NOT NULL, body_revision INTEGER NOT NULL, format INTEGER NOT NULL,"
    " body BLOB NOT NULL)",
    "CREATE UNIQUE INDEX cases_id ON cases(tenant, case_id)",
    "CREATE TABLE journal (pos INTEGER PRIMARY KEY, n INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " prev_pos INTEGER NOT NULL, at INTEGER NOT NULL, request TEXT NOT NULL,"
    " request_hash BLOB NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL)",
    "CREATE TABLE personal (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    // pos = n * 2^20 + seq: the rows of a case lie together and need no index of their own.
    "CREATE TABLE outbox (pos INTEGER PRIMARY KEY, lane TEXT NOT NULL, ref TEXT NOT NULL,"
    " state TEXT NOT NULL, attempt INTEGER NOT NULL, due INTEGER NOT NULL)",
    "CREATE INDEX outbox_ready ON outbox(lane, due) WHERE state = 'queued'",
    "CREATE TABLE wakes (due INTEGER, n INTEGER, PRIMARY KEY (due, n)) WITHOUT ROWID",
    "CREATE TABLE inboxes (tenant INTEGER, box TEXT, due INTEGER, n INTEGER,"
    " PRIMARY KEY (tenant, box, due, n)) WITHOUT ROWID",
    "CREATE TABLE finder (tenant INTEGER, kind TEXT, blind BLOB, n INTEGER,"
    " PRIMARY KEY (tenant, kind, blind, n)) WITHOUT ROWID",
    "CREATE TABLE series (tenant INTEGER, series TEXT, period TEXT, used INTEGER NOT NULL,"
    " PRIMARY KEY (tenant, series, period)) WITHOUT ROWID",
    "CREATE TABLE definitions (hash BLOB PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL,"
    " state TEXT NOT NULL, bytes BLOB NOT NULL)",
    "CREATE TABLE calendars (name TEXT, revision TEXT, bytes BLOB NOT NULL,"
    " PRIMARY KEY (name, revision))",
    "INSERT INTO meta VALUES ('store.file_uuid', lower(hex(randomblob(16))))",
    "PRAGMA application_id = 1279410510",
    "INSERT INTO meta VALUES ('store.schema', 1)",
};
static_assert(kApplicationId == 1279410510);

// Rechecks and questions asked again: a tick rewrites one small row, never a case.
constexpr std::array kPollTables{
    "CREATE TABLE polls (n INTEGER, material TEXT, lane TEXT NOT NULL, next_at INTEGER NOT NULL,"
    " attempts INTEGER NOT NULL, first_at INTEGER NOT NULL, last_code TEXT NOT NULL,"
    " state TEXT NOT NULL, PRIMARY KEY (n, material)) WITHOUT ROWID",
    "CREATE INDEX polls_due ON polls(lane, next_at)",
    "UPDATE meta SET value = 2 WHERE key = 'store.schema'",
};

// What was sent and not settled is asked for at every start, among all that waits.
constexpr const char* kSentIndex[] = {
    "CREATE INDEX outbox_sent ON outbox(state, pos) WHERE state <> 'queued'",
    "UPDATE meta SET value = 3 WHERE key = 'store.schema'",
};

// What agencies send by themselves, and since when a request waits.
constexpr std::array kInboxTables{
    "CREATE TABLE inbox (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, agency TEXT NOT NULL,"
    " nonce TEXT NOT NULL, received_at INTEGER NOT NULL, state TEXT NOT NULL,"
    " attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, request TEXT NOT NULL,"
    " body BLOB NOT NULL)",
    "CREATE UNIQUE INDEX inbox_nonce ON inbox(tenant, agency, nonce)",
    "CREATE INDEX inbox_due ON inbox(next_at, id) WHERE state = 'received'",
    "CREATE INDEX inbox_state ON inbox(tenant, state, id) WHERE state <> 'taken'",
    "ALTER TABLE outbox ADD COLUMN since INTEGER NOT NULL DEFAULT 0",
    "UPDATE outbox SET since = due",
    "UPDATE meta SET value = 4 WHERE key = 'store.schema'",
};

// Licences by number, and who rests on whom. Personal values stand in a table of their own, as
// those of a case do. Licences that older files issued stand inside bodies, which the store cannot
// read: the mark has the engine enter them once.
constexpr std::array kLicenceTables{
    "CREATE TABLE licences (l INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, number TEXT NOT NULL,"
    " revision INTEGER NOT NULL, definition TEXT NOT NULL, licence TEXT NOT NULL,"
    " type_code TEXT NOT NULL, case_id BLOB, version INTEGER NOT NULL, state TEXT NOT NULL,"
    " expires INTEGER, rests_on TEXT NOT NULL, body BLOB NOT NULL)",
    "CREATE UNIQUE INDEX licences_number ON licences(tenant, number)",
    "CREATE INDEX licences_rest ON licences(tenant, rests_on, l) WHERE rests_on <> ''",
    "CREATE TABLE licence_personal (l INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    "INSERT INTO meta SELECT 'engine.register', 'due' WHERE EXISTS (SELECT 1 FROM cases)",
    "UPDATE meta SET value = 5 WHERE key = 'store.schema'",
};

constexpr std::array<std::span<const char* const>, kSchema> kSteps{
    kBaseTables, kPollTables, kSentIndex, kInboxTables, kLicenceTables};

/// The schema version of our file, 0 for a new one.
Result<std::int64_t> recognise(Connection& connection, const std::string& path) {
  const std::int64_t application = connection.integer("PRAGMA application_id");
  const std::int64_t tables = connection.integer("SELECT count(*) FROM sqlite_master");
  if (application == 0 && tables == 0) return std::int64_t{0};
  if (application != kApplicationId) return foreign_error(path);
  const std::int64_t schema =
      connection.integer("SELECT value FROM meta WHERE key = 'store.schema'");
  if (schema > kSchema) return newer_error(path);
  if (schema < 1) return damaged_error(path);
  return schema;
}

std::optional<Error> migrate(Connection& connection, const SqliteOptions& options,
                             std::int64_t from, std::int64_t target) {
  int statement = 0;
  for (std::int64_t step = from; step < target; ++step) {
    connection.execute("BEGIN IMMEDIATE");
    for (const char* sql : kSteps[static_cast<std::size_t>(step)]) {
      const std::string point = "migrate:" + std::to_string(++statement);
      if (options.faults != nullptr && options.faults->fails(point)) return io_error(options.path);
      connection.execute(sql);
    }
    connection.execute("COMMIT");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> header_fault(const std::string& path) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  constexpr std::size_t kIdOffset = 68;  // sqlite.org/fileformat2.html, 1.3
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::array<char, 100> header{};
  file.read(header.data(), header.size());
  if (file.gcount() == 0) return std::nullopt;
  if (file.gcount() < static_cast<std::streamsize>(header.size()) ||
      std::memcmp(header.data(), kMagic.data(), kMagic.size()) != 0) {
    return foreign_error(path);
  }
  std::int64_t id = 0;
  for (std::size_t at = kIdOffset; at < kIdOffset + 4; ++at) {
    id = id << 8 | static_cast<unsigned char>(header[at]);
  }
  // 0: created a moment ago with its first transaction still in the WAL, or foreign; SQL will tell.
  if (id != 0 && id != kApplicationId) return foreign_error(path);
  return std::nullopt;
}

std::optional<Error> prepare_file(Connection& connection, const SqliteOptions& options,
                                  std::int64_t target) {
  // Until the file is known to be ours, closing must not write it back.
  sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  const Result<std::int64_t> schema = recognise(connection, options.path);
  if (!schema) return schema.error();
  sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  if (connection.text("PRAGMA journal_mode=WAL") != "wal") {
    return io_error(options.path + " (no WAL)");
  }
  return migrate(connection, options, *schema, target);
}

}  // namespace lianban::store
