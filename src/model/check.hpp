#pragma once

#include "base/json.hpp"
#include "lianban/diagnostic.hpp"
#include "model/definition.hpp"

namespace lianban::model {

/// Looks for what every single member allows and only the whole makes wrong: states that nothing
/// leads to, promises that nobody ends, decisions made twice, papers that stay in the office. Each
/// finding is appended with its pointer into `source`; line and column are the loader's.
///
/// Takes a definition that was read without a fault. What only an approval can break (unreachable
/// states, dead transitions, wiped regions, clocks that never run) is an error in a definition with
/// agencies and a warning in a bare chart, under the same code (check_codes.hpp).
/// Proofs are one-sided: an error is certain, except after a deferral is overdue, where the
/// language asks for a proof (section 4) and what cannot be proved is an error.
void check(const Definition& definition, const Json& source, Diagnostics& diagnostics);

}  // namespace lianban::model
