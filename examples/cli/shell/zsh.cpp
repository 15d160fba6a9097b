// zsh: a function for each command, told to _arguments.
#include <string_view>

#include "cli/shell/syntax.hpp"

namespace lianban::cli {

namespace {

/// A text inside '...' where _arguments or _describe gives ":" and "]" a meaning.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string action(const SyntaxOption& option) {
  switch (option.kind) {
    case ValueKind::kNone:
    case ValueKind::kFree:
      break;
    case ValueKind::kWords: {
      std::string out = "(";
      for (const std::string& word : option.choices) out += (out.size() > 1 ? " " : "") + word;
      return out + ")";
    }
    case ValueKind::kFile:
      return "_files";
    case ValueKind::kFolder:
      return "_files -/";
  }
  return " ";
}

void add_option(const SyntaxOption& option, std::string_view indent, std::string_view end,
                std::string& out) {
  std::string other;
  for (const std::string& name : option.names) other += (other.empty() ? "" : " ") + name;
  for (const std::string& name : option.names) {
    out.append(indent) += '\'';
    // One that may be given once is not offered again.
    out += option.repeatable ? "*" : "(" + other + ")";
    out += name;
    if (option.kind != ValueKind::kNone && name.starts_with("--")) out += '=';
    out += "[" + escaped(option.text) + "]";
    if (option.kind != ValueKind::kNone) out += ":" + option.label + ":" + action(option);
    out += "'";
    out.append(end);
  }
}

/// The options of the program, which hold for every command unless it has its own of that name.
std::string globals(const SyntaxNode& root, const SyntaxNode& node) {
  for (const SyntaxOption& own : node.options) {
    for (const SyntaxOption& option : root.options) {
      const bool same = option.names.back() == own.names.back();
      if (!same || own.names.back() == "--help") continue;
      return "\"${(@)_lianban_globals:#*" + own.names.back() + "=*}\"";
    }
  }
  return "\"${_lianban_globals[@]}\"";
}

void add_leaf(const SyntaxNode& root, const SyntaxNode& node, std::string& out) {
  out += "  _arguments -s " + globals(root, node) + " \\\n";
  for (const SyntaxOption& option : node.options) {
    if (option.names.back() != "--help") add_option(option, "    ", " \\\n", out);
  }
  for (const SyntaxOption& operand : node.operands) {
    out += "    '";
    out += operand.repeatable ? "*:" : ":";
    out += operand.label + ":" + action(operand) + "' \\\n";
  }
  out += "    && return 0\n}\n";
}

void add_function(const SyntaxNode& root, const SyntaxNode& node, const std::string& function,
                  std::string& out) {
  for (const SyntaxNode& sub : node.commands) {
    add_function(root, sub, function + "_" + sub.name, out);
  }
  out += "\n" + function + "() {\n";
  if (node.commands.empty()) {
    add_leaf(root, node, out);
    return;
  }
  out += "  local curcontext=$curcontext state ret=1\n  local -a line\n  local -a commands=(\n";
  for (const SyntaxNode& sub : node.commands) {
    out += "    '" + sub.name + ":" + escaped(sub.text) + "'\n";
  }
  out +=
      "  )\n  _arguments -C -A '-*' \"${_lianban_globals[@]}\" '1: :->command' '*::: :->rest' && "
      "ret=0\n"
      "  case $state in\n    command) _describe -t commands 'lianban' commands && ret=0 ;;\n"
      "    rest)\n"
      // What follows is completed as if the command stood at the line's beginning.
      "      words=($line[1] \"${words[@]}\")\n      (( CURRENT++ ))\n"
      "      case $line[1] in\n";
  for (const SyntaxNode& sub : node.commands) {
    out += "        " + sub.name + ") " + function + "_" + sub.name + " && ret=0 ;;\n";
  }
  out += "      esac ;;\n  esac\n  return ret\n}\n";
}

}  // namespace

std::string zsh_completion(const SyntaxNode& root) {
  std::string out =
      "#compdef lianban\n# zsh completion of lianban, printed by `lianban completion zsh`\n\n"
      "typeset -ga _lianban_globals=(\n";
  for (const SyntaxOption& option : root.options) add_option(option, "  ", "\n", out);
  out += ")\n";
  add_function(root, root, "_lianban", out);
  // A file on the path of functions is read as the body of _lianban when it is first needed.
  out +=
      "\nif [ \"$funcstack[1]\" = _lianban ]; then\n  _lianban \"$@\"\nelse\n"
      "  compdef _lianban lianban\nfi\n";
  return out;
}

}  // namespace lianban::cli
