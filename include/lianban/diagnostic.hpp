#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lianban/text.hpp"

namespace lianban {

enum class Severity { kError, kWarning };

/// One finding about a definition: what, where, and one fix.
struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;        ///< Stable: "LB-E1203".
  Text message;            ///< What was found and why it matters, one sentence.
  Text hint;               ///< One concrete fix; may be empty.
  std::string pointer;     ///< JSON pointer (RFC 6901) into the definition.
  std::size_t line = 0;    ///< From 1; 0 while not yet placed in a text.
  std::size_t column = 0;  ///< From 1, in code points.
  bool at_name = false;    ///< The finding is about the member's name, not its value.
  std::string file;        ///< Of a definition that the checked one extends; empty: in itself.
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace lianban
