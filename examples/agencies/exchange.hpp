#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "desk.hpp"

namespace httplib {
struct Request;
struct Response;
}  // namespace httplib

namespace lianban::simulators {

/// Waits that end early when everything stops.
class Patience {
 public:
  /// Whether the time passed without a stop.
  bool wait(std::chrono::milliseconds time);
  void stop(bool stopping);
  [[nodiscard]] bool stopping() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
};

/// Answers as the wire says: late, in drops, cut off, or not at all.
void answer(const Wire& wire, const httplib::Request& request, httplib::Response& response,
            Patience& patience);

}  // namespace lianban::simulators
