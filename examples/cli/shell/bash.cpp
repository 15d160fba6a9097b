// bash: one function, with the command line as tables of `case` patterns.
#include "cli/shell/syntax.hpp"

namespace lianban::cli {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string names_of(const SyntaxNode& node) {
  std::string out;
  for (const SyntaxOption& option : node.options) {
    for (const std::string& name : option.names) out += (out.empty() ? "" : " ") + name;
  }
  return out;
}

/// What `_lianban_value` sets for a value of this kind.
std::string answer(const SyntaxOption& option) {
  switch (option.kind) {
    case ValueKind::kNone:
    case ValueKind::kFree:
      break;
    case ValueKind::kWords:
      return "words='" + joined(option.choices) + "'";
    case ValueKind::kFile:
      return "files=f";
    case ValueKind::kFolder:
      return "files=d";
  }
  return ":";
}

/// "path:option" or "path:number of the operand", most special first: the first pattern that fits
/// counts, and the options of the program hold for every command.
void add_values(const SyntaxNode& node, const std::string& path, bool root, std::string& out) {
  for (const SyntaxNode& sub : node.commands) {
    add_values(sub, path.empty() ? sub.name : path + "/" + sub.name, false, out);
  }
  const std::string at = root ? "*:" : path + ":";
  for (const SyntaxOption& option : node.options) {
    if (option.kind == ValueKind::kNone) continue;
    std::string patterns;
    for (const std::string& name : option.names) {
      patterns += (patterns.empty() ? "" : " | ") + at + name;
    }
    out += "    " + patterns + ") " + answer(option) + " ;;\n";
  }
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    const bool rest = node.operands[i].repeatable;
    out += "    " + at + (rest ? "[0-9]*" : std::to_string(i)) + ") " + answer(node.operands[i]) +
           " ;;\n";
  }
}

void add_commands(const SyntaxNode& node, const std::string& path, std::string& out) {
  std::string subs;
  for (const SyntaxNode& sub : node.commands) subs += (subs.empty() ? "" : " ") + sub.name;
  out += "    '" + path + "') commands='" + subs + "' options='" + names_of(node) + "' ;;\n";
  for (const SyntaxNode& sub : node.commands) {
    add_commands(sub, path.empty() ? sub.name : path + "/" + sub.name, out);
  }
}

constexpr std::string_view kDriver = R"(
_lianban() {
  local cur=${COMP_WORDS[COMP_CWORD]} path= operand=0 valued= word i
  local commands options words files
  # bash splits "--lang=en" in three.
  [[ $cur == = ]] && cur=
  _lianban_at ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      continue
    elif [[ -n $valued ]]; then
      valued=
    elif [[ $word == -* ]]; then
      [[ $_lianban_valued == *" $word "* ]] && valued=$word
    elif [[ " $commands " == *" $word "* ]]; then
      path=${path:+$path/}$word
      _lianban_at "$path"
    else
      operand=$((operand + 1))
    fi
  done
  words= files=
  if [[ -n $valued ]]; then
    _lianban_value "$path:$valued"
  elif [[ $cur == -* ]]; then
    local own=$options
    _lianban_at ''
    words="$own $options"
  elif [[ -n $commands ]]; then
    words=$commands
  else
    _lianban_value "$path:$operand"
  fi
  COMPREPLY=()
  case $files in
    f) compopt -o default 2>/dev/null ;;
    d) compopt -o dirnames 2>/dev/null ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
  esac
}

complete -F _lianban lianban
)";

}  // namespace

std::string bash_completion(const SyntaxNode& root) {
  std::string out = "# bash completion of lianban, printed by `lianban completion bash`\n\n";
  out += "_lianban_valued=' " + joined(valued_options(root)) + " '\n\n";
  out += "_lianban_at() {\n  case $1 in\n";
  add_commands(root, "", out);
  out += "    *) commands= options= ;;\n  esac\n}\n\n_lianban_value() {\n  case $1 in\n";
  add_values(root, "", true, out);
  out += "  esac\n}\n";
  return out.append(kDriver);
}

}  // namespace lianban::cli
