#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output/terminal.hpp"

namespace lianban::cli {

/// A line of a file with the place that a finding is about.
struct Excerpt {
  std::string line;        ///< Cut to the screen where it is longer; tabs are spaces.
  std::size_t indent = 0;  ///< Cells before the underlined part.
  std::size_t width = 0;   ///< Cells of the underlined part, at least 1.
};

/// `line` and `column` count from 1, columns in code points; the underlined part is the JSON token
/// that begins there. Empty where the text has no such line.
[[nodiscard]] Excerpt excerpt_of(std::string_view text, std::size_t line, std::size_t column);

/// One underlined place of a frame.
struct Mark {
  std::size_t line = 0, column = 0;
  bool main = true;   ///< What the finding is about: ^^^; else ---.
  std::string label;  ///< After the underline; may be empty.
};

/// The lines of all marks in the order of the text, each with its underlines; what lies between two
/// of them is "...". `margin`: cells of the numbers. Marks without a line are passed over.
void print_frame(Terminal& out, std::string_view text, std::vector<Mark> marks, std::size_t margin,
                 Tone tone);

}  // namespace lianban::cli
