#pragma once

#include <cstddef>

#include "cli/output/terminal.hpp"
#include "lianban/engine.hpp"

namespace lianban::cli {

/// May or may not, and why not: the event, or the incident with what may be done about it, then one
/// line a reason. `law`: titles, as a view has
/// them.
void print_action(Terminal& to, const Action& action, std::size_t indent,
                  const nlohmann::json& law);

/// {verb, event, title, allowed, input, refusal?}
[[nodiscard]] nlohmann::json to_json(const Action& action, Language language);

}  // namespace lianban::cli
