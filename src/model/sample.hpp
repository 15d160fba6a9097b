#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace lianban::model {

/// How a sample is made where its schema leaves the choice.
struct SampleStyle {
  bool optional = false;  ///< Members that need not be there are there too, lists are not empty.
  /// What stands for "date" and "date-time"; empty: a day and a moment of 2021.
  std::function<std::string(std::string_view format)> date;
};

/// An invented value that fits a JSON Schema (draft-07) as far as can be told from it: constants,
/// examples, defaults, first choices, then type, format and kind of personal data. Check digits are
/// right, and everything belongs to nobody. What cannot be guessed (a pattern without an example)
/// does not fit. Deterministic.
[[nodiscard]] Json sample_of(const Json& schema, const SampleStyle& style = {});
/// The type that a sample has: the first one but "null", or what the members tell.
[[nodiscard]] std::string sample_type(const Json& schema);

}  // namespace lianban::model
