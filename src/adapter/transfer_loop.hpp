#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapter/exchange.hpp"
#include "adapter/transfer.hpp"

namespace lianban::adapter {

/// The end of an exchange that `cancel` or `stop` cut short.
[[nodiscard]] HttpReply ended_early(bool sent);

/// The thread of Transfers: libcurl's multi interface, driven by what is posted to it. All members
/// below the first group are called on the thread alone, so nothing of them is locked.
class TransferLoop {
 public:
  using Clock = std::chrono::steady_clock;
  using Ended = Transfers::Ended;
  using Task = std::function<void()>;

  TransferLoop();
  ~TransferLoop();
  TransferLoop(const TransferLoop&) = delete;
  TransferLoop& operator=(const TransferLoop&) = delete;

  [[nodiscard]] std::uint64_t next_number() { return ++last_number_; }
  /// Whether the caller is the thread.
  [[nodiscard]] bool within() const { return thread_id_ == std::this_thread::get_id(); }
  bool post(Task task);
  void stop();

  void begin(std::uint64_t number, HttpRequest request, Ended ended);
  /// False if everything has been stopped; then `ended` has been called.
  bool hold(std::uint64_t number, Clock::time_point until, Ended ended);
  bool send(std::uint64_t number, HttpRequest request);
  void cancel(std::uint64_t number);

 private:
  struct Flight {
    std::uint64_t number = 0;
    Ended ended;
    std::unique_ptr<EasyExchange> exchange;  ///< Null while it is held.
    Clock::time_point until{};               ///< Of a held one.
  };
  using Flights = std::unordered_map<std::uint64_t, Flight>;

  void serve();
  /// Whether it is to go on.
  bool take_orders();
  void take_ends();
  void take_expired();
  void end_all();
  [[nodiscard]] bool launch(Flight& flight, HttpRequest request);
  /// Calls its `Ended` as the last thing.
  void end(Flights::iterator at, HttpReply reply);
  void end_early(Flights::iterator at);
  [[nodiscard]] int wait_ms() const;

  std::mutex mutex_;
  std::vector<Task> orders_;  ///< Under the mutex, like all of this paragraph.
  bool stopping_ = false;
  std::thread thread_;
  std::mutex joining_;  ///< Held while `stop` waits: a second `stop` waits as well.
  std::atomic<std::thread::id> thread_id_{};
  std::atomic<std::uint64_t> last_number_ = 0;

  void* multi_;  ///< A CURLM*. Only its wake-up is called from outside the thread.
  Flights flights_;
  std::set<std::pair<Clock::time_point, std::uint64_t>> held_;
  std::vector<std::unique_ptr<EasyExchange>> idle_;
  bool ended_ = false;  ///< `end_all` has begun.
};

}  // namespace lianban::adapter
