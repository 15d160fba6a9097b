#pragma once

#include "rules/faults.hpp"
#include "rules/program.hpp"

namespace lianban::rules {

/// LB-E1406: JSONLogic compares null as 0, so a vehicle without a date of registration would be a
/// new one. A path that may be null is compared only through `require`, with a default, or where
/// an earlier part of an `if`, `and` or `or` has made sure of its value.
void check_null(const Program& program, Faults& faults);

}  // namespace lianban::rules
