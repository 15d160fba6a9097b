#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

// How JSONLogic (that is, JavaScript) reads one type as another.
namespace lianban::rules {

/// A number that stays a 64-bit integer as long as it is one.
struct Number {
  bool whole = true;
  std::int64_t integer = 0;
  double real = 0;  ///< Also set for an integer.

  static Number of(std::int64_t value) { return {true, value, static_cast<double>(value)}; }
  static Number of(double value) { return {false, 0, value}; }
};

/// Neither null nor empty text, zero, false or empty array. "0" and {} are true.
[[nodiscard]] bool truth(const Json& value);

/// A JSON number, or a text that is one as a whole; nothing for anything else.
[[nodiscard]] std::optional<Number> as_number(const Json& value);

/// As the operators < <= > >= see it: null and "" are 0, true is 1; nothing stands for NaN.
[[nodiscard]] std::optional<Number> as_compared_number(const Json& value);

/// As `cat` sees it: null is empty, an array is its elements with commas between.
[[nodiscard]] std::string as_text(const Json& value);

/// Two texts by their characters, all else as numbers; unordered where one is none.
[[nodiscard]] std::partial_ordering compare(const Json& left, const Json& right);

/// ===. Arrays and objects are equal when their contents are (JavaScript would compare addresses).
[[nodiscard]] bool strictly_equal(const Json& left, const Json& right);
/// ==
[[nodiscard]] bool loosely_equal(const Json& left, const Json& right);

}  // namespace lianban::rules
