#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace lianban::runtime {

/// Counts what may interest who waits; whoever has seen a count can wait for the next. Thread-safe.
class Pulse {
 public:
  void beat() {
    {
      const std::lock_guard lock(mutex_);
      ++count_;
    }
    beaten_.notify_all();
  }
  [[nodiscard]] std::uint64_t count() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }
  /// Blocks while the count is `seen`, at most for `timeout`. Gives the count.
  std::uint64_t wait(std::uint64_t seen, std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    beaten_.wait_for(lock, timeout, [&] { return count_ != seen; });
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable beaten_;
  std::uint64_t count_ = 0;
};

}  // namespace lianban::runtime
