#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/hash.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"
#include "store/store.hpp"

/// Inside the SQLite store errors travel as SQLite::Exception and are turned into an Error where a
/// job or a read ends (`error_of`).
namespace lianban::store {

/// The Error for what SQLite threw. `file` becomes its place where the file matters.
[[nodiscard]] Error error_of(const SQLite::Exception& fault, const std::string& file);
/// For rows that cannot be ours: a hash of the wrong length, an unknown name.
[[noreturn]] void throw_damaged(const char* what);

/// The one connection that writes and checkpoints, or one of those that only read. SQLite before
/// 3.51.3 can corrupt a WAL that two connections checkpoint at the same moment, so readers never
/// do. Used by one thread at a time.
class Connection {
 public:
  /// kLook: a file that another engine may hold, opened so that not a byte of it can change.
  enum class Role { kWriter, kReader, kLook };
  /// Opens and sets the pragmas that change nothing in the file. Throws SQLite::Exception.
  Connection(const SqliteOptions& options, Role role);

  /// `sql` must be a literal: statements are kept, found by its address.
  SQLite::Statement& prepared(const char* sql);
  void execute(const char* sql) { database_.exec(sql); }
  /// First column of the first row as text; empty if there is no row.
  std::string text(const char* sql);
  std::int64_t integer(const char* sql);
  [[nodiscard]] sqlite3* handle() const { return database_.getHandle(); }
  [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle()); }
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

 private:
  SQLite::Database database_;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
};

/// One use of a prepared statement: parameters in order, then rows. Resets it at the end, since a
/// reader left in the middle would pin the WAL. Texts and blobs are not copied: they must live
/// until the last step.
class Query {
 public:
  Query(Connection& connection, const char* sql) : statement_(connection.prepared(sql)) {}
  ~Query() { statement_.tryReset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& integer(std::int64_t value);
  Query& text(const std::string& value);
  Query& text(std::string&& value) = delete;
  Query& blob(std::string_view value);
  Query& blob(std::span<const std::uint8_t> value) { return blob(base::view(value)); }
  Query& instant(Instant value) { return integer(value.time_since_epoch().count()); }
  Query& instant(const std::optional<Instant>& value);
  Query& text(const std::optional<std::string>& value);

  /// True while there is a row.
  bool step() { return statement_.executeStep(); }
  /// For statements without rows.
  void run() { statement_.executeStep(); }

  [[nodiscard]] std::int64_t integer_at(int column) const;
  [[nodiscard]] std::uint64_t count_at(int column) const;
  [[nodiscard]] std::string bytes_at(int column) const;
  [[nodiscard]] Instant instant_at(int column) const;
  [[nodiscard]] std::optional<Instant> maybe_instant_at(int column) const;
  [[nodiscard]] std::optional<std::string> maybe_bytes_at(int column) const;
  [[nodiscard]] base::Digest digest_at(int column) const;
  [[nodiscard]] CaseId case_id_at(int column) const;

 private:
  SQLite::Statement& statement_;
  int next_ = 1;
};

}  // namespace lianban::store
