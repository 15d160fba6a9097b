#include "document/page.hpp"

#include <string_view>

namespace lianban::document {

std::string Page::escaped(const Text& text, bool cell) const {
  constexpr std::string_view kMarks = "\\`*_[]~|";
  std::string out;
  for (const char c : text.in(language_)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '\n') {
      out += cell ? "<br>" : " ";
    } else {
      if (kMarks.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

void Page::end_list() {
  if (in_list_) out_ += '\n';
  in_list_ = false;
}

void Page::title(const Text& text) { out_ += "# " + escaped(text, false) + "\n\n"; }

void Page::chapter(const Text& text) {
  end_list();
  out_ += "## " + std::to_string(++chapter_) + " " + escaped(text, false) + "\n\n";
}

void Page::section(const Text& text, std::size_t depth) {
  end_list();
  out_.append(std::size_t{3} + (depth > 2 ? 2 : depth), '#');
  out_ += " " + escaped(text, false) + "\n\n";
}

void Page::paragraph(const Text& text) {
  end_list();
  out_ += escaped(text, false) + "\n\n";
}

void Page::bullet(const Text& text) {
  out_ += "- " + escaped(text, false) + "\n";
  in_list_ = true;
}

void Page::fact(const Text& name, const Text& text) {
  if (text.empty()) return;
  out_ += "- **" + escaped(name, false) + "**";
  out_ += language_ == Language::kChinese ? "：" : ": ";
  out_ += escaped(text, false) + "\n";
  in_list_ = true;
}

void Page::table(const std::vector<Text>& head, const std::vector<std::vector<Text>>& rows) {
  end_list();
  if (rows.empty()) return paragraph({"（无）", "(none)"});
  const auto row = [&](const std::vector<Text>& cells) {
    out_ += '|';
    for (const Text& cell : cells) {
      const std::string text = escaped(cell, true);
      out_ += " " + (text.empty() ? "—" : text) + " |";
    }
    out_ += '\n';
  };
  row(head);
  out_ += '|';
  for (std::size_t i = 0; i < head.size(); ++i) out_ += " --- |";
  out_ += '\n';
  for (const auto& cells : rows) row(cells);
  out_ += '\n';
}

}  // namespace lianban::document
