#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "faults.hpp"
#include "signer.hpp"
#include "simulated_agencies.hpp"

namespace httplib {
class Client;
}

namespace lianban::simulators {

/// One callback on its way.
struct Letter {
  std::string agency;
  std::string key;
  int ticket = 0;  ///< Its number: later tickets have higher ones.
  std::string body;
  Faults faults;
};

/// Takes callbacks to the host, in one thread: again after ever longer waits until one is accepted
/// (2xx) or its attempts are used up. Thread-safe.
class Courier {
 public:
  explicit Courier(const Options& options);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  /// Whether there is anywhere to take callbacks to.
  [[nodiscard]] bool employed() const { return !options_.callbacks.url.empty(); }
  /// What keeps callbacks from being sent, for people, or null.
  [[nodiscard]] const char* fault() const;
  void start();
  void stop();  ///< Ends what is under way; the rest is kept until `clear`.
  void clear();

  void post(Letter letter);
  /// Calls `then` on the courier's thread after so long.
  void later(std::chrono::milliseconds delay, std::function<void()> then);
  /// Waits until a callback of that key was sent, for at most five seconds.
  void wait_sent(const std::string& agency, const std::string& key);
  /// An agency that is down sends nothing.
  void silence(const std::string& agency, bool silent);
  /// Adds callbacks_sent and callbacks_accepted to what SimulatedAgencies::effects gives.
  void add_counts(nlohmann::json& effects) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    Clock::time_point due;
    std::uint64_t order = 0;  ///< Of jobs due at the same time the earlier.
    Letter letter;
    int attempt = 0;
    bool second = false;         ///< It was accepted before; this is the second copy.
    bool held = false;           ///< Waits for a later ticket's.
    std::function<void()> then;  ///< Instead of the letter.
  };
  struct Count {
    int sent = 0;
    int accepted = 0;
  };

  void run();
  void put(Job job);  ///< Under the lock.
  void deliver(Job job, std::unique_lock<std::mutex>& lock);
  void settle(Job job, bool accepted);
  bool send(const Letter& letter, std::unique_lock<std::mutex>& lock);
  [[nodiscard]] SigningKey key_of(const std::string& agency) const;
  [[nodiscard]] std::string nonce_for(const Letter& letter);

  const Options& options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  std::map<std::pair<std::string, std::string>, Count> counts_;  ///< By agency and key.
  std::map<std::string, std::string> last_nonce_;                ///< By agency.
  std::set<std::string> silent_;
  std::shared_ptr<httplib::Client> client_;  ///< Of the exchange under way.
  std::uint64_t orders_ = 0;
  std::uint64_t generation_ = 0;  ///< `clear` begins a new one.
  bool running_ = false;
  std::thread thread_;
};

}  // namespace lianban::simulators
