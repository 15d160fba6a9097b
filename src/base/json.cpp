#include "base/json.hpp"

#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace lianban::base {
namespace {

/// Hands the text to nlohmann and shares how far it has been read: its SAX callbacks do not say
/// where they are, and a duplicate name has to be shown where it stands.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  explicit Cursor(const char*& at) : at_(&at) {}
  reference operator*() const { return **at_; }
  Cursor& operator++() {
    ++*at_;
    return *this;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) { return *a.at_ == *b.at_; }
  friend bool operator!=(const Cursor& a, const Cursor& b) { return !(a == b); }

 private:
  const char** at_;
};

struct Fault {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
  std::size_t offset;
};

constexpr std::string_view kTooDeepZh = "嵌套层数超过上限";
constexpr std::string_view kTooDeepEn = "nested deeper than the limit";

/// What most probably is wrong at a place nlohmann does not accept. Its own message quotes the
/// text, which may hold personal data.
Fault syntax_fault(std::string_view text, std::size_t offset, bool in_string) {
  constexpr std::string_view kCode = "json/syntax";
  if (offset >= text.size()) {
    return {kCode, "JSON 文本不完整", "the JSON text ends too early", text.size()};
  }
  const char c = text[offset];
  if (in_string && static_cast<unsigned char>(c) < 0x20) {
    return {kCode, "字符串中的换行或控制字符须转义，或缺少结束引号",
            "a line break or control character inside a string must be escaped, or the closing "
            "quote is missing",
            offset};
  }
  if (c == '\'') return {kCode, "字符串须用双引号", "strings take double quotes", offset};
  if (c == '/' || c == '#') return {kCode, "JSON 不允许注释", "JSON has no comments", offset};
  if (c == '}' || c == ']') {
    const std::size_t before = text.find_last_not_of(" \t\r\n", offset == 0 ? 0 : offset - 1);
    if (offset > 0 && before != std::string_view::npos && text[before] == ',') {
      return {kCode, "最后一项之后不能有逗号", "no comma may stand after the last element", before};
    }
  }
  return {kCode, "此处不符合 JSON 语法", "not JSON at this place", offset};
}

class Builder {
 public:
  Builder(std::string_view text, const char* const& at, std::size_t depth)
      : text_(text), at_(at), depth_(depth) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(Json::number_integer_t value) { return put(value); }
  bool number_unsigned(Json::number_unsigned_t value) {
    constexpr auto kMost =
        static_cast<Json::number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    if (value <= kMost) return put(value);
    return number_fault(std::to_string(value));
  }
  bool number_float(Json::number_float_t value, const std::string& token) {
    // nlohmann falls back to a double for an integer that is too long.
    if (token.find_first_of(".eE") == std::string::npos) return number_fault(token);
    return put(value);
  }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    const auto [member, fresh] = stack_.back()->emplace(std::move(name), nullptr);
    if (!fresh) {
      return fail({"json/duplicate_key", "同一对象中名称重复",
                   "the name stands twice in the same object", string_start()});
    }
    slot_ = &*member;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) {
    // 406: the number does not fit a double.
    if (error.id == 406) return number_fault({});
    const bool in_string =
        std::string_view(error.what()).find("invalid string") != std::string::npos;
    return fail(syntax_fault(text_, position == 0 ? 0 : position - 1, in_string));
  }

  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }
  [[nodiscard]] Json take() { return std::move(root_); }

 private:
  Json* add(Json&& value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (stack_.back()->is_array()) return &stack_.back()->emplace_back(std::move(value));
    *slot_ = std::move(value);
    return slot_;
  }
  bool put(Json&& value) { return add(std::move(value)), true; }
  bool open(Json&& value) {
    if (stack_.size() == depth_) return fail({"json/too_deep", kTooDeepZh, kTooDeepEn, read() - 1});
    stack_.push_back(add(std::move(value)));
    return true;
  }
  bool close() { return stack_.pop_back(), true; }

  bool fail(Fault fault) {
    if (!fault_) fault_ = fault;
    return false;
  }
  bool number_fault(std::string_view token) {
    constexpr std::string_view kZh = "数值超出范围（整数 64 位，小数为双精度）";
    constexpr std::string_view kEn = "number out of range (integers 64 bits, others double)";
    return fail({"json/number", kZh, kEn, number_start(token)});
  }

  [[nodiscard]] std::size_t read() const { return static_cast<std::size_t>(at_ - text_.data()); }
  /// The lexer has read one character beyond a number, except at the end of the text.
  [[nodiscard]] std::size_t number_start(std::string_view token) const {
    constexpr std::string_view kNumber = "+-.0123456789eE";
    std::size_t start = read();
    const bool beyond = start > 0 && kNumber.find(text_[start - 1]) == std::string_view::npos;
    if (beyond) --start;
    if (!token.empty()) return start - token.size();
    while (start > 0 && kNumber.find(text_[start - 1]) != std::string_view::npos) --start;
    return start;
  }
  /// The opening quote of the string just read: the nearest one before that no backslash escapes.
  [[nodiscard]] std::size_t string_start() const {
    for (std::size_t i = read() - 1; i-- > 0;) {
      if (text_[i] != '"') continue;
      std::size_t slashes = 0;
      while (slashes < i && text_[i - 1 - slashes] == '\\') ++slashes;
      if (slashes % 2 == 0) return i;
    }
    return 0;
  }

  std::string_view text_;
  const char* const& at_;
  std::size_t depth_;
  Json root_;
  Json* slot_ = nullptr;
  std::vector<Json*> stack_;
  std::optional<Fault> fault_;
};

Result<Json> parse(std::string_view text, const JsonLimits& limits, Fault& fault) {
  const auto fail = [&](const Fault& found) -> Error {
    fault = found;
    return make_error(std::string(found.code), std::string(found.zh), std::string(found.en));
  };
  if (text.size() > limits.bytes) {
    return fail({"json/too_large", "文本超过大小上限", "larger than the limit", limits.bytes});
  }
  if (const std::size_t good = valid_utf8_prefix(text); good != text.size()) {
    return fail({"json/encoding", "不是有效的 UTF-8", "not valid UTF-8", good});
  }
  const char* at = text.data();
  const char* end = text.data() + text.size();
  Builder builder(text, at, limits.depth);
  const bool done = Json::sax_parse(Cursor(at), Cursor(end), &builder);
  if (builder.fault()) return fail(*builder.fault());
  if (!done) return fail(syntax_fault(text, static_cast<std::size_t>(at - text.data()), false));
  return builder.take();
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits, JsonFault* fault) {
  Fault found{};
  auto result = parse(text, limits, found);
  if (result) return result;
  Error error = std::move(result).error();
  // Where the text is too large nothing is scanned, not even for a line number.
  Position position;
  if (error.code != "json/too_large") {
    position = position_of(text, found.offset);
    error.place = std::to_string(position.line) + ":" + std::to_string(position.column);
  }
  if (fault != nullptr) *fault = {error, found.offset, position};
  return error;
}

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  return parse_json(text, limits, nullptr);
}

}  // namespace lianban::base
