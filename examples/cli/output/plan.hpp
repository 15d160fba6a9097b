#pragma once

#include "cli/output/terminal.hpp"
#include "lianban/plan.hpp"

namespace lianban::cli {

/// A plan as a page: what to bring, where the rest comes from, the order, the knots, the trips.
void print_plan(Terminal& out, const Definition& definition, const Plan& plan);

}  // namespace lianban::cli
