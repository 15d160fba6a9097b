#pragma once

#include <set>
#include <string>

#include "base/json.hpp"
#include "model/definition.hpp"
#include "prove/facets.hpp"

namespace lianban::prove {

/// Documents of which everybody who looks only asks whether they are there: "supplied" and
/// "verified" are one to them, "missing" and "rejected" too, and nobody hears of the document.
/// `root`: the document of the definition with its params filled in.
[[nodiscard]] std::set<std::string> seen_as_there(const model::Definition& definition,
                                                  const Json& root, const Facets& facets);

/// Of those the documents that guards ask for and never against: each transition that asks is the
/// only one that hears its events, and asks by "and", "or" and conditions alone. So what a case may
/// do without two of them it may do without either.
[[nodiscard]] std::set<std::string> asked_for(const model::Definition& definition, const Json& root,
                                              std::set<std::string> seen_as_there);

/// Clocks whose limits steer: a rule reads the clock, or a transition that hears one pass changes
/// something that can be read again. Of the others a passed limit is only told.
[[nodiscard]] std::set<std::string> steering_clocks(const model::Definition& definition,
                                                    const Facets& facets);

}  // namespace lianban::prove
