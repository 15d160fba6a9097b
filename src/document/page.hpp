#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "lianban/text.hpp"

namespace lianban::document {

/// A Markdown page in one language. What is written into it is escaped.
class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  void title(const Text& text);
  void chapter(const Text& text);  ///< "## 3 Materials"
  void section(const Text& text, std::size_t depth = 0);
  void paragraph(const Text& text);
  void bullet(const Text& text);
  /// "- **Name**: text"; nothing where the text is empty.
  void fact(const Text& name, const Text& text);
  /// A table; without rows one sentence that says there is nothing. Empty cells show a dash.
  void table(const std::vector<Text>& head, const std::vector<std::vector<Text>>& rows);

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string escaped(const Text& text, bool cell) const;
  void end_list();

  Language language_;
  std::string out_;
  std::size_t chapter_ = 0;
  bool in_list_ = false;
};

}  // namespace lianban::document
