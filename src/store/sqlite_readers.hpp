#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite_connection.hpp"

namespace lianban::store {

/// A few reading connections, opened when first needed. Reads wait for a free one.
class ReaderPool {
 public:
  explicit ReaderPool(const SqliteOptions& options) : options_(options) {}

  /// One connection for the length of one read.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& operator*() { return *connection_; }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// Throws SQLite::Exception when opening fails.
  Lease take();
  /// Waits for running reads, closes all connections and lets nobody in until `resume`.
  void pause();
  void resume();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const SqliteOptions& options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Connection>> free_;
  std::size_t lent_ = 0;
  bool paused_ = false;
};

}  // namespace lianban::store
