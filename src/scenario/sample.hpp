#pragma once

#include <string>

#include "base/json.hpp"

namespace lianban::scenario {

/// A sample of a schema with all its members (model/sample.hpp).
[[nodiscard]] Json sample_of(const Json& schema);

/// An invented reply for which a call of a definition (its text as JSON) comes out as `outcome`:
/// the schema's sample, changed as the rules of the outcomes ask. `view`: the case, for rules that
/// compare with it. What is too hard for it stays as the schema has it.
[[nodiscard]] Json reply_for(const Json& call, const std::string& outcome, const Json& view,
                             const std::string& today);

}  // namespace lianban::scenario
