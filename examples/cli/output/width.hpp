#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lianban::cli {

/// Cells on a terminal: 2 for a Chinese character, 0 for a combining mark; a byte that is no UTF-8
/// counts as 1.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// With spaces up to that many cells; what is wider already stays as it is.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t cells);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t cells);

/// One character of a text: its bytes and its cells.
struct Glyph {
  std::string_view bytes;
  std::size_t cells = 0;
};
/// The text's characters, in order; views into it.
[[nodiscard]] std::vector<Glyph> glyphs(std::string_view text);

/// Items joined by `separator` in lines of at most `cells` cells; an item is never broken.
[[nodiscard]] std::vector<std::string> wrap_items(const std::vector<std::string>& items,
                                                  std::string_view separator, std::size_t cells);

/// The text in lines of at most `cells` cells, broken at spaces and between Chinese characters, but
/// never before a closing mark.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text, std::size_t cells);

}  // namespace lianban::cli
