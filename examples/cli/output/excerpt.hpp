#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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

}  // namespace lianban::cli
