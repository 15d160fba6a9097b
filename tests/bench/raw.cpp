#include "bench/raw.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>

#include "bench/report.hpp"
#include "bench/workload.hpp"

namespace lianban::bench {
namespace {

constexpr int kCheckpointPages = 4000;   // store::SqliteOptions::checkpoint_pages
constexpr std::int64_t kBodyEvery = 16;  // EngineOptions::body_every
constexpr std::size_t kPrefixBytes = 8;  // of `requests`, per journal row

void check(int code, int wanted, sqlite3* database) {
  if (code != wanted) give_up(std::string("raw SQLite: ") + sqlite3_errmsg(database));
}

void execute(sqlite3* database, const char* sql) {
  check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK, database);
}

sqlite3_stmt* prepared(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr), SQLITE_OK, database);
  return statement;
}

std::string bytes_at(sqlite3_stmt* statement, int column) {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

void bind_text(sqlite3_stmt* statement, int place, const std::string& value) {
  sqlite3_bind_text(statement, place, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}

void bind_blob(sqlite3_stmt* statement, int place, const std::string& value, std::size_t size) {
  sqlite3_bind_blob(statement, place, value.data(), static_cast<int>(size), SQLITE_STATIC);
}

void bind_blob(sqlite3_stmt* statement, int place, const std::string& value) {
  bind_blob(statement, place, value, value.size());
}

/// Everything a command of the workload may touch, in numbers; the last ones must not have moved.
std::string summary(sqlite3* database) {
  std::string text;
  for (const char* sql :
       {"SELECT count(*) || ' ' || sum(pos * (n + revision)) || ' ' || sum(length(bytes)) ||"
        " ' ' || sum(prev_pos) FROM journal",
        "SELECT count(*) || ' ' || sum(n * revision) || ' ' || sum(n * tail) || ' ' ||"
        " sum(body_revision) || ' ' || sum(length(requests)) || ' ' || min(head) FROM cases",
        "SELECT count(*) || ' ' || sum(due) FROM wakes",
        "SELECT count(*) || ' ' || total(due) FROM inboxes", "SELECT count(*) FROM outbox",
        "SELECT count(*) FROM finder", "SELECT count(*) FROM polls"}) {
    sqlite3_stmt* statement = prepared(database, sql);
    check(sqlite3_step(statement), SQLITE_ROW, database);
    text += bytes_at(statement, 0) + "\n";
    sqlite3_finalize(statement);
  }
  return text;
}

}  // namespace

RawWriter::RawWriter(const std::string& engine_file, const std::string& raw_file)
    : raw_file_(raw_file) {
  remove_database(raw_file_);
  check(sqlite3_open_v2(engine_file.c_str(), &engine_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        nullptr),
        SQLITE_OK, engine_);
  execute(engine_, "PRAGMA query_only=ON");
  sqlite3_db_config(engine_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  copy();
  insert_ = prepared(raw_,
                     "INSERT INTO journal (n, revision, prev_pos, at, request, request_hash, hash,"
                     " bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  update_ = prepared(raw_,
                     "UPDATE cases SET revision = ?1, tail = ?2, wake_at = ?3, status = ?4,"
                     " number = ?5, ended_at = ?6, requests = ?7, definition = ?8,"
                     " calendar_rev = ?9, head = ?10 WHERE n = ?13");
  update_body_ = prepared(raw_,
                          "UPDATE cases SET revision = ?1, tail = ?2, wake_at = ?3, status = ?4,"
                          " number = ?5, ended_at = ?6, requests = ?7, definition = ?8,"
                          " calendar_rev = ?9, head = ?10, body_revision = ?1, format = ?11,"
                          " body = ?12 WHERE n = ?13");
  begin_ = prepared(raw_, "BEGIN IMMEDIATE");
  commit_ = prepared(raw_, "COMMIT");
  fetch();
}

RawWriter::~RawWriter() {
  for (sqlite3_stmt* each : {insert_, update_, update_body_, begin_, commit_}) {
    sqlite3_finalize(each);
  }
  sqlite3_close(raw_);
  sqlite3_close(engine_);
  remove_database(raw_file_);
}

void RawWriter::copy() {
  check(sqlite3_open_v2(raw_file_.c_str(), &raw_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr),
        SQLITE_OK, raw_);
  sqlite3_backup* backup = sqlite3_backup_init(raw_, "main", engine_, "main");
  if (backup == nullptr) give_up("raw SQLite: no copy");
  check(sqlite3_backup_step(backup, -1), SQLITE_DONE, raw_);
  sqlite3_backup_finish(backup);
  for (const char* pragma :
       {"PRAGMA journal_mode=WAL", "PRAGMA cache_size=-8192", "PRAGMA wal_autocheckpoint=0",
        "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA temp_store=MEMORY",
        "PRAGMA synchronous=FULL"}) {
    execute(raw_, pragma);
  }
  const auto count = [](void* frames, sqlite3*, const char*, int now) {
    *static_cast<int*>(frames) = now;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(raw_, count, &wal_frames_);
  ::sync();  // The copy's pages must not be written back during a measurement.
}

void RawWriter::fetch() {
  rows_.clear();
  cases_.clear();
  const std::int64_t after = position_;
  sqlite3_stmt* query = prepared(engine_,
                                 "SELECT pos, n, revision, prev_pos, at, request, request_hash,"
                                 " hash, bytes FROM journal WHERE pos > ? ORDER BY pos");
  sqlite3_bind_int64(query, 1, after);
  while (sqlite3_step(query) == SQLITE_ROW) {
    position_ = sqlite3_column_int64(query, 0);
    rows_.push_back({sqlite3_column_int64(query, 1), sqlite3_column_int64(query, 2),
                     sqlite3_column_int64(query, 3), sqlite3_column_int64(query, 4),
                     bytes_at(query, 5), bytes_at(query, 6), bytes_at(query, 7),
                     bytes_at(query, 8)});
  }
  sqlite3_finalize(query);
  fetch_cases(after);
}

void RawWriter::fetch_cases(std::int64_t after) {
  sqlite3_stmt* query = prepared(
      engine_,
      "SELECT c.n, c.wake_at, c.status, c.number, c.requests, c.definition, c.calendar_rev,"
      " c.format, c.body, ifnull(p.bytes, x''), c.case_id FROM cases c LEFT JOIN personal p"
      " ON p.n = c.n WHERE c.n IN (SELECT n FROM journal WHERE pos > ?)");
  sqlite3_bind_int64(query, 1, after);
  while (sqlite3_step(query) == SQLITE_ROW) {
    Case& one = cases_[sqlite3_column_int64(query, 0)];
    one.has_wake = sqlite3_column_type(query, 1) != SQLITE_NULL;
    one.wake_at = sqlite3_column_int64(query, 1);
    one.status = bytes_at(query, 2);
    one.has_number = sqlite3_column_type(query, 3) != SQLITE_NULL;
    one.number = bytes_at(query, 3);
    one.requests = bytes_at(query, 4);
    one.definition = bytes_at(query, 5);
    one.calendar_rev = bytes_at(query, 6);
    one.format = sqlite3_column_int64(query, 7);
    one.body = bytes_at(query, 8);
    one.personal = bytes_at(query, 9);
    one.case_id = bytes_at(query, 10);
  }
  sqlite3_finalize(query);
}

void RawWriter::write(const Row& row) {
  sqlite3_bind_int64(insert_, 1, row.n);
  sqlite3_bind_int64(insert_, 2, row.revision);
  sqlite3_bind_int64(insert_, 3, row.prev_pos);
  sqlite3_bind_int64(insert_, 4, row.at);
  bind_text(insert_, 5, row.request);
  bind_blob(insert_, 6, row.request_hash);
  bind_blob(insert_, 7, row.hash);
  bind_blob(insert_, 8, row.bytes);
  check(sqlite3_step(insert_), SQLITE_DONE, raw_);
  sqlite3_reset(insert_);

  const Case& of = cases_.find(row.n)->second;
  const bool with_body = (row.revision - 1) % kBodyEvery == 0;
  sqlite3_stmt* update = with_body ? update_body_ : update_;
  sqlite3_bind_int64(update, 1, row.revision);
  sqlite3_bind_int64(update, 2, sqlite3_last_insert_rowid(raw_));
  if (of.has_wake) {
    sqlite3_bind_int64(update, 3, of.wake_at);
  } else {
    sqlite3_bind_null(update, 3);
  }
  bind_text(update, 4, of.status);
  if (of.has_number) {
    bind_text(update, 5, of.number);
  } else {
    sqlite3_bind_null(update, 5);
  }
  sqlite3_bind_null(update, 6);  // The cases of the workload stay open.
  bind_blob(update, 7, of.requests, kPrefixBytes * static_cast<std::size_t>(row.revision));
  bind_blob(update, 8, of.definition);
  bind_text(update, 9, of.calendar_rev);
  bind_blob(update, 10, row.hash);
  if (with_body) {
    sqlite3_bind_int64(update, 11, of.format);
    bind_blob(update, 12, of.body);
  }
  sqlite3_bind_int64(update, 13, row.n);
  check(sqlite3_step(update), SQLITE_DONE, raw_);
  sqlite3_reset(update);
}

void RawWriter::checkpoint() {
  if (wal_frames_ < kCheckpointPages) return;
  sqlite3_wal_checkpoint_v2(raw_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  wal_frames_ = 0;
}

double RawWriter::replay(double batch) {
  const auto start = Watch::now();
  double due = 0;
  for (std::size_t at = 0; at < rows_.size();) {
    check(sqlite3_step(begin_), SQLITE_DONE, raw_);
    sqlite3_reset(begin_);
    due += batch;  // Batches of whole commands whose sizes average to `batch`.
    do {
      write(rows_[at++]);
    } while (at < rows_.size() && static_cast<double>(at) + 0.5 < due);
    check(sqlite3_step(commit_), SQLITE_DONE, raw_);
    sqlite3_reset(commit_);
    checkpoint();
  }
  return seconds_since(start);
}

void RawWriter::compare() {
  if (summary(engine_) != summary(raw_)) {
    say(summary(engine_));
    say(summary(raw_));
    give_up("the raw writer did not write what the engine wrote");
  }
}

double RawWriter::bytes_per_command() const {
  double bytes = 0;
  for (const Row& row : rows_) {
    bytes += static_cast<double>(row.bytes.size());
    if ((row.revision - 1) % kBodyEvery == 0) {
      bytes += static_cast<double>(cases_.find(row.n)->second.body.size());
    }
  }
  return rows_.empty() ? 0 : bytes / static_cast<double>(rows_.size());
}

Samples flush_times(const std::string& folder, int count) {
  constexpr std::size_t kPage = 4096;
  constexpr int kPages = 256;
  const std::string file = folder + "/flush";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) give_up("cannot write in " + folder);
  std::array<char, kPage> page{};
  const auto put = [&](int at) {
    page[0] = static_cast<char>(at);
    const auto place = static_cast<off_t>(kPage) * (at % kPages);
    if (::pwrite(descriptor, page.data(), page.size(), place) < 0) give_up("cannot write " + file);
  };
  for (int i = 0; i < kPages; ++i) put(i);
  ::fsync(descriptor);  // The file has its length: what follows changes data only.
  Samples times;
  for (int i = 0; i < count; ++i) {
    put(i);
    const auto start = Watch::now();
    ::fdatasync(descriptor);
    times.add(micros_since(start));
  }
  ::close(descriptor);
  ::unlink(file.c_str());
  return times;
}

}  // namespace lianban::bench
