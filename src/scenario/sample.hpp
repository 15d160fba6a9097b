#pragma once

#include <string>

#include "base/json.hpp"

namespace lianban::scenario {

/// An invented value that fits a JSON Schema (draft-07) as far as can be told from it: const,
/// default, examples, enum, then type and format. Every declared member is given. The numbers have
/// right check digits and belong to nobody. Deterministic.
[[nodiscard]] Json sample_of(const Json& schema);

/// An invented reply for which a call of a definition (its text as JSON) comes out as `outcome`:
/// the schema's sample, changed as the rules of the outcomes ask. `view`: the case, for rules that
/// compare with it. What is too hard for it stays as the schema has it.
[[nodiscard]] Json reply_for(const Json& call, const std::string& outcome, const Json& view,
                             const std::string& today);

}  // namespace lianban::scenario
