#include "store/sqlite_readers.hpp"

#include <algorithm>
#include <utility>

namespace lianban::store {

ReaderPool::Lease ReaderPool::take() {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    const std::size_t most = std::max<std::size_t>(1, options_.readers);
    free_.reserve(most);  // giving back is done by destructors
    changed_.wait(lock, [&] { return !paused_ && lent_ < most; });
    ++lent_;
    if (!free_.empty()) {
      connection = std::move(free_.back());
      free_.pop_back();
    }
  }
  if (connection == nullptr) {
    try {
      connection = std::make_unique<Connection>(options_, Connection::Role::kReader);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  return Lease(*this, std::move(connection));
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  --lent_;
  if (connection != nullptr) free_.push_back(std::move(connection));
  // Both readers and a pausing writer may be waiting.
  changed_.notify_all();
}

void ReaderPool::pause() {
  std::unique_lock lock(mutex_);
  paused_ = true;
  changed_.wait(lock, [this] { return lent_ == 0; });
  free_.clear();
}

void ReaderPool::resume() {
  const std::lock_guard lock(mutex_);
  paused_ = false;
  changed_.notify_all();
}

}  // namespace lianban::store
