#pragma once

#include <optional>
#include <set>
#include <string>

#include "adapter/conformance_profile.hpp"
#include "adapter/conformance_report.hpp"
#include "adapter/conformance_sample.hpp"
#include "adapter/conformance_session.hpp"
#include "base/json.hpp"
#include "lianban/conformance.hpp"

namespace lianban::adapter {

/// One request of a trial: its key and body, the same each time it is asked.
struct TrialRequest {
  std::string key;
  Json body;
};

/// Tries one operation of an endpoint.
class Trial {
 public:
  Trial(const ProfileOperation& operation, const ProfileLimits& limits, const Samples& samples,
        const ConformanceOptions& options, Session& session, ConformanceReport& report,
        std::uint64_t& numbers)
      : operation_(operation),
        limits_(limits),
        samples_(samples),
        options_(options),
        session_(session),
        report_(report),
        numbers_(numbers) {}

  void run();

 private:
  [[nodiscard]] TrialRequest fresh();
  [[nodiscard]] Said ask(const TrialRequest& request);
  /// Whether two answers to the same request say the same.
  [[nodiscard]] bool same(const Said& one, const Said& other) const;
  [[nodiscard]] std::optional<std::string> ticket_of(const Said& said) const;

  // Without any answer: what is refused.
  void key_missing();
  void broken_json();
  void query_unknown();
  // On the first request.
  [[nodiscard]] bool answer();
  void follow();  ///< ticket, poll
  [[nodiscard]] Said poll_until_answered(const std::string& ticket);
  void contents();  ///< schema, about
  void repeat();
  void one_effect();
  void key_conflict();
  void query_known();
  void keep_alive();
  // On others.
  void concurrent();
  void large();
  void latency();
  // conformance_callbacks.cpp
  void callbacks();
  void callback_again();
  void callback_once();

  const ProfileOperation& operation_;
  const ProfileLimits& limits_;
  const Samples& samples_;
  const ConformanceOptions& options_;
  Session& session_;
  ConformanceReport& report_;
  std::uint64_t& numbers_;  ///< Of the requests of the run.

  std::set<std::string> keys_;  ///< Of all its requests.
  TrialRequest first_;
  Said said_;                  ///< To the first request.
  std::optional<Json> final_;  ///< Its answer, at once or polled.
};

}  // namespace lianban::adapter
