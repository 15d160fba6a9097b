#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/output/terminal.hpp"
#include "lianban/rehearsal.hpp"

namespace lianban::cli {

/// A line a case with what would change below it, then the sums.
void print_rehearsal(Terminal& out, const RehearsalReport& report);

}  // namespace lianban::cli
