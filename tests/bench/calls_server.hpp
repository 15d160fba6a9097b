#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <thread>

namespace lianban::bench {

/// An agency on 127.0.0.1 that answers each request after a fixed time and does nothing else, so
/// that it is never what is measured. Connections are kept.
class CallsServer {
 public:
  explicit CallsServer(std::chrono::microseconds delay);
  ~CallsServer();
  CallsServer(const CallsServer&) = delete;
  CallsServer& operator=(const CallsServer&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Due {
    Clock::time_point at;
    int connection;
  };
  void serve();
  void watch(int what) const;
  void take_connections();
  void take_bytes(int connection);
  void answer_due();
  void set_timer() const;

  std::chrono::microseconds delay_;
  int port_ = 0;
  int listening_ = -1, events_ = -1, timer_ = -1, end_ = -1;
  std::map<int, std::string> open_;
  std::deque<Due> due_;  ///< All wait equally long, so the first come is the first due.
  std::thread thread_;
};

}  // namespace lianban::bench
