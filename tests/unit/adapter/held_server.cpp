#include "unit/adapter/held_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "unit/adapter/raw_server.hpp"

namespace lianban::adapter {

HeldServer::HeldServer() {
  listening_ = listen_on_free_port(128, port_);
  if (::pipe(wake_) != 0) std::abort();
  thread_ = std::thread([this] { serve(); });
}

HeldServer::~HeldServer() {
  ::close(wake_[1]);
  thread_.join();
  for (const auto& [connection, bytes] : open_) ::close(connection);
  ::close(wake_[0]);
  ::close(listening_);
}

std::vector<std::string> HeldServer::wait_for(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return requests_.size() >= count; });
  return requests_;
}

void HeldServer::answer(std::size_t at, const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  const auto sent = ::send(where_.at(at), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(bytes.size())) std::abort();  // tests answer in few bytes
}

std::size_t HeldServer::connections() {
  const std::lock_guard lock(mutex_);
  return taken_;
}

void HeldServer::wait_for_closed(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ >= count; });
}

void HeldServer::serve() {
  for (;;) {
    std::vector<pollfd> sockets{{wake_[0], POLLIN, 0}, {listening_, POLLIN, 0}};
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [connection, bytes] : open_) sockets.push_back({connection, POLLIN, 0});
    }
    if (::poll(sockets.data(), sockets.size(), -1) < 0) std::abort();
    if (sockets[0].revents != 0) return;
    if (sockets[1].revents != 0) take_connection();
    for (std::size_t i = 2; i < sockets.size(); ++i) {
      if (sockets[i].revents != 0) take_bytes(sockets[i].fd);
    }
  }
}

void HeldServer::take_connection() {
  const int connection = ::accept(listening_, nullptr, nullptr);
  if (connection < 0) return;
  const std::lock_guard lock(mutex_);
  open_[connection];
  ++taken_;
}

void HeldServer::take_bytes(int connection) {
  char chunk[4096];
  const auto got = ::recv(connection, chunk, sizeof chunk, 0);
  const std::lock_guard lock(mutex_);
  if (got <= 0) {
    open_.erase(connection);
    ::close(connection);
    ++closed_;
  } else {
    std::string& bytes = open_[connection];
    bytes.append(chunk, static_cast<std::size_t>(got));
    while (const std::size_t size = whole_request(bytes)) {
      requests_.push_back(bytes.substr(0, size));
      where_.push_back(connection);
      bytes.erase(0, size);
    }
  }
  changed_.notify_all();
}

}  // namespace lianban::adapter
