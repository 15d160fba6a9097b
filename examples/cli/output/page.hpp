#pragma once

#include "cli/output/terminal.hpp"
#include "lianban/explain.hpp"

namespace lianban::cli {

/// The page of a code for people: its parts under their headings, examples as they are.
void print_page(Terminal& out, const Explanation& page);
/// Every code with its title, one a line.
void print_codes(Terminal& out);

}  // namespace lianban::cli
