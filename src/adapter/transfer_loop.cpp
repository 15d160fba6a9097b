#include "adapter/transfer_loop.hpp"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <utility>

namespace lianban::adapter {
namespace {

constexpr std::size_t kIdleExchanges = 256;
constexpr long kKeptConnections = 256;
constexpr std::chrono::milliseconds kLongestWait{60'000};

/// libcurl's global state is set up once and never torn down: the host may use libcurl as well.
void set_up_curl() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(done);
}

/// The host's signals are for the host's threads. SIGPIPE above all: libcurl is told to use no
/// signals, so it no longer ignores the one of a connection that the other side has closed.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

HttpReply not_begun(const char* why) {
  HttpReply reply;
  reply.why = why;
  return reply;
}

}  // namespace

HttpReply ended_early(bool sent) {
  HttpReply reply;
  reply.exchange = Exchange::kCancelled;
  reply.sent = sent;
  return reply;
}

TransferLoop::TransferLoop() {
  set_up_curl();
  multi_ = curl_multi_init();
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kKeptConnections);
}

TransferLoop::~TransferLoop() {
  stop();
  idle_.clear();
  curl_multi_cleanup(multi_);
}

bool TransferLoop::post(Task task) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
    orders_.push_back(std::move(task));
    first = orders_.size() == 1;
  }
  if (first) curl_multi_wakeup(multi_);  // the others come with it
  return true;
}

void TransferLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    curl_multi_wakeup(multi_);
  }
  if (within()) return;
  const std::lock_guard joining(joining_);
  if (thread_.joinable()) thread_.join();
}

void TransferLoop::serve() {
  block_signals();
  thread_id_ = std::this_thread::get_id();
  while (take_orders()) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    take_ends();
    take_expired();
    const int wait = wait_ms();
    if (wait > 0) curl_multi_poll(multi_, nullptr, 0, wait, nullptr);
  }
  end_all();
  thread_id_ = std::thread::id();  // the system may give the id to another thread
}

bool TransferLoop::take_orders() {
  std::vector<Task> orders;
  bool stopping = false;
  {
    const std::lock_guard lock(mutex_);
    orders.swap(orders_);
    stopping = stopping_;
  }
  for (Task& order : orders) {
    order();
    order = nullptr;
  }
  return !stopping;
}

void TransferLoop::take_ends() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    char* owner = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
    const auto at = flights_.find(reinterpret_cast<Flight*>(owner)->number);
    end(at, at->second.exchange->take_reply(code));
  }
}

void TransferLoop::take_expired() {
  while (!held_.empty() && held_.begin()->first <= Clock::now()) {
    end(flights_.find(held_.begin()->second), not_begun("timed out before it could be sent"));
  }
}

void TransferLoop::end_all() {
  ended_ = true;
  while (!flights_.empty()) end_early(flights_.begin());
}

void TransferLoop::begin(std::uint64_t number, HttpRequest request, Ended ended) {
  if (ended_) return ended(ended_early(false));
  const auto at = flights_.emplace(number, Flight{number, std::move(ended), nullptr, {}}).first;
  if (!launch(at->second, std::move(request))) end(at, not_begun("no memory for a connection"));
}

bool TransferLoop::hold(std::uint64_t number, Clock::time_point until, Ended ended) {
  if (ended_) {
    ended(ended_early(false));
    return false;
  }
  flights_.emplace(number, Flight{number, std::move(ended), nullptr, until});
  held_.insert({until, number});
  return true;
}

bool TransferLoop::send(std::uint64_t number, HttpRequest request) {
  const auto at = flights_.find(number);
  if (at == flights_.end() || at->second.exchange != nullptr) return false;
  using std::chrono::milliseconds;
  const auto left = std::chrono::ceil<milliseconds>(at->second.until - Clock::now());
  // libcurl takes 0 for "no limit".
  request.total_timeout = std::clamp(left, milliseconds{1}, request.total_timeout);
  request.connect_timeout = std::min(request.connect_timeout, request.total_timeout);
  held_.erase({at->second.until, number});
  if (!launch(at->second, std::move(request))) end(at, not_begun("no memory for a connection"));
  return true;
}

bool TransferLoop::launch(Flight& flight, HttpRequest request) {
  if (idle_.empty()) idle_.push_back(std::make_unique<EasyExchange>());
  auto exchange = std::move(idle_.back());
  idle_.pop_back();
  if (exchange->handle() == nullptr) return false;
  exchange->prepare(std::move(request), &flight);
  if (curl_multi_add_handle(multi_, exchange->handle()) != CURLM_OK) return false;
  flight.exchange = std::move(exchange);
  return true;
}

void TransferLoop::end(Flights::iterator at, HttpReply reply) {
  Flight flight = std::move(at->second);
  flights_.erase(at);
  held_.erase({flight.until, flight.number});
  if (flight.exchange != nullptr) {
    curl_multi_remove_handle(multi_, flight.exchange->handle());
    flight.exchange->forget();
    if (idle_.size() < kIdleExchanges) idle_.push_back(std::move(flight.exchange));
  }
  flight.ended(std::move(reply));
}

void TransferLoop::end_early(Flights::iterator at) {
  EasyExchange* exchange = at->second.exchange.get();
  end(at, exchange == nullptr ? ended_early(false) : exchange->cancelled());
}

void TransferLoop::cancel(std::uint64_t number) {
  const auto at = flights_.find(number);
  if (at != flights_.end()) end_early(at);
}

int TransferLoop::wait_ms() const {
  auto wait = kLongestWait;
  if (!held_.empty()) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(held_.begin()->first - Clock::now());
    wait = std::clamp(left, std::chrono::milliseconds{0}, wait);
  }
  return static_cast<int>(wait.count());
}

}  // namespace lianban::adapter
