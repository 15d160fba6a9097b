#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/json.hpp"

namespace lianban::base {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Walks over a text that parse_json has accepted: nothing is checked again.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    skip_space();
  }

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  /// Enters the object or array and stands at its first member name or element; false if empty.
  bool enter() {
    ++at_;
    skip_space();
    return peek() != '}' && peek() != ']';
  }
  /// From the end of a value to the next member name or element.
  bool next() {
    skip_space();
    if (peek() != ',') return false;
    ++at_;
    skip_space();
    return at_ < text_.size();
  }
  /// From a member name to its value.
  std::string name() {
    const std::size_t start = at_;
    skip_string();
    const std::string_view quoted = text_.substr(start, at_ - start);
    skip_space();
    ++at_;
    skip_space();
    if (quoted.find('\\') == std::string_view::npos) {
      return std::string(quoted.substr(1, quoted.size() - 2));
    }
    return Json::parse(quoted, nullptr, false).get<std::string>();
  }
  void skip_value() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == '"') {
        skip_string();
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return;
        --depth;
        ++at_;
      } else if (c == ',' && depth == 0) {
        return;
      } else {
        ++at_;
        continue;
      }
      if (depth == 0) return;
    }
  }

 private:
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string unescape(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escaped = token[i] == '~' && i + 1 < token.size();
    out += escaped ? (token[++i] == '1' ? '/' : '~') : token[i];
  }
  return out;
}

/// Moves to the child; gives the start of its name (of itself in an array), nothing if there is no
/// such child.
std::optional<std::size_t> descend(Scanner& scanner, const std::string& token) {
  if (scanner.peek() == '{') {
    for (bool more = scanner.enter(); more; more = scanner.next()) {
      const std::size_t start = scanner.at();
      if (scanner.name() == token) return start;
      scanner.skip_value();
    }
  } else if (scanner.peek() == '[') {
    std::size_t index = 0;
    const char* const end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, index);
    if (error != std::errc() || stop != end) return std::nullopt;
    for (bool more = scanner.enter(); more; more = scanner.next()) {
      if (index-- == 0) return scanner.at();
      scanner.skip_value();
    }
  }
  return std::nullopt;
}

}  // namespace

Position position_of(std::string_view text, std::size_t offset) {
  std::string_view before = text.substr(0, std::min(offset, text.size()));
  if (before.starts_with(kByteOrderMark)) before.remove_prefix(kByteOrderMark.size());
  const std::size_t newline = before.rfind('\n');
  const std::string_view line =
      newline == std::string_view::npos ? before : before.substr(newline + 1);
  const auto starts_code_point = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  };
  return {1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          1 + static_cast<std::size_t>(std::count_if(line.begin(), line.end(), starts_code_point))};
}

Position locate(std::string_view text, std::string_view pointer, Part part) {
  Scanner scanner(text);
  std::size_t name_at = scanner.at();
  std::size_t value_at = scanner.at();
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t length = std::min(pointer.find('/'), pointer.size());
    const auto child = descend(scanner, unescape(pointer.substr(0, length)));
    if (!child) return position_of(text, value_at);
    name_at = *child;
    value_at = scanner.at();
    pointer.remove_prefix(length);
  }
  return position_of(text, part == Part::kName ? name_at : value_at);
}

std::string pointer_join(std::string_view pointer, std::string_view name) {
  std::string out(pointer);
  out += '/';
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string pointer_join(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + '/' + std::to_string(index);
}

}  // namespace lianban::base
