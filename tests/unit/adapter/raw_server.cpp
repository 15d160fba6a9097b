#include "unit/adapter/raw_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace lianban::adapter {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

}  // namespace

int listen_on_free_port(int queue, int& port) {
  const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (listening < 0 || ::bind(listening, generic, size) != 0 || ::listen(listening, queue) != 0 ||
      ::getsockname(listening, generic, &size) != 0) {
    std::abort();  // no loopback: nothing here can be tested
  }
  port = ntohs(address.sin_port);
  return listening;
}

std::size_t whole_request(const std::string& bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const auto length = bytes.find("Content-Length: ");
  const std::size_t body =
      length == std::string::npos || length > end ? 0 : std::stoul(bytes.substr(length + 16));
  return bytes.size() >= end + 4 + body ? end + 4 + body : 0;
}

RawServer::RawServer(Handler handler) : handler_(std::move(handler)) {
  listening_ = listen_on_free_port(8, port_);
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  stopping_ = true;
  ::shutdown(listening_, SHUT_RDWR);
  if (const int open = connection_; open >= 0) ::shutdown(open, SHUT_RDWR);
  thread_.join();
  ::close(listening_);
}

void RawServer::serve() {
  while (!stopping_) {
    const int connection = ::accept(listening_, nullptr, nullptr);
    if (connection < 0) return;
    connection_ = connection;
    if (!stopping_) talk(connection);
    connection_ = -1;
    ::close(connection);
  }
}

void RawServer::talk(int connection) {
  std::string bytes;
  char chunk[4096];
  for (;;) {
    while (whole_request(bytes) == 0) {
      const auto got = ::recv(connection, chunk, sizeof chunk, 0);
      if (got <= 0) return;
      bytes.append(chunk, static_cast<std::size_t>(got));
    }
    const std::size_t size = whole_request(bytes);
    const Reply reply = handler_(requests_++, bytes.substr(0, size));
    bytes.erase(0, size);
    std::size_t sent = 0;
    while (sent < reply.bytes.size()) {
      const auto more =
          ::send(connection, reply.bytes.data() + sent, reply.bytes.size() - sent, MSG_NOSIGNAL);
      if (more <= 0) return;
      sent += static_cast<std::size_t>(more);
    }
    if (reply.close) return;
  }
}

std::string http_reply(const std::string& status, const std::string& body,
                       const std::string& headers) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         headers + "\r\n" + body;
}

FullPort::FullPort() {
  listening_ = listen_on_free_port(0, port_);
  const sockaddr_in address = loopback(port_);
  for (int& each : waiting_) {
    each = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    // In progress or refused: what matters is that somebody stands in the queue.
    static_cast<void>(::connect(each, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  }
}

FullPort::~FullPort() {
  for (const int each : waiting_) ::close(each);
  ::close(listening_);
}

}  // namespace lianban::adapter
