#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lianban/text.hpp"

namespace lianban {

/// One concrete fix in words, and where it is certain the word that was meant.
struct Hint : Text {
  Hint() = default;
  Hint(Text text) : Text(std::move(text)) {}
  Hint(std::string zh_text, std::string en_text) : Text{std::move(zh_text), std::move(en_text)} {}

  std::string written, meant;  ///< Both empty where nothing is certain.
};

namespace base {

/// “word” and 'word', cut where it is absurdly long.
[[nodiscard]] std::string quoted_zh(std::string_view word);
[[nodiscard]] std::string quoted_en(std::string_view word);

/// "did you mean ...?", or empty where nothing is near. It is certain where exactly one of the
/// known words is near.
[[nodiscard]] Hint did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace base
}  // namespace lianban
