#pragma once

#include "cli/context.hpp"
#include "cli/demo/names.hpp"
#include "cli/demo/stage.hpp"
#include "cli/demo/stories.hpp"

namespace lianban::cli {

/// What the two stories came to: numbers, days, verification, what the agencies did. Gives the
/// same for programs; `sound` tells whether everything checks out.
struct Summary {
  nlohmann::json json;
  bool sound = true;
};
[[nodiscard]] Summary summarise(Stage& stage, Terminal& to, const Names& names,
                                const std::vector<Told>& told);

}  // namespace lianban::cli
