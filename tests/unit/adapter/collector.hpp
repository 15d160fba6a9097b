#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace lianban::adapter {

/// What came back, in its order, with the threads it came on.
template <class What>
class Collector {
 public:
  /// For `start`; may be called any number of times.
  auto taker() {
    return [this](What what) {
      const std::lock_guard lock(mutex_);
      all_.push_back(std::move(what));
      threads_.push_back(std::this_thread::get_id());
      changed_.notify_all();
    };
  }
  std::vector<What> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return all_.size() >= count; });
    return all_;
  }
  std::vector<What> now() {
    const std::lock_guard lock(mutex_);
    return all_;
  }
  std::vector<std::thread::id> threads() {
    const std::lock_guard lock(mutex_);
    return threads_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<What> all_;
  std::vector<std::thread::id> threads_;
};

}  // namespace lianban::adapter
