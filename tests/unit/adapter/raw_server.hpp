#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>

namespace lianban::adapter {

/// A listening socket on a free port of 127.0.0.1.
int listen_on_free_port(int queue, int& port);
/// Bytes of the whole HTTP request at the beginning, or 0 while it is not all there.
std::size_t whole_request(const std::string& bytes);

/// A server that says exactly the bytes it is told, one connection after the other, on 127.0.0.1.
class RawServer {
 public:
  struct Reply {
    std::string bytes;  ///< May be empty.
    bool close = true;  ///< Then close the connection.
  };
  /// Called with the number of the request (from 0) and its bytes.
  using Handler = std::function<Reply(int number, const std::string& request)>;

  explicit RawServer(Handler handler);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  void serve();
  void talk(int connection);

  Handler handler_;
  int listening_ = -1;
  int port_ = 0;
  std::atomic<int> connection_ = -1;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

/// A whole reply with its length.
std::string http_reply(const std::string& status, const std::string& body,
                       const std::string& headers = {});

/// A port that takes no connection and refuses none: its queue is full.
class FullPort {
 public:
  FullPort();
  ~FullPort();
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  int listening_ = -1;
  int port_ = 0;
  int waiting_[8] = {-1, -1, -1, -1, -1, -1, -1, -1};
};

}  // namespace lianban::adapter
