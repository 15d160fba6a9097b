#include "adapter/transfer.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "adapter/transfer_loop.hpp"

namespace lianban::adapter {

Transfers::Transfers() : loop_(std::make_unique<TransferLoop>()) {}
Transfers::~Transfers() = default;

std::uint64_t Transfers::start(HttpRequest request, Ended ended) {
  const std::uint64_t number = loop_->next_number();
  // Within the thread at once: an order would come after a `cancel` that was given meanwhile.
  if (loop_->within()) {
    loop_->begin(number, std::move(request), std::move(ended));
    return number;
  }
  auto order = std::make_shared<std::pair<HttpRequest, Ended>>(std::move(request), ended);
  const bool taken = loop_->post([loop = loop_.get(), number, order] {
    loop->begin(number, std::move(order->first), std::move(order->second));
  });
  if (!taken) ended(ended_early(false));
  return number;
}

std::uint64_t Transfers::hold(std::chrono::milliseconds timeout, Begin begin, Ended ended) {
  const std::uint64_t number = loop_->next_number();
  const auto until = std::chrono::steady_clock::now() + timeout;
  const bool taken = loop_->post([loop = loop_.get(), number, until, begin, ended] {
    if (loop->hold(number, until, ended)) begin(number);
  });
  if (!taken) ended(ended_early(false));
  return number;
}

void Transfers::cancel(std::uint64_t number) {
  if (loop_->within()) return loop_->cancel(number);
  loop_->post([loop = loop_.get(), number] { loop->cancel(number); });
}

bool Transfers::post(std::function<void()> task) { return loop_->post(std::move(task)); }

void Transfers::stop() { loop_->stop(); }

HttpReply Transfers::run(const HttpRequest& request) {
  std::mutex mutex;
  std::condition_variable told;
  std::optional<HttpReply> reply;
  start(request, [&](HttpReply given) {
    // Told under the lock: once it is free, all this may be gone.
    const std::lock_guard lock(mutex);
    reply = std::move(given);
    told.notify_one();
  });
  std::unique_lock lock(mutex);
  told.wait(lock, [&] { return reply.has_value(); });
  return std::move(*reply);
}

bool Transfers::send(std::uint64_t number, HttpRequest request) {
  return loop_->send(number, std::move(request));
}

void Transfers::hold_again(std::uint64_t number, std::chrono::steady_clock::time_point until,
                           Ended ended) {
  loop_->hold(number, until, std::move(ended));
}

}  // namespace lianban::adapter
