#include "store/sqlite_connection.hpp"

#include <algorithm>
#include <array>

#include "store/errors.hpp"

namespace lianban::store {
namespace {

/// Another program (a shell, a backup) may hold the file for a moment.
constexpr int kBusyMilliseconds = 2000;

template <std::size_t N>
std::array<std::uint8_t, N> fixed(const std::string& bytes, const char* what) {
  if (bytes.size() != N) throw_damaged(what);
  std::array<std::uint8_t, N> value{};
  std::copy(bytes.begin(), bytes.end(), value.begin());
  return value;
}

int flags_of(Connection::Role role) {
  switch (role) {
    case Connection::Role::kWriter:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_CREATE;
    case Connection::Role::kReader:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    case Connection::Role::kLook:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
  }
  return SQLITE_OPEN_READONLY;
}

}  // namespace

Error error_of(const SQLite::Exception& fault, const std::string& file) {
  switch (fault.getErrorCode() & 0xff) {
    case SQLITE_NOMEM:
      return memory_error();
    case SQLITE_FULL:
      return full_error(file);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:  // All keys are made here: two alike mean the tables disagree.
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:  // A table or column that should be there is not.
      return damaged_error(file);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return busy_error();
    case SQLITE_TOOBIG:
      return limit_error("row size");
    default:
      return io_error(file + " (sqlite " + std::to_string(fault.getExtendedErrorCode()) + ")");
  }
}

void throw_damaged(const char* what) { throw SQLite::Exception(what, SQLITE_CORRUPT); }

Connection::Connection(const SqliteOptions& options, Role role)
    : database_(options.path, flags_of(role), kBusyMilliseconds) {
  const std::size_t cache =
      role == Role::kWriter ? options.cache_bytes : options.reader_cache_bytes;
  execute("PRAGMA page_size=4096");  // Takes effect while the file is empty.
  execute(("PRAGMA cache_size=-" + std::to_string(cache / 1024)).c_str());
  execute("PRAGMA wal_autocheckpoint=0");  // The writer checkpoints by itself, after answering.
  execute("PRAGMA trusted_schema=OFF");
  execute("PRAGMA cell_size_check=ON");
  execute("PRAGMA temp_store=MEMORY");
  execute(options.full_sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  if (role != Role::kWriter) {
    execute("PRAGMA query_only=ON");
    sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  } else if (options.max_pages != 0) {
    execute(("PRAGMA max_page_count=" + std::to_string(options.max_pages)).c_str());
  }
}

SQLite::Statement& Connection::prepared(const char* sql) {
  auto& slot = statements_[sql];
  if (slot == nullptr) slot = std::make_unique<SQLite::Statement>(database_, sql);
  return *slot;
}

std::string Connection::text(const char* sql) {
  SQLite::Statement statement(database_, sql);
  return statement.executeStep() ? statement.getColumn(0).getString() : std::string();
}

std::int64_t Connection::integer(const char* sql) {
  SQLite::Statement statement(database_, sql);
  return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

Query& Query::integer(std::int64_t value) {
  statement_.bind(next_++, value);
  return *this;
}

Query& Query::text(const std::string& value) {
  statement_.bindNoCopy(next_++, value);
  return *this;
}

Query& Query::blob(std::string_view value) {
  // A null pointer would bind NULL, not an empty value.
  statement_.bindNoCopy(next_++, value.data() == nullptr ? "" : value.data(),
                        static_cast<int>(value.size()));
  return *this;
}

Query& Query::instant(const std::optional<Instant>& value) {
  if (value) return instant(*value);
  statement_.bind(next_++);
  return *this;
}

Query& Query::text(const std::optional<std::string>& value) {
  if (value) return text(*value);
  statement_.bind(next_++);
  return *this;
}

std::int64_t Query::integer_at(int column) const { return statement_.getColumn(column).getInt64(); }

std::uint64_t Query::count_at(int column) const {
  const std::int64_t value = integer_at(column);
  if (value < 0) throw_damaged("a negative count");
  return static_cast<std::uint64_t>(value);
}

std::string Query::bytes_at(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  const auto* data = static_cast<const char*>(value.getBlob());
  return data == nullptr ? std::string()
                         : std::string(data, static_cast<std::size_t>(value.getBytes()));
}

Instant Query::instant_at(int column) const {
  return Instant{std::chrono::microseconds{integer_at(column)}};
}

std::optional<Instant> Query::maybe_instant_at(int column) const {
  if (statement_.isColumnNull(column)) return std::nullopt;
  return instant_at(column);
}

std::optional<std::string> Query::maybe_bytes_at(int column) const {
  if (statement_.isColumnNull(column)) return std::nullopt;
  return bytes_at(column);
}

base::Digest Query::digest_at(int column) const {
  return fixed<32>(bytes_at(column), "a hash of the wrong length");
}

CaseId Query::case_id_at(int column) const {
  return {fixed<16>(bytes_at(column), "a case id of the wrong length")};
}

}  // namespace lianban::store
