#include "listener.hpp"

#include <httplib.h>
#include <sys/socket.h>

#include <chrono>
#include <limits>
#include <utility>

namespace lianban::simulators {
namespace {

// A kept connection occupies a thread of httplib's pool until it has been quiet this long.
constexpr std::size_t kThreads = 16;
constexpr time_t kKeepAliveSeconds = 1;
// httplib lets 5 connections wait; what comes beyond them waits a second for its next try.
constexpr int kWaitingConnections = 128;

}  // namespace

Listener::Listener(Routes routes) : routes_(std::move(routes)) {}

Listener::~Listener() {
  close();
  join();
}

int Listener::start(int port) {
  auto server = std::make_unique<httplib::Server>();
  server->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  socket_t listening = INVALID_SOCKET;
  // Without SO_REUSEPORT, httplib's default: two programs on one port would share its requests.
  server->set_socket_options([&listening](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    listening = socket;
  });
  // Otherwise every answer waits for a delayed acknowledgement, 40 ms.
  server->set_tcp_nodelay(true);
  server->set_keep_alive_timeout(kKeepAliveSeconds);
  server->set_keep_alive_max_count(std::numeric_limits<int>::max());
  routes_(*server);
  if (port == 0) {
    port = server->bind_to_any_port("127.0.0.1");
    if (port <= 0) return 0;
  } else if (!server->bind_to_port("127.0.0.1", port)) {
    return 0;
  }
  ::listen(listening, kWaitingConnections);  // again: Linux takes the new length
  server->set_socket_options({});
  server_ = std::move(server);
  thread_ = std::thread([serving = server_.get()] { serving->listen_after_bind(); });
  // httplib ignores a stop that comes before its loop runs.
  while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::microseconds{100});
  return port;
}

void Listener::close() {
  if (server_ != nullptr) server_->stop();
}

void Listener::join() {
  if (thread_.joinable()) thread_.join();
  server_.reset();
}

}  // namespace lianban::simulators
