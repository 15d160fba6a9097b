#include "cli/output/excerpt.hpp"

#include <algorithm>
#include <vector>

#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

constexpr std::size_t kCells = 110;  ///< Of a long line shown around the place.
constexpr std::size_t kBefore = 60;  ///< Of these at most before it.

std::string_view line_of(std::string_view text, std::size_t number) {
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Glyphs of the JSON token that begins at `from`: a string with its quotes, a word or number, else
/// one bracket.
std::size_t token_length(const std::vector<Glyph>& all, std::size_t from) {
  if (from >= all.size()) return 0;
  const std::string_view first = all[from].bytes;
  std::size_t end = from + 1;
  if (first == "\"") {
    for (; end < all.size(); ++end) {
      if (all[end].bytes == "\\") {
        ++end;
      } else if (all[end].bytes == "\"") {
        return end + 1 - from;
      }
    }
    return all.size() - from;
  }
  constexpr std::string_view kEnds = " \t,:]}[{\"";
  if (kEnds.find(first) != std::string_view::npos) return 1;
  while (end < all.size() && kEnds.find(all[end].bytes) == std::string_view::npos) ++end;
  return end - from;
}

}  // namespace

Excerpt excerpt_of(std::string_view text, std::size_t line, std::size_t column) {
  Excerpt out;
  if (line == 0 || column == 0) return out;
  const std::vector<Glyph> all = glyphs(line_of(text, line));
  const std::size_t place = std::min(column - 1, all.size());
  std::size_t whole = 0;
  for (const Glyph& glyph : all) whole += glyph.cells;
  std::size_t begin = whole <= kCells ? 0 : place;
  for (std::size_t cells = 0; begin > 0 && cells < kBefore; --begin) cells += all[begin - 1].cells;
  // Near the beginning the whole line is shown, so that its own indent stays.
  std::size_t shown = 0;
  if (begin > 0) {
    out.line = "…";
    shown = 1;
    ++begin;
  }
  const std::size_t end_of_token = place + token_length(all, place);
  for (std::size_t i = begin; i < all.size(); ++i) {
    const bool tab = all[i].bytes == "\t";
    const std::size_t cells = tab ? 1 : all[i].cells;
    if (shown + cells > kCells) {
      out.line += "…";
      break;
    }
    if (i == place) out.indent = shown;
    if (i >= place && i < end_of_token) out.width += cells;
    out.line += tab ? std::string_view(" ") : all[i].bytes;
    shown += cells;
  }
  if (place == all.size()) out.indent = shown;
  out.width = std::max<std::size_t>(out.width, 1);
  return out;
}

void print_frame(Terminal& out, std::string_view text, std::vector<Mark> marks, std::size_t margin,
                 Tone tone) {
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  });
  const std::string bar = out.paint(Tone::kDim, out.bar());
  const std::string empty = std::string(margin, ' ') + " " + bar;
  std::size_t last = 0;
  std::string shown;
  for (const Mark& mark : marks) {
    const Excerpt excerpt = excerpt_of(text, mark.line, mark.column);
    if (mark.line == 0 || excerpt.line.empty()) continue;
    if (last == 0) out.line(empty);
    // A long line is cut around its mark, so a second mark in it may need it again.
    if (mark.line != last || excerpt.line != shown) {
      if (last != 0 && mark.line > last + 1) out.line(out.paint(Tone::kDim, "..."));
      out.line(out.paint(Tone::kDim, pad_left(std::to_string(mark.line), margin)) + " " + bar +
               " " + excerpt.line);
    }
    std::string under(excerpt.width, mark.main ? '^' : '-');
    if (!mark.label.empty()) under.append(" ").append(mark.label);
    out.line(empty + " " + std::string(excerpt.indent, ' ') +
             out.paint(mark.main ? tone : Tone::kNow, under));
    last = mark.line;
    shown = excerpt.line;
  }
}

}  // namespace lianban::cli
