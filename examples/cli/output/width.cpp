#include "cli/output/width.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace lianban::cli {

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> out;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t code = -1;
    const auto read =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    const std::size_t length = read > 0 ? static_cast<std::size_t>(read) : 1;
    const std::size_t cells = read > 0 ? static_cast<std::size_t>(utf8proc_charwidth(code)) : 1;
    out.push_back({text.substr(at, length), cells});
    at += length;
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t cells = 0;
  for (const Glyph& glyph : glyphs(text)) cells += glyph.cells;
  return cells;
}

std::string pad_right(std::string_view text, std::size_t cells) {
  std::string out(text);
  const std::size_t width = display_width(text);
  if (width < cells) out.append(cells - width, ' ');
  return out;
}

std::string pad_left(std::string_view text, std::size_t cells) {
  const std::size_t width = display_width(text);
  return std::string(width < cells ? cells - width : 0, ' ') + std::string(text);
}

std::vector<std::string> wrap_items(const std::vector<std::string>& items,
                                    std::string_view separator, std::size_t cells) {
  std::vector<std::string> lines;
  for (const std::string& item : items) {
    const bool fits =
        !lines.empty() &&
        display_width(lines.back()) + display_width(separator) + display_width(item) <= cells;
    if (fits) {
      lines.back().append(separator).append(item);
      continue;
    }
    if (!lines.empty()) {
      // A separator's trailing space would be invisible at the line's end.
      std::string_view end = separator;
      while (end.ends_with(' ')) end.remove_suffix(1);
      lines.back().append(end);
    }
    lines.push_back(item);
  }
  return lines;
}

std::vector<std::string> wrap_text(std::string_view text, std::size_t cells) {
  constexpr std::string_view kClosing = "，。；：、）”！？,.;:)!?";
  std::vector<std::string> pieces;  // What must stay together.
  for (const Glyph& glyph : glyphs(text)) {
    const bool closing = kClosing.find(glyph.bytes) != std::string_view::npos;
    const bool wide = glyph.cells == 2;
    const bool follows =
        !pieces.empty() && !pieces.back().ends_with(' ') &&
        (closing || (!wide && display_width(pieces.back()) == glyphs(pieces.back()).size()));
    if (follows || (glyph.bytes == " " && !pieces.empty())) {
      pieces.back() += glyph.bytes;
    } else {
      pieces.emplace_back(glyph.bytes);
    }
  }
  std::vector<std::string> lines(1);
  for (const std::string& piece : pieces) {
    if (!lines.back().empty() && display_width(lines.back()) + display_width(piece) > cells) {
      while (lines.back().ends_with(' ')) lines.back().pop_back();
      lines.emplace_back();
    }
    lines.back() += piece;
  }
  return lines;
}

}  // namespace lianban::cli
