#pragma once

#include <string>
#include <vector>

#include "lianban/text.hpp"

namespace lianban::cli {

/// What stands where a value is expected, as far as a shell can help.
enum class ValueKind {
  kNone,    ///< No value: a flag.
  kWords,   ///< One of `choices`.
  kFile,    ///< A file or folder.
  kFolder,  ///< A folder.
  kFree,    ///< Anything else: an id, a number, words.
};

/// An option, or (without names) an operand of a command.
struct SyntaxOption {
  std::vector<std::string> names;  ///< "-o", "--output".
  std::string label;               ///< How the value is written: "FILE"; of an operand its name.
  std::string text;
  std::vector<std::string> choices;
  std::string environment;  ///< Variable that stands for it; may be empty.
  std::string standard;     ///< Its value if it is not given; may be empty.
  ValueKind kind = ValueKind::kNone;
  bool required = false;
  bool repeatable = false;
};

/// A command with what may follow it; the root is the program.
struct SyntaxNode {
  std::string name;
  std::string text, footer;
  std::vector<SyntaxOption> options, operands;
  std::vector<SyntaxNode> commands;
};

/// The command line as it is parsed (grammar.hpp), without what is hidden, its texts in a language.
[[nodiscard]] SyntaxNode command_line(Language language);
/// Names of all options that take a value, over all commands, each once, sorted. No name is a flag
/// in one command and takes a value in another.
[[nodiscard]] std::vector<std::string> valued_options(const SyntaxNode& root);

// What `lianban completion` prints: a script that the shell reads.
[[nodiscard]] std::string bash_completion(const SyntaxNode& root);
[[nodiscard]] std::string zsh_completion(const SyntaxNode& root);
[[nodiscard]] std::string fish_completion(const SyntaxNode& root);
/// The manual page lianban(1), for man(7).
[[nodiscard]] std::string manual_page(const SyntaxNode& root, Language language);

}  // namespace lianban::cli
