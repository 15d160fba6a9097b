#include "lifecycle/matrix.hpp"

#include <algorithm>

namespace lianban::lifecycle {

namespace {

constexpr std::string_view kCorner = "state / event";

std::string padded(std::string_view text, std::size_t width) {
  std::string cell(text);
  cell.resize(std::max(width, text.size()), ' ');
  return cell;
}

}  // namespace

std::string render_matrix(std::span<const std::string_view> states,
                          std::span<const std::string_view> events,
                          std::span<const std::string_view> cells) {
  std::vector<std::vector<std::string_view>> rows(states.size() + 1);
  rows[0].push_back(kCorner);
  rows[0].insert(rows[0].end(), events.begin(), events.end());
  for (std::size_t s = 0; s < states.size(); ++s) {
    const auto row = cells.subspan(s * events.size(), events.size());
    rows[s + 1].push_back(states[s]);
    rows[s + 1].insert(rows[s + 1].end(), row.begin(), row.end());
  }

  std::vector<std::size_t> widths(events.size() + 1, 3);  // the least Markdown takes as a rule
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }

  std::string table;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < widths.size(); ++c)
      table += "| " + padded(rows[r][c], widths[c]) + " ";
    table += "|\n";
    if (r > 0) continue;
    for (const std::size_t width : widths) table += "|" + std::string(width + 2, '-');
    table += "|\n";
  }
  return table;
}

}  // namespace lianban::lifecycle
