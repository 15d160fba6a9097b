#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "agencies/simulated_agencies.hpp"
#include "lianban/engine.hpp"

namespace lianban::cli {

/// Why the demonstration cannot go on. Thrown inside `demo` only and caught by its command, so that
/// the stories read as stories.
struct DemoStopped {
  Error error;
};

/// The value, or the end of the demonstration.
template <class T>
T must(Result<T> result) {
  if (!result.ok()) throw DemoStopped{std::move(result).error()};
  return std::move(result).value();
}

/// Where the stories happen: simulated agencies behind real HTTP, a real SQLite file, an engine,
/// and a clock that is put from one due instant to the next.
class Stage {
 public:
  /// `folder` is there; the database is made in it. `on` opens the connections to the agencies.
  Stage(const std::string& folder, const std::string& calendars, const Definition& definition);

  [[nodiscard]] Engine& engine() { return *engine_; }
  [[nodiscard]] simulators::SimulatedAgencies& agencies() { return agencies_; }
  [[nodiscard]] const std::map<std::string, int>& ports() const { return ports_; }
  [[nodiscard]] const std::string& database() const { return database_; }
  [[nodiscard]] Instant now() { return clock_->now(); }

  /// Puts clock and agencies to the instant and serves what is due then.
  void set(Instant now);
  /// Goes from due instant to due instant up to `most`, serving each; after each, `enough` is asked
  /// whether to stop there. Whether it did; else the clock stands at `most`.
  bool advance(Instant most, const std::function<bool()>& enough);

 private:
  simulators::SimulatedAgencies agencies_;
  std::map<std::string, int> ports_;
  std::string database_;
  std::shared_ptr<ManualClock> clock_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace lianban::cli
