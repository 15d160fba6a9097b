#include "exchange.hpp"

#include <dirent.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace lianban::simulators {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{20};  ///< Between two looks whether the client has hung up.

/// 0 unless the function (getsockname, getpeername) tells an IPv4 port.
template <class Name>
int port_by(Name name, int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (name(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return address.sin_family == AF_INET ? ntohs(address.sin_port) : 0;
}

/// The request's connection. httplib shows its handlers no socket, only the two ports, which belong
/// to one connection as long as it is open.
int socket_of(const httplib::Request& request) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir("/proc/self/fd"), closedir);
  while (open != nullptr) {
    const dirent* entry = readdir(open.get());
    if (entry == nullptr) break;
    const int each = std::atoi(entry->d_name);
    if (each <= 2 || port_by(::getpeername, each) != request.remote_port) continue;
    if (port_by(::getsockname, each) == request.local_port) return each;
  }
  return -1;
}

/// httplib finds the connection closed when it wants to answer.
void cut(int socket) {
  const linger at_once{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::shutdown(socket, SHUT_RDWR);
}

bool hung_up(int socket) {
  char byte = 0;
  return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void drip(const Wire& wire, httplib::Response& response, Patience& patience) {
  response.set_content_provider(wire.body.size(), wire.type.c_str(),
                                [body = wire.body, gap = milliseconds{wire.drip_ms}, &patience](
                                    std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                  if (!patience.wait(gap)) return false;
                                  return sink.write(&body[offset], 1);
                                });
}

}  // namespace

bool Patience::wait(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [&] { return stopping_; });
}

void Patience::stop(bool stopping) {
  const std::lock_guard lock(mutex_);
  stopping_ = stopping;
  changed_.notify_all();
}

bool Patience::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void answer(const Wire& wire, const httplib::Request& request, httplib::Response& response,
            Patience& patience) {
  if (wire.slow_ms > 0) patience.wait(milliseconds{wire.slow_ms});
  if (wire.cut != Cut::kNot) {
    const int socket = socket_of(request);
    while (wire.cut == Cut::kSilent && !hung_up(socket) && patience.wait(kLook)) {
    }
    return cut(socket);
  }
  response.status = wire.status;
  if (!wire.location.empty()) response.set_header("Location", wire.location);
  if (wire.retry_after > 0) response.set_header("Retry-After", std::to_string(wire.retry_after));
  if (wire.drip_ms > 0 && !wire.body.empty()) return drip(wire, response, patience);
  response.set_content(wire.body, wire.type.c_str());
}

}  // namespace lianban::simulators
