#include "cli/shell/syntax.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "cli/grammar.hpp"
#include "lianban/explain.hpp"

namespace lianban::cli {

namespace {

// CLI11 knows texts and numbers; which texts are paths is said here.
constexpr std::array<std::string_view, 17> kFiles = {
    "file",       "files",       "definition",   "paths",        "before",  "after",
    "--database", "--directory", "--output",     "--data",       "--junit", "--metrics",
    "--story",    "--as",        "--definition", "--definitions"};
constexpr std::array<std::string_view, 4> kFolders = {"folder", "--calendars", "--keep",
                                                      "--stories"};

/// The words a value is checked against: CLI11 has them in the check's own description only, as
/// "{a,b}" or "value in {a->0,b->1} OR {0,1}".
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> words;
  const std::size_t open = type.find('{'), close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return words;
  std::string_view rest = std::string_view(type).substr(open + 1, close - open - 1);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view word = rest.substr(0, comma);
    word = word.substr(0, word.find("->"));
    words.emplace_back(word);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  std::ranges::sort(words);
  return words;
}

ValueKind kind_of(const CLI::Option& option, const SyntaxOption& as) {
  if (option.get_items_expected_max() == 0) return ValueKind::kNone;
  if (!as.choices.empty()) return ValueKind::kWords;
  const std::string_view name = as.names.empty() ? as.label : as.names.back();
  if (std::ranges::count(kFiles, name) > 0) return ValueKind::kFile;
  if (std::ranges::count(kFolders, name) > 0) return ValueKind::kFolder;
  return ValueKind::kFree;
}

std::string label_of(const CLI::Option& option, const SyntaxOption& as) {
  if (as.kind == ValueKind::kNone) return {};
  if (!option.get_option_text().empty()) return option.get_option_text();
  if (as.kind == ValueKind::kFile) return "FILE";
  if (as.kind == ValueKind::kFolder) return "FOLDER";
  std::string label = as.names.back().substr(as.names.back().find_first_not_of('-'));
  std::ranges::transform(label, label.begin(), [](unsigned char c) { return std::toupper(c); });
  return label;
}

SyntaxOption read_option(const CLI::Option& option) {
  SyntaxOption as;
  as.text = option.get_description();
  as.environment = option.get_envname();
  as.standard = option.get_default_str();
  as.required = option.get_required();
  as.choices = choices_in(option.get_type_name());
  if (option.get_positional()) {
    as.label = option.get_name(true, false);
    as.repeatable = option.get_expected_max() > 1;
    as.kind = kind_of(option, as);
    return as;
  }
  for (const std::string& name : option.get_snames()) as.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) as.names.push_back("--" + name);
  as.repeatable = option.get_expected_max() > 1;
  as.kind = kind_of(option, as);
  as.label = label_of(option, as);
  return as;
}

/// `inherited`: the footer of the command above, which CLI11 hands down.
SyntaxNode read_command(const CLI::App& app, const std::string& inherited) {
  SyntaxNode node;
  node.name = app.get_name();
  node.text = app.get_description();
  if (app.get_footer() != inherited) node.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options({})) {
    SyntaxOption as = read_option(*option);
    (option->get_positional() ? node.operands : node.options).push_back(std::move(as));
  }
  for (const CLI::App* sub : app.get_subcommands(std::function<bool(const CLI::App*)>())) {
    if (!sub->get_group().empty()) node.commands.push_back(read_command(*sub, app.get_footer()));
  }
  return node;
}

void collect_valued(const SyntaxNode& node, std::set<std::string>& names) {
  for (const SyntaxOption& option : node.options) {
    if (option.kind != ValueKind::kNone) names.insert(option.names.begin(), option.names.end());
  }
  for (const SyntaxNode& sub : node.commands) collect_valued(sub, names);
}

}  // namespace

SyntaxNode command_line(Language language) {
  Parsed unused;
  unused.globals.language = language;
  Grammar grammar(unused);
  SyntaxNode root = read_command(grammar.app(), "");
  for (SyntaxNode& command : root.commands) {
    if (command.name != "explain") continue;
    for (const Explanation& page : explanations()) {
      command.operands.front().choices.push_back(page.code);
    }
    command.operands.front().kind = ValueKind::kWords;
  }
  return root;
}

std::vector<std::string> valued_options(const SyntaxNode& root) {
  std::set<std::string> names;
  collect_valued(root, names);
  return {names.begin(), names.end()};
}

}  // namespace lianban::cli
