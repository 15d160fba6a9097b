#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include "agencies/simulated_agencies.hpp"
#include "crash/crash.hpp"
#include "crash/process.hpp"

namespace lianban::crash {

struct Tally {
  int kills = 0;
  std::map<std::string, int> died_at;  ///< Point -> children that died there.
  std::size_t acknowledged = 0, cases = 0, acts = 0, callbacks = 0, incidents = 0;
  // Faults.
  std::size_t lost = 0;        ///< Acknowledged, and not there afterwards.
  std::size_t unsound = 0;     ///< Replay unlike the store.
  std::size_t doubled = 0;     ///< An agency did an act twice.
  std::size_t resent = 0;      ///< Sent twice to an agency that can only be sent once.
  std::size_t dropped = 0;     ///< Asked, and nobody does anything about it any more.
  std::size_t unanswered = 0;  ///< The agency got its 200, and the case does not know.
  std::size_t errors = 0;
  [[nodiscard]] std::size_t faults() const {
    return lost + unsound + doubled + resent + dropped + unanswered + errors;
  }
};

/// One database: killed again and again, checked after each kill, and led to its rest.
class Trial {
 public:
  Trial(std::filesystem::path folder, Keys keys, int callback_port,
        simulators::SimulatedAgencies& agencies, Tally& tally);
  /// Each child goes on with the cases of the one before: it repeats what was acknowledged (the
  /// same request ids) and takes the next steps.
  void kill_once(std::mt19937& random, int first_serial);
  /// Lets every case come to rest, then compares what the cases and the agencies know.
  void finish();

 private:
  [[nodiscard]] std::string database() const { return (folder_ / "cases.db").string(); }
  [[nodiscard]] std::string directory() const { return (folder_ / "directory.json").string(); }
  [[nodiscard]] nlohmann::json directory_of(Keys keys) const;

  /// What the police did under which key.
  [[nodiscard]] nlohmann::json police() const;
  void hear(const Child::End& end);
  /// What was acknowledged from `first` on is there, and its cases prove themselves.
  void check(Engine& engine, std::size_t first);
  void settle(Engine& engine);
  /// A person has asked the police: what they have not done is sent again.
  void retry_what_was_never_done(Engine& engine);
  [[nodiscard]] bool waits(Engine& engine);
  void count_cases(Engine& engine);
  void count_acts();

  const std::filesystem::path folder_;
  const Keys keys_;
  const int callback_port_;
  simulators::SimulatedAgencies& agencies_;
  Tally& tally_;
  std::vector<Acknowledged> log_;
  std::map<std::string, std::uint64_t> known_;  ///< Request -> revision, of `log_`.
  std::map<std::string, int> retried_;  ///< "CASE.CALL." -> how often a person had it sent again.
  std::set<std::string> ids_;           ///< Cases of `log_`.
};

}  // namespace lianban::crash
