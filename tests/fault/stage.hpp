#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "agencies/simulated_agencies.hpp"
#include "cli/callback_listener.hpp"
#include "crash/process.hpp"
#include "lianban/engine.hpp"

namespace lianban::faults {

inline constexpr const char* kCallbackKey = "POLICE_CALLBACK_KEY";        ///< Names of what the
inline constexpr const char* kCallbackSecret = "POLICE_CALLBACK_SECRET";  ///< police sign with.

/// The system's time, and some days more when a run wants to see tomorrow.
class LaterClock final : public Clock {
 public:
  [[nodiscard]] Instant now() override { return system_clock()->now() + ahead_.load(); }
  void add(std::chrono::microseconds more) { ahead_.store(ahead_.load() + more); }

 private:
  std::atomic<std::chrono::microseconds> ahead_{std::chrono::microseconds{0}};
};

struct StageOptions {
  simulators::Options agencies;  ///< Their callback address is the stage's.
  std::string callback_key = "police-at-our-side", callback_secret = "signs what the police say";
  std::function<void(std::string_view, std::string_view)> log;
  std::function<std::shared_ptr<Agency>(std::unique_ptr<Agency>)> wrap;  ///< Around the adapter.
  std::function<void(nlohmann::json&)> directory;                        ///< Last word on it.
};

/// Simulated agencies over HTTP, an engine in memory with the ride-hailing approval, and a listener
/// for callbacks between them.
class Stage {
 public:
  /// What could not be set up, or nothing.
  [[nodiscard]] std::string open(StageOptions options);
  ~Stage() { close(); }
  void close();

  [[nodiscard]] Engine& engine() { return *engine_; }
  [[nodiscard]] simulators::SimulatedAgencies& agencies() { return *agencies_; }
  [[nodiscard]] LaterClock& clock() { return *clock_; }
  [[nodiscard]] const AgencyDirectory& directory() const { return directory_; }
  /// HTTP status -> how many callbacks were answered so.
  [[nodiscard]] std::map<int, int> callbacks();

 private:
  [[nodiscard]] std::string open_engine(StageOptions& options);

  const crash::ReservedPort port_;
  const std::shared_ptr<LaterClock> clock_ = std::make_shared<LaterClock>();
  AgencyDirectory directory_;
  std::unique_ptr<simulators::SimulatedAgencies> agencies_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<cli::CallbackListener> listener_;
  std::mutex mutex_;
  std::map<int, int> answers_;
};

}  // namespace lianban::faults
