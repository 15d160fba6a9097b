#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "cli/output/terminal.hpp"
#include "lianban/scenario.hpp"

namespace lianban::cli {

/// One line a definition, below it what no story took and where it is written.
void print_coverage(Terminal& out, const std::vector<DefinitionCoverage>& coverage, double least);
/// In per cent, one decimal, never rounded up: 100 means all.
[[nodiscard]] std::string percent_text(const DefinitionCoverage& of);

}  // namespace lianban::cli
