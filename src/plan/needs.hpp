#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "model/definition.hpp"
#include "plan/facts.hpp"

namespace lianban::planning {

/// What each fact of a definition needs: the ways in which it may come about, each with all that
/// must have been before. Necessary, never sufficient: a circle in it is a circle in every case.
struct NeedGraph {
  Facts facts;
  std::vector<Ways> ways;  ///< By fact.
};

struct NeedOptions {
  bool deferrals = true;             ///< False: as if no document might come later.
  std::vector<std::string> without;  ///< Materials whose deferral does not count.
};

/// Whether anybody may promise the material.
[[nodiscard]] bool may_be_promised(const model::Material& material, const Json& source,
                                   const NeedOptions& options);

/// `source`: the definition's text, parsed.
[[nodiscard]] NeedGraph needs_of(const model::Definition& definition, const Json& source,
                                 const NeedOptions& options);

}  // namespace lianban::planning
