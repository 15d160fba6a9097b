#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "store/commit_queue.hpp"
#include "store/sqlite_connection.hpp"
#include "store/sqlite_readers.hpp"

namespace lianban::store {

/// The one connection that writes, and the transactions on it. All calls but `count` come from the
/// thread that leads (CommitQueue), one at a time.
class Writer {
 public:
  Writer(const SqliteOptions& options, ReaderPool& readers, std::unique_ptr<Connection> connection);

  /// Runs a batch in one transaction. When a job breaks in the middle, the others are run again
  /// without it: a savepoint for each would cost all of them (SQLite then keeps a copy of every
  /// page that is changed), and jobs hardly ever break.
  void transact(CommitQueue::Batch& batch);
  /// Writes the WAL back when it is long enough: ahead of a batch and not behind one, so that
  /// those who are answered do not meet the pause (6-20 ms, measured).
  void checkpoint();
  /// Only while nobody leads.
  void close() { connection_.reset(); }
  /// Valid inside a job.
  Connection& connection() { return *connection_; }

  /// Adds what this writer knows to the figures.
  void count(Stats& stats) const;
  void count_conflict();

 private:
  bool fails(std::string_view point) const {
    return options_.faults != nullptr && options_.faults->fails(point);
  }
  /// What ended the transaction, if anything did. Throws std::bad_alloc, never once it may be
  /// durable.
  std::optional<Error> transact_all(CommitQueue::Batch& batch);
  std::optional<Error> begin();
  std::optional<Error> run_from(std::size_t first, CommitQueue::Batch& batch,
                                std::vector<const Job*>& broken);
  bool run(Job& job);
  std::optional<Error> commit();
  std::optional<Error> recover();
  std::optional<Error> reopen();
  void watch_wal();
  void settle(CommitQueue::Batch& batch, const std::optional<Error>& failed);
  void roll_back() noexcept;

  const SqliteOptions& options_;
  ReaderPool& readers_;
  std::unique_ptr<Connection> connection_;
  int wal_frames_ = 0;     ///< In the WAL after the last commit.
  int checkpoint_at_ = 0;  ///< Frames that make the next write-back worth while.
  mutable std::mutex figures_mutex_;
  Stats figures_;
};

}  // namespace lianban::store
