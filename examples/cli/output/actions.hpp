#pragma once

#include <cstddef>

#include "cli/output/terminal.hpp"
#include "lianban/engine.hpp"

namespace lianban::cli {

/// May or may not, and why not: the event, then one line a reason. `law`: titles, as a view has
/// them.
void print_action(Terminal& to, const Action& action, std::size_t indent,
                  const nlohmann::json& law);

}  // namespace lianban::cli
