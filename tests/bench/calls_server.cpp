#include "bench/calls_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "bench/report.hpp"

namespace lianban::bench {
namespace {

constexpr std::string_view kReply =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 54\r\n\r\n"
    R"({"result": "changed", "plate_type": "blue", "fee": 15})";
static_assert(kReply.size() - kReply.find("\r\n\r\n") - 4 == 54);

/// Bytes of the whole request at the beginning, or 0.
std::size_t whole_request(const std::string& bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const auto length = bytes.find("Content-Length: ");
  const std::size_t body = length < end ? std::stoul(bytes.substr(length + 16, 10)) : 0;
  return bytes.size() >= end + 4 + body ? end + 4 + body : 0;
}

}  // namespace

CallsServer::CallsServer(std::chrono::microseconds delay) : delay_(delay) {
  listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 512) != 0 ||
      ::getsockname(listening_, generic, &size) != 0) {
    give_up("no loopback server can be opened");
  }
  port_ = ntohs(address.sin_port);
  events_ = ::epoll_create1(0);
  timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  end_ = ::eventfd(0, 0);
  for (const int each : {listening_, timer_, end_}) watch(each);
  thread_ = std::thread([this] { serve(); });
}

CallsServer::~CallsServer() {
  const std::uint64_t one = 1;
  if (::write(end_, &one, sizeof one) != sizeof one) give_up("the loopback server does not end");
  thread_.join();
  for (const auto& [connection, bytes] : open_) ::close(connection);
  for (const int each : {listening_, timer_, end_, events_}) ::close(each);
}

void CallsServer::watch(int what) const {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = what;
  ::epoll_ctl(events_, EPOLL_CTL_ADD, what, &event);
}

void CallsServer::serve() {
  std::array<epoll_event, 256> events{};
  for (;;) {
    const int count = ::epoll_wait(events_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int what = events[static_cast<std::size_t>(i)].data.fd;
      if (what == end_) return;
      if (what == listening_) {
        take_connections();
      } else if (what != timer_) {
        take_bytes(what);
      }
    }
    answer_due();
    set_timer();
  }
}

void CallsServer::take_connections() {
  for (;;) {
    const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK);
    if (connection < 0) return;
    const int yes = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    open_[connection];
    watch(connection);
  }
}

void CallsServer::take_bytes(int connection) {
  std::array<char, 4096> chunk;
  const auto got = ::recv(connection, chunk.data(), chunk.size(), 0);
  if (got <= 0) {
    std::erase_if(due_, [&](const Due& due) { return due.connection == connection; });
    open_.erase(connection);
    ::close(connection);
    return;
  }
  std::string& bytes = open_[connection];
  bytes.append(chunk.data(), static_cast<std::size_t>(got));
  while (const std::size_t size = whole_request(bytes)) {
    bytes.erase(0, size);
    due_.push_back({Clock::now() + delay_, connection});
  }
}

void CallsServer::answer_due() {
  const auto now = Clock::now();
  while (!due_.empty() && due_.front().at <= now) {
    const auto sent = ::send(due_.front().connection, kReply.data(), kReply.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(kReply.size())) say("calls: an answer was not sent");
    due_.pop_front();
  }
}

void CallsServer::set_timer() const {
  itimerspec when{};  // all zero: off
  if (!due_.empty()) {
    const auto left = std::max(due_.front().at - Clock::now(), Clock::duration{1});
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    when.it_value.tv_sec = seconds.count();
    when.it_value.tv_nsec = std::chrono::nanoseconds(left - seconds).count();
  }
  ::timerfd_settime(timer_, 0, &when, nullptr);
}

}  // namespace lianban::bench
