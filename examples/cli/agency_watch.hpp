#pragma once

#include <chrono>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/context.hpp"

namespace lianban::cli {

/// Looks at the ways to the agencies from time to time: says when a breaker opens or closes, and
/// writes Engine::agencies to a file. One thread.
class AgencyWatch {
 public:
  AgencyWatch(Context& context, Engine& engine, std::string metrics)
      : context_(context), engine_(engine), metrics_(std::move(metrics)) {}

  /// Something happened that may have changed what there is to see.
  void stir() { stirred_ = true; }
  /// Looks, if it is time. Errors: configuration/metrics.
  Status look();
  /// Looks and writes whatever the time.
  Status look_now();
  /// From here on breakers are told.
  void tell() { telling_ = true; }
  /// When `look` has something to do again; `most` where it has nothing.
  [[nodiscard]] std::chrono::milliseconds until_due(std::chrono::milliseconds most) const;

 private:
  using Clock = std::chrono::steady_clock;
  void tell_breakers(const nlohmann::json& agencies);
  Status write(const nlohmann::json& agencies);

  Context& context_;
  Engine& engine_;
  const std::string metrics_;  ///< Empty: nowhere.
  std::map<std::string, bool> down_;
  Clock::time_point looked_{}, written_{};
  bool telling_ = false;
  bool stirred_ = true;  ///< Since the last look.
};

}  // namespace lianban::cli
