#pragma once

#include <functional>
#include <memory>
#include <thread>

namespace httplib {
class Server;
}

namespace lianban::simulators {

/// One HTTP server on 127.0.0.1 with its thread. Used by one thread at a time.
class Listener {
 public:
  using Routes = std::function<void(httplib::Server&)>;

  explicit Listener(Routes routes);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Listens; 0 means a free port. Gives the port, or 0 if it cannot be had.
  int start(int port);
  /// Refuses new connections from now on; `join` waits for what has begun.
  void close();
  void join();
  [[nodiscard]] bool running() const { return server_ != nullptr; }

 private:
  Routes routes_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

}  // namespace lianban::simulators
