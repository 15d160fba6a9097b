#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/limits.hpp"
#include "lianban/result.hpp"
#include "store/rows.hpp"

namespace lianban::store {

/// One command on its way into a transaction. Lives on the stack of the thread that waits for it.
struct Job {
  /// Runs on the leading thread, inside the transaction. Answers an error only before it has
  /// written anything, throws after; may be run again when the transaction had to begin anew.
  std::function<Status()> work;
  Priority priority = Priority::kClerk;
  Status status = Done{};   ///< The answer, set by the leader.
  std::uint32_t batch = 0;  ///< Jobs in the transaction it went with.

 private:
  friend class CommitQueue;
  struct Caller* caller_ = nullptr;  ///< The waiting thread.
};

struct BatchBounds {
  std::size_t commands = limits::kBatchCommands;
  std::chrono::microseconds time{limits::kBatchMicroseconds};
};

/// The queue of writers after LevelDB's: threads hand in jobs; whoever finds nobody leading leads,
/// takes what waits (bounded), makes it durable in one transaction and wakes the others. No own
/// thread, no hand-over when there is one caller, and no starving as with a plain mutex (seconds,
/// measured). Clerks go first; a pump passed over kPatience times goes first once.
class CommitQueue {
 public:
  /// The jobs of one transaction, taken one by one so that late comers still get in.
  class Batch {
   public:
    explicit Batch(CommitQueue& queue);
    /// The next job, or null when the queue is empty or the batch full.
    Job* next();
    [[nodiscard]] std::span<Job* const> taken() const { return taken_; }

   private:
    CommitQueue& queue_;
    std::vector<Job*> taken_;
    std::size_t pump_taken_ = 0;
    bool pump_first_ = false;
    std::chrono::steady_clock::time_point started_;
  };

  /// `transact` takes jobs from the batch and sets their `status`; `before` runs ahead of each
  /// batch, when the callers of the last one have been answered. Both run on one thread at a time
  /// and must not throw.
  CommitQueue(BatchBounds bounds, std::function<void(Batch&)> transact,
              std::function<void()> before);

  /// Hands in and waits until all have a status. store/closed after `close`. Throws std::bad_alloc;
  /// jobs that have no status then have not been run.
  void run(std::span<Job> jobs);
  /// Refuses new jobs and waits for those inside.
  void close();
  /// Jobs that nobody has taken yet.
  [[nodiscard]] std::size_t waiting();

 private:
  /// Throws std::bad_alloc only before it leads.
  void lead(std::unique_lock<std::mutex>& lock);
  void give_up(const struct Caller& caller);
  [[nodiscard]] bool idle() const { return !leading_ && clerks_.empty() && pump_.empty(); }
  [[nodiscard]] std::shared_ptr<struct Caller> next_leader() const;

  const BatchBounds bounds_;
  std::function<void(Batch&)> transact_;
  std::function<void()> before_;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<Job*> clerks_;
  std::deque<Job*> pump_;
  std::size_t pump_passed_over_ = 0;
  bool leading_ = false;
  bool closed_ = false;
};

}  // namespace lianban::store
