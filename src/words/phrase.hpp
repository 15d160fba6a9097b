#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/text.hpp"
#include "lianban/time.hpp"

namespace lianban::words {

/// The same in both languages.
[[nodiscard]] Text same(std::string_view text);
/// A title that gives only one language, in both.
[[nodiscard]] Text both(const Text& text);
/// "{0}", "{1}" replaced in each language; a number without a value stays as it is.
[[nodiscard]] Text fill(const Text& pattern, const std::vector<Text>& values);
/// “X” in both languages.
[[nodiscard]] Text quoted(const Text& text);
[[nodiscard]] Text join(const std::vector<Text>& parts, const Text& separator);
/// "A、B" and "A, B".
[[nodiscard]] Text listed(const std::vector<Text>& parts);

/// "15 个工作日", "15 working days".
[[nodiscard]] Text say(const Duration& duration);
[[nodiscard]] Text say_number(std::int64_t number);

/// The word for a name that the language itself gives (outcomes, kinds, states of things,
/// channels); the name itself where there is none.
[[nodiscard]] Text word(std::string_view name);
/// The same among kinds of personal data ("personal"), formats and types of a schema ("format",
/// "type"), whose names may also be an author's own values.
[[nodiscard]] Text word_of(std::string_view kind, std::string_view name);
[[nodiscard]] bool has_word(std::string_view name);

}  // namespace lianban::words
