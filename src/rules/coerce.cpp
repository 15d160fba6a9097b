#include "rules/coerce.hpp"

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

namespace lianban::rules {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<Number> parse_number(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  // from_chars also takes "inf" and "nan".
  if (text.find_first_not_of("0123456789.eE+-") != text.npos) return std::nullopt;
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  const auto whole = std::from_chars(text.data(), end, integer);
  if (whole.ec == std::errc{} && whole.ptr == end) return Number::of(integer);
  double real = 0;
  const auto fraction = std::from_chars(text.data(), end, real);
  if (fraction.ec != std::errc{} || fraction.ptr != end) return std::nullopt;
  return Number::of(real);
}

Number from_json_number(const Json& value) {
  if (value.is_number_float()) return Number::of(value.get<double>());
  if (value.is_number_unsigned()) {
    const auto wide = value.get<std::uint64_t>();
    if (wide > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return Number::of(static_cast<double>(wide));
    }
  }
  return Number::of(value.get<std::int64_t>());
}

std::partial_ordering compare_numbers(const Number& a, const Number& b) {
  if (a.whole && b.whole) return a.integer <=> b.integer;
  return a.real <=> b.real;
}

std::string number_text(const Json& value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: below it 2.0 is shown as 2
  if (value.is_number_float()) {
    const double real = value.get<double>();
    if (real > -kExact && real < kExact) {
      const auto whole = static_cast<std::int64_t>(real);
      if (static_cast<double>(whole) == real) return std::to_string(whole);
    }
  }
  return value.dump();
}

}  // namespace

bool truth(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
    case Json::value_t::discarded:
      return false;
    case Json::value_t::boolean:
      return value.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return value.get<std::int64_t>() != 0;
    case Json::value_t::number_float:
      return value.get<double>() != 0;
    case Json::value_t::string:
      return !value.get_ref<const std::string&>().empty();
    case Json::value_t::array:
      return !value.empty();
    case Json::value_t::object:
    case Json::value_t::binary:
      return true;
  }
  return false;
}

std::optional<Number> as_number(const Json& value) {
  if (value.is_number()) return from_json_number(value);
  if (!value.is_string()) return std::nullopt;
  return parse_number(value.get_ref<const std::string&>());
}

std::optional<Number> as_compared_number(const Json& value) {
  if (value.is_number()) return from_json_number(value);
  if (value.is_null()) return Number::of(std::int64_t{0});
  if (value.is_boolean()) return Number::of(std::int64_t{value.get<bool>()});
  if (value.is_object()) return std::nullopt;
  const std::string text = as_text(value);
  if (trimmed(text).empty()) return Number::of(std::int64_t{0});
  return parse_number(text);
}

std::string as_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (value.is_number()) return number_text(value);
  if (value.is_object()) return "[object Object]";
  if (!value.is_array()) return value.dump();
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) text += ',';
    text += as_text(value[i]);
  }
  return text;
}

std::partial_ordering compare(const Json& left, const Json& right) {
  if (left.is_string() && right.is_string()) {
    // Bytes of UTF-8 sort like the characters they stand for.
    return left.get_ref<const std::string&>() <=> right.get_ref<const std::string&>();
  }
  if (left.is_number() && right.is_number()) {
    return compare_numbers(from_json_number(left), from_json_number(right));
  }
  const auto a = as_compared_number(left);
  const auto b = as_compared_number(right);
  return a && b ? compare_numbers(*a, *b) : std::partial_ordering::unordered;
}

bool strictly_equal(const Json& left, const Json& right) { return left == right; }

bool loosely_equal(const Json& left, const Json& right) {
  const bool same_type = (left.is_number() && right.is_number()) || left.type() == right.type();
  if (same_type) return left == right;
  if (left.is_null() || right.is_null()) return false;
  if (left.is_structured() && right.is_structured()) return false;
  if (left.is_object() || right.is_object()) return false;
  // A text and an array compare as texts, every other pair as numbers.
  if ((left.is_string() && right.is_array()) || (left.is_array() && right.is_string())) {
    return as_text(left) == as_text(right);
  }
  return compare(left, right) == std::partial_ordering::equivalent;
}

}  // namespace lianban::rules
