#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/result.hpp"

/// What can be wrong with an agency, as one counterparty after the other has shown it.
namespace lianban::simulators {

enum class Fault {
  kSlow,           ///< Answers late: value = milliseconds (500).
  kDrip,           ///< The body comes byte by byte: value = milliseconds between two (20).
  kBusy,           ///< 503 before the act: value = seconds of Retry-After (0: none).
  kResetBefore,    ///< The connection is closed without an answer, before the act.
  kResetAfter,     ///< ... after it.
  kLost,           ///< The act is done, and no answer comes until the client hangs up.
  kHtml,           ///< A maintenance page with status 200 instead of the answer.
  kHuge,           ///< A body beyond every limit: value = bytes (2 MiB).
  kWrongSchema,    ///< A reply that fits no schema.
  kWrongPlate,     ///< A reply about another vehicle.
  kKeyIgnored,     ///< The request acts although its key is known.
  kTwice,          ///< Its callback is sent a second time after it was accepted.
  kOutOfOrder,     ///< Its callback waits for one of a later ticket: value = at most ms (5000).
  kCallbackFirst,  ///< Its callback comes before the acknowledgement.
  kClockSkew,      ///< Its callback's time is off: value = seconds (3600).
  kBadSignature,   ///< Its callback is signed wrongly.
  kBadNonce,       ///< Its callback carries a nonce that was used before.
};

/// All of them, in the order above.
[[nodiscard]] const std::vector<Fault>& all_faults();
/// "reset_after" and the like.
[[nodiscard]] std::string_view name_of(Fault fault);
[[nodiscard]] std::optional<Fault> fault_named(std::string_view name);

/// Which of an agency's requests a rule is about.
enum class Asked { kAsk, kPoll, kQuery };

/// The first `after` requests that match pass unharmed, the next `times` have the fault.
struct FaultRule {
  std::string agency;
  std::string operation{};  ///< Empty: every operation.
  Fault fault = Fault::kSlow;
  Asked on = Asked::kAsk;
  int times = 1;  ///< Negative: always.
  int after = 0;
  int value = -1;  ///< Negative: the fault's default.
};

/// {agency, operation?, fault, on? ("ask", "poll", "query"), times?, after?, value?}. Errors:
/// simulator/fault, simulator/agency.
[[nodiscard]] Result<FaultRule> fault_rule(const nlohmann::json& source);
/// "police=lost", "police/vehicle-use-change=slow:3:800": AGENCY[/OPERATION]=FAULT[:TIMES[:VALUE]].
/// Without TIMES, or with "*", always.
[[nodiscard]] Result<FaultRule> fault_rule_text(const std::string& text);
[[nodiscard]] nlohmann::json to_json(const FaultRule& rule);

/// The faults of one request with their values.
using Faults = std::map<Fault, int>;

/// The rules in force. Not thread-safe.
class FaultPlan {
 public:
  void add(FaultRule rule) { rules_.push_back(std::move(rule)); }
  void clear() { rules_.clear(); }
  /// The faults of the request that has just come; counts it.
  [[nodiscard]] Faults hit(const std::string& agency, const std::string& operation, Asked on);
  /// The rules that will still have an effect.
  [[nodiscard]] nlohmann::json left() const;

 private:
  std::vector<FaultRule> rules_;
};

}  // namespace lianban::simulators
