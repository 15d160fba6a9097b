#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/output/terminal.hpp"

namespace lianban::cli {

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
  Cell(std::string value, Tone how = Tone::kPlain) : text(std::move(value)), tone(how) {}  // NOLINT
  Cell(const char* value) : text(value) {}                                                 // NOLINT
};

/// Columns that stand straight with Chinese text. The last column is not padded; an empty head
/// leaves the head line out.
class Table {
 public:
  explicit Table(std::vector<std::string> head = {}) : head_(std::move(head)) {}
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  /// Numbers stand to the right.
  void right(std::size_t column) { right_.push_back(column); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  void print(Terminal& to, std::size_t indent = 0) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;
  [[nodiscard]] std::string placed(const std::string& text, std::size_t column, std::size_t width,
                                   bool last) const;

  std::vector<std::string> head_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::size_t> right_;
};

}  // namespace lianban::cli
