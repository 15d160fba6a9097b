#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "base/log.hpp"
#include "lianban/engine.hpp"
#include "runtime/cache.hpp"
#include "runtime/calendars.hpp"
#include "runtime/definitions.hpp"
#include "runtime/latches.hpp"
#include "runtime/numbers.hpp"
#include "runtime/pulse.hpp"
#include "store/store.hpp"

namespace lianban::runtime {

/// When something waits for the outside only: no timer of the engine's rings for it.
inline constexpr Instant kNever =
    std::chrono::sys_days{std::chrono::year{9999} / std::chrono::December / 31};

/// What all parts of one engine share. Its members outlive every use: parts hold a reference.
class World {
 public:
  [[nodiscard]] static Result<std::unique_ptr<World>> open(EngineOptions options);

  [[nodiscard]] Instant now() { return clock->now(); }
  [[nodiscard]] std::array<std::uint8_t, 32> draw_entropy();
  /// In [0, 1): for the jitter of retries.
  [[nodiscard]] double chance();
  [[nodiscard]] store::CaseKey key(const base::CaseId& id) const { return {tenant, id}; }
  /// The search key under which a value is found again; the value itself is not stored.
  [[nodiscard]] store::FinderRow finder(std::string_view kind, std::string_view value) const;
  /// All that is not pure, for one decision.
  [[nodiscard]] decide::Inputs inputs(const decide::Prepared& prepared,
                                      const calendar::Calendar& calendar);
  /// Whether the directory says to whom such messages go.
  [[nodiscard]] bool delivers_to(std::string_view entry) const {
    return options.directory.entries.find(entry) != options.directory.entries.end();
  }
  [[nodiscard]] bool fault(std::string_view point) const {
    return options.faults && options.faults(point);
  }

  const EngineOptions options;
  const base::TenantId tenant;
  const base::Log log;
  const std::shared_ptr<Clock> clock;

 private:
  explicit World(EngineOptions given);
  Status find_key();

  std::unique_ptr<store::FaultPoint> faults_;
  std::mutex entropy_mutex_;  // A host's generator need not be thread-safe.
  std::string finder_key_;
  std::unique_ptr<store::Store> store_;

 public:
  [[nodiscard]] store::Store& store() { return *store_; }
  // Built when the store is open.
  std::unique_ptr<Definitions> definitions;
  std::unique_ptr<Calendars> calendars;
  std::unique_ptr<Numbers> numbers;
  Cache cache;
  Latches latches;
  Pulse pulse;  ///< Beats with every commit.
};

[[nodiscard]] Error not_found();

}  // namespace lianban::runtime
