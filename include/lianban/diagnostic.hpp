#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/text.hpp"

namespace lianban {

/// An error stands in the way of publishing, a warning does not.
enum class Severity { kError, kWarning };
/// Stable names: "error", "warning".
[[nodiscard]] std::string_view to_name(Severity severity);

/// Another place that a finding has to do with: the first of two, what is named, the way there.
struct Related {
  std::string pointer;     ///< JSON pointer (RFC 6901) into the definition.
  Text text;               ///< What is there, a few words.
  bool at_name = false;    ///< It is the member's name, not its value.
  std::size_t line = 0;    ///< From 1; 0 while not yet placed in a text.
  std::size_t column = 0;  ///< From 1, in code points.
};

/// An edit of the text that certainly says what was meant; all else in the text stays as it is.
struct Fix {
  std::string written;      ///< The bytes of the text that are replaced; on one line.
  std::string replacement;  ///< What stands there afterwards.
  std::size_t offset = 0;   ///< Of `written`, in bytes from the start of the text.
  std::size_t line = 0;     ///< Of `written`, from 1.
  std::size_t column = 0;   ///< Of `written`, from 1, in code points.
};

/// One finding about a definition: what, where, what it has to do with, and one fix.
struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;                   ///< Stable: "LB-E1203".
  Text message;                       ///< What was found and why it matters, one sentence.
  Text hint;                          ///< One concrete fix; may be empty.
  std::string pointer;                ///< JSON pointer (RFC 6901) into the definition.
  std::size_t line = 0;               ///< From 1; 0 while not yet placed in a text.
  std::size_t column = 0;             ///< From 1, in code points.
  bool at_name = false;               ///< The finding is about the member's name, not its value.
  std::vector<Related> related = {};  ///< At most five, in the order to be read.
  std::optional<Fix> fix = std::nullopt;  ///< Only where it is certain, and the text was given.
  std::string file = {};  ///< Of a definition that the checked one extends; empty: in itself.
};

/// In the order of the text.
using Diagnostics = std::vector<Diagnostic>;

/// A text after its certain fixes.
struct Fixed {
  std::string text;
  std::vector<std::size_t> applied;  ///< Indexes of the findings whose fix was applied, ascending.
};

/// Applies the fixes of the findings to the text they were found in; of two that overlap only the
/// first. All other bytes stay. A fix that does not fit the text is passed over. Any thread.
[[nodiscard]] Fixed apply_fixes(std::string_view text, const Diagnostics& findings);

}  // namespace lianban
