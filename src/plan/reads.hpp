#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace lianban::planning {

/// The paths that a rule cannot do without: not those below `if`, `or` or `!`, nor those with a
/// default of their own, where the author has thought of the value that is not there.
[[nodiscard]] std::vector<std::string> firm_reads(const Json& rule);

/// What must be so that a guard holds, as far as it says so plainly.
struct Demands {
  std::vector<std::string> paths;   ///< Must have a value.
  std::vector<std::string> states;  ///< Must be active.
};

/// Looks through `and`, `holds`, `==` with a text, `!!`, `var` and `in_state`; all else is taken
/// as satisfiable. `conditions`: the section of the definition.
[[nodiscard]] Demands demands_of(const Json& guard, const Json& conditions);

/// Whether the rule is the constant false.
[[nodiscard]] bool never_holds(const Json& guard);

}  // namespace lianban::planning
