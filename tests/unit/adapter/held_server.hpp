#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lianban::adapter {

/// A server on 127.0.0.1 that takes any number of connections and answers a request only when the
/// test says so.
class HeldServer {
 public:
  HeldServer();
  ~HeldServer();
  HeldServer(const HeldServer&) = delete;
  HeldServer& operator=(const HeldServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  /// Waits until so many whole requests have come since the start; gives them in their order.
  std::vector<std::string> wait_for(std::size_t count);
  /// Sends the bytes on the connection on which request number `at` (from 0) came.
  void answer(std::size_t at, const std::string& bytes);
  /// Connections that have been taken since the start.
  [[nodiscard]] std::size_t connections();
  /// Waits until so many connections have been closed by the other side.
  void wait_for_closed(std::size_t count);

 private:
  void serve();
  void take_connection();
  void take_bytes(int connection);

  int listening_ = -1;
  int port_ = 0;
  int wake_[2] = {-1, -1};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<int, std::string> open_;  ///< Under the mutex, like what follows: bytes by connection.
  std::vector<std::string> requests_;
  std::vector<int> where_;  ///< The connection of each request.
  std::size_t taken_ = 0, closed_ = 0;
  std::thread thread_;
};

}  // namespace lianban::adapter
