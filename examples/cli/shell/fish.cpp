// fish: a line for each command, option and operand, with the command path it belongs to.
#include <string_view>

#include "cli/shell/syntax.hpp"

namespace lianban::cli {

namespace {

std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string values(const SyntaxOption& option) {
  switch (option.kind) {
    case ValueKind::kNone:
      break;
    case ValueKind::kFree:
      return " -x";
    case ValueKind::kWords: {
      std::string words;
      for (const std::string& word : option.choices) words += (words.empty() ? "" : " ") + word;
      return " -x -a '" + words + "'";
    }
    case ValueKind::kFile:
      return " -r -F";
    case ValueKind::kFolder:
      return " -x -a '(__fish_complete_directories)'";
  }
  return {};
}

void add_options(const SyntaxNode& node, const std::string& condition, std::string& out) {
  for (const SyntaxOption& option : node.options) {
    out += "complete -c lianban" + condition;
    for (const std::string& name : option.names) {
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    out += values(option) + " -d " + literal(option.text) + "\n";
  }
}

void add_command(const SyntaxNode& node, const std::string& path, std::string& out) {
  const std::string here = " -n '__lianban_at " + (path.empty() ? "\"\"" : path) + "'";
  if (!path.empty()) add_options(node, here, out);
  for (const SyntaxNode& sub : node.commands) {
    out += "complete -c lianban" + here + " -a " + sub.name + " -d " + literal(sub.text) + "\n";
  }
  for (const SyntaxOption& operand : node.operands) {
    if (operand.kind == ValueKind::kFree || operand.kind == ValueKind::kNone) continue;
    const std::string value = values(operand);
    // Of an operand only -a and -F mean anything.
    out += "complete -c lianban" + here + value.substr(value.find(' ', 1)) + "\n";
  }
  for (const SyntaxNode& sub : node.commands) {
    add_command(sub, path.empty() ? sub.name : path + "/" + sub.name, out);
  }
}

void add_paths(const SyntaxNode& node, const std::string& path, std::string& out) {
  for (const SyntaxNode& sub : node.commands) {
    const std::string below = path.empty() ? sub.name : path + "/" + sub.name;
    out += " " + below;
    add_paths(sub, below, out);
  }
}

}  // namespace

std::string fish_completion(const SyntaxNode& root) {
  std::string out = "# fish completion of lianban, printed by `lianban completion fish`\n\n";
  std::string valued;
  for (const std::string& name : valued_options(root)) valued += " " + name;
  std::string paths;
  add_paths(root, "", paths);
  out += "set -g __lianban_valued" + valued + "\nset -g __lianban_paths" + paths + "\n";
  out += R"(
# Whether the words so far name this command and no other.
function __lianban_at
    set -l path
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if contains -- $word $__lianban_valued
            set skip 1
        else if test -z "$path"; and contains -- $word $__lianban_paths
            set path $word
        else if test -n "$path"; and contains -- $path/$word $__lianban_paths
            set path $path/$word
        end
    end
    test "$path" = "$argv[1]"
end

complete -c lianban -f
)";
  add_options(root, "", out);
  add_command(root, "", out);
  return out;
}

}  // namespace lianban::cli
