#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lianban/diagnostic.hpp"
#include "prove/teller.hpp"

namespace lianban::prove {

/// Stable codes of what is proved; LB-P30xx.
namespace codes {
inline constexpr const char* kTrap = "LB-P3001";
inline constexpr const char* kDeferral = "LB-P3002";
inline constexpr const char* kLicence = "LB-P3003";
inline constexpr const char* kAct = "LB-P3004";
inline constexpr const char* kOriginal = "LB-P3005";
inline constexpr const char* kClock = "LB-P3006";
inline constexpr const char* kFourEyes = "LB-P3007";
inline constexpr const char* kLost = "LB-P3008";
inline constexpr const char* kEngine = "LB-P3009";
inline constexpr const char* kOwn = "LB-P3010";
}  // namespace codes

/// One way to the wrong situation.
struct Example {
  Way way;
  std::optional<MoveId> last;  ///< A move that is refused at its end.
  std::string refused;
  std::string event;  ///< That must have happened on the way.
};

/// What a definition is charged with, and examples of it, shortest first.
struct Charge {
  Severity severity = Severity::kError;
  std::string code, subject;
  Text message;
  std::vector<Example> examples;
};

/// Draws the conclusions from a search. `complete`: it got to its end.
[[nodiscard]] std::vector<Charge> judge(const Setting& setting, const Search& search,
                                        bool complete);

}  // namespace lianban::prove
