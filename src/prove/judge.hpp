#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lianban/diagnostic.hpp"
#include "prove/codes.hpp"
#include "prove/teller.hpp"

namespace lianban::prove {

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
