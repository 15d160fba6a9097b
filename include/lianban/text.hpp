#pragma once

#include <string>

namespace lianban {

/// The two languages every message and title is written in.
enum class Language { kChinese, kEnglish };

/// A title or message in both languages. Either may be empty in a definition that gives only one;
/// `in` then falls back to the other, so that nobody is ever shown an empty label.
struct Text {
  std::string zh;
  std::string en;

  /// The text in the language, else in the other one.
  [[nodiscard]] const std::string& in(Language language) const {
    const std::string& wanted = language == Language::kChinese ? zh : en;
    return wanted.empty() ? (language == Language::kChinese ? en : zh) : wanted;
  }
  /// Neither is there.
  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
  /// The same in both.
  friend bool operator==(const Text&, const Text&) = default;
};

}  // namespace lianban
