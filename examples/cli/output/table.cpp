#include "cli/output/table.hpp"

#include <algorithm>

#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {
constexpr std::string_view kGap = "  ";
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> out;
  const auto widen = [&](std::size_t column, const std::string& text) {
    if (out.size() <= column) out.resize(column + 1);
    out[column] = std::max(out[column], display_width(text));
  };
  for (std::size_t i = 0; i < head_.size(); ++i) widen(i, head_[i]);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widen(i, row[i].text);
  }
  return out;
}

std::string Table::placed(const std::string& text, std::size_t column, std::size_t width,
                          bool last) const {
  if (std::find(right_.begin(), right_.end(), column) != right_.end()) return pad_left(text, width);
  return last ? text : pad_right(text, width);
}

void Table::print(Terminal& to, std::size_t indent) const {
  const std::vector<std::size_t> width = widths();
  const std::string margin(indent, ' ');
  if (!head_.empty()) {
    std::string line = margin;
    for (std::size_t i = 0; i < head_.size(); ++i) {
      if (i > 0) line += kGap;
      line += to.paint(Tone::kDim, placed(head_[i], i, width[i], i + 1 == head_.size()));
    }
    to.line(line);
  }
  for (const auto& row : rows_) {
    std::size_t end = row.size();
    while (end > 0 && row[end - 1].text.empty()) --end;
    std::string line = margin;
    for (std::size_t i = 0; i < end; ++i) {
      if (i > 0) line += kGap;
      line += to.paint(row[i].tone, placed(row[i].text, i, width[i], i + 1 == end));
    }
    to.line(line);
  }
}

}  // namespace lianban::cli
