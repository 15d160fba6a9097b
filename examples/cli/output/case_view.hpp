#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/output/terminal.hpp"

namespace lianban::cli {

/// A case as Engine::show gives it, for people. Personal values are masked unless `reveal`.
void print_case(Terminal& to, const nlohmann::json& view, bool reveal);

}  // namespace lianban::cli
