#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bench/samples.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace lianban::bench {

/// The ceiling: plain SQLite that writes what the engine wrote, row for row and byte for byte, on
/// the same disk with the same pragmas, on a copy of the engine's file that is kept in step with it
/// (so that both change the same pages). What it leaves out is what the engine does besides:
/// deciding, encoding, hashing, looking whether the case has moved on, savepoints, threads.
class RawWriter {
 public:
  /// Copies the engine's database, which stays open.
  RawWriter(const std::string& engine_file, const std::string& raw_file);
  ~RawWriter();
  RawWriter(const RawWriter&) = delete;
  RawWriter& operator=(const RawWriter&) = delete;

  /// One command as the engine wrote it.
  struct Row {
    std::int64_t n = 0, revision = 0, prev_pos = 0, at = 0;
    std::string request, request_hash, hash, bytes;
  };
  struct Case {
    std::string case_id, status, number, requests, definition, calendar_rev, body, personal;
    std::int64_t wake_at = 0, format = 0;
    bool has_wake = false, has_number = false;
  };

  /// Reads the rows since the last call; the engine must be at rest.
  void fetch();
  /// Writes them, `batch` commands a transaction on average. Returns the seconds it took.
  double replay(double batch);
  /// Ends the run where the two files do not hold the same.
  void compare();

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::map<std::int64_t, Case>& cases() const { return cases_; }
  /// Bytes of journal rows and bodies a command, in the rows fetched last.
  [[nodiscard]] double bytes_per_command() const;

 private:
  void copy();
  void fetch_cases(std::int64_t after);
  void write(const Row& row);
  void checkpoint();

  std::string raw_file_;
  sqlite3* engine_ = nullptr;
  sqlite3* raw_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* update_ = nullptr;
  sqlite3_stmt* update_body_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  std::int64_t position_ = 0;  ///< Last journal row that was fetched.
  int wal_frames_ = 0;
  std::vector<Row> rows_;
  std::map<std::int64_t, Case> cases_;
};

/// Writes 4 KB and waits for the disk, `count` times.
[[nodiscard]] Samples flush_times(const std::string& folder, int count);

}  // namespace lianban::bench
