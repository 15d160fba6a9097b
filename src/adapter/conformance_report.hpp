#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "lianban/text.hpp"

namespace lianban::adapter {

enum class CheckResult { kPassed, kFailed, kSkipped };

/// Collects what was found about one endpoint.
class ConformanceReport {
 public:
  explicit ConformanceReport(std::function<void(const std::string&)> progress);

  /// The operation that the following checks are about; empty: the endpoint.
  void about(const std::string& operation);
  void begin(const char* id);
  void pass(const char* id, Text detail = {});
  void fail(const char* id, Text detail);
  void skip(const char* id, Text detail);
  /// Passes or fails; `detail` is of the failure.
  void judge(const char* id, bool passed, Text detail);
  /// Skips every check of the endpoint or the operation that has no result yet.
  void skip_rest(const Text& detail);
  /// {checks, passed, failed, skipped}.
  [[nodiscard]] Json take();

 private:
  void add(const char* id, CheckResult result, Text detail);

  std::function<void(const std::string&)> progress_;
  std::string operation_;
  std::set<std::string, std::less<>> seen_;  ///< Of the operation.
  Json checks_;
  Json counts_;
};

}  // namespace lianban::adapter
