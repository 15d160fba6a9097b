#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load.hpp"
#include "lianban/engine.hpp"

namespace lianban::bench {

/// Which approval is worked on.
enum class Kind {
  kWenzhou,  ///< The ride-hailing approval; documents are supplied, rejected, verified and
             ///< disputed.
  kLight,    ///< Two states, no form; one event that counts, by a clerk.
  kTimer,    ///< As kLight, and a timer in each case: one minute, then one hour.
};

[[nodiscard]] std::string definition_text(Kind kind);
[[nodiscard]] std::string definition_id(Kind kind);
/// The opening of the case with this serial number; its request id follows from the number.
[[nodiscard]] Command opening(Kind kind, std::size_t serial);
/// The `turn`-th command on an open case. Every one of them is accepted, for ever.
[[nodiscard]] Command next_command(Kind kind, std::size_t serial, std::size_t turn);

/// Options of an engine on a file in the state a host would give it. Time stands still.
[[nodiscard]] EngineOptions engine_options(const std::string& file,
                                           std::shared_ptr<ManualClock> clock);
/// Opens, or gives up. A file of that name is only kept where `keep` is true.
[[nodiscard]] std::unique_ptr<Engine> open_engine(EngineOptions options, bool keep = false);
void publish(Engine& engine, Kind kind);
/// Removes a database with its companions.
void remove_database(const std::string& file);
[[nodiscard]] std::shared_ptr<ManualClock> morning_clock();

/// Accepted, or the end of the run with the code of the refusal.
Accepted expect_accepted(const Result<Answer>& answer);

/// Open cases that are worked on, each by one thread only.
class Field {
 public:
  Field(Engine& engine, Kind kind, std::size_t cases, std::size_t first_serial = 0)
      : engine_(engine), kind_(kind), first_(first_serial), cases_(cases) {}

  /// Opens them all, several at once so that they share commits.
  Run open(int threads);
  /// The next command of this thread, on its next case.
  void work(int thread, int threads, std::size_t turn);
  [[nodiscard]] const std::string& id(std::size_t at) const { return cases_[at].id; }
  [[nodiscard]] std::size_t size() const { return cases_.size(); }

 private:
  struct Place {
    std::string id;
    std::size_t turn = 0;
  };
  Engine& engine_;
  const Kind kind_;
  const std::size_t first_;
  std::vector<Place> cases_;
};

/// What the engine counted between two calls.
struct Counts {
  double commits = 0, batches = 0, wal_pages = 0, misses = 0, checkpoints = 0;
  [[nodiscard]] double batch() const { return batches == 0 ? 0 : commits / batches; }
};
[[nodiscard]] Counts counts(Engine& engine);
[[nodiscard]] Counts operator-(const Counts& later, const Counts& earlier);

}  // namespace lianban::bench
