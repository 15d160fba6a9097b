#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "lianban/agency.hpp"
#include "lifecycle/breaker.hpp"

namespace lianban::runtime {

/// What an attempt says about the agency, whatever it says about the request.
enum class Health {
  kUp,       ///< It answered, if only to refuse.
  kDown,     ///< It could not be reached, or not made sense of.
  kUnknown,  ///< Nothing was learnt: our own configuration, or cancelled.
};
[[nodiscard]] Health health_of(const AgencyAnswer& answer);

/// One gate per entry of the directory: how many requests may be out, the breaker, and what an
/// operator asks about it. Lanes without an entry have gates of their own. Thread-safe. Nothing of
/// it is stored: a new process finds out anew.
class Gates {
 public:
  explicit Gates(const AgencyDirectory& directory) : directory_(directory) {}

  /// Takes up to `wanted` places and says how many: 0 where the agency is down, busy enough, or
  /// served by the host itself. A gate whose pause is over gives one place, for the probe.
  [[nodiscard]] std::size_t take(const std::string& lane, std::size_t wanted, Instant now);
  /// Places that were not needed.
  void give_back(const std::string& lane, std::size_t places);

  /// An attempt ended; its place is free again.
  struct Landed {
    Health health = Health::kUnknown;
    bool failed = false;
    bool again = false;  ///< It was not the request's first attempt.
    std::uint64_t milliseconds = 0;
    /// Made while the agency was thought to be up: only such an attempt may be counted against the
    /// request.
    bool while_up = true;
  };
  void land(const std::string& lane, const Landed& landed, Instant now);

  /// Whether nothing but a probe goes out.
  [[nodiscard]] bool down(const std::string& lane);
  /// Until when nothing goes out; nothing while the gate is open.
  [[nodiscard]] std::optional<Instant> shut_until(const std::string& lane);
  /// Whether the host fetches this lane's requests as tasks.
  [[nodiscard]] bool external(const std::string& lane) const;

  /// The entry of the directory that serves a lane; the lane itself where there is none.
  [[nodiscard]] std::string name_of(const std::string& lane) const;
  /// gate -> {breaker, open_until?, in_flight, limit, attempts, failures, repeats, opened,
  /// latency_ms {count, sum, max, le {bound: count}}}.
  [[nodiscard]] Json report();

 private:
  /// Upper bounds in milliseconds, as monitoring systems count latencies.
  static constexpr std::array<std::uint64_t, 12> kBounds{5,   10,   25,   50,   100,   250,
                                                         500, 1000, 2500, 5000, 10000, 30000};
  struct Gate {
    lifecycle::BreakerState breaker = lifecycle::BreakerState::kClosed;
    Instant open_until{};
    int failures_in_row = 0;
    std::size_t in_flight = 0;
    std::uint64_t attempts = 0, failures = 0, repeats = 0, opened = 0;
    std::uint64_t latency_sum = 0, latency_max = 0;
    std::array<std::uint64_t, kBounds.size() + 1> latency{};  ///< The last: above all bounds.
  };

  [[nodiscard]] const AgencyEntry* entry_of(std::string_view lane, std::string& name) const;
  [[nodiscard]] Gate& gate_of(const std::string& lane, const AgencyEntry*& entry);
  void fire(Gate& gate, lifecycle::BreakerEvent event);
  [[nodiscard]] static Json latency_of(const Gate& gate);

  const AgencyDirectory& directory_;
  std::mutex mutex_;
  std::map<std::string, Gate> gates_;
};

}  // namespace lianban::runtime
