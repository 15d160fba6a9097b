#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/text.hpp"

namespace lianban {

/// What one code means: for people who write definitions, in both languages. Texts are Markdown.
struct Explanation {
  std::string code;  ///< "LB-E1203".
  Text title;        ///< What was found, a few words; of LB-P30xx what should hold.
  Text what;         ///< When it is said.
  Text why;          ///< What would happen otherwise, and what to do.
  Text basis;        ///< The legal ground, one line; empty where there is none.
  /// Two complete small definitions: one that gives this code and no other, and the same put right.
  /// LB-P30xx: when it is proved; LB-P31xx: when it is planned. Both empty where no single text of
  /// readable size gives it.
  std::string bad, good;
};

/// All pages, in the order of their codes. The vector lives as long as the program; any thread.
[[nodiscard]] const std::vector<Explanation>& explanations();
/// The page of a code, in any case of letters; null where there is none. Any thread.
[[nodiscard]] const Explanation* explanation(std::string_view code);
/// The code that was probably meant by a word that is none.
[[nodiscard]] std::optional<std::string> nearest_code(std::string_view word);
/// The page as Markdown in one language, with its examples.
[[nodiscard]] std::string markdown(const Explanation& page, Language language);

}  // namespace lianban
