#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/shell/syntax.hpp"

namespace lianban::cli {

namespace {

int print(Context& context, const char* name, const std::string& text) {
  if (!context.out.json()) context.out.raw(text);
  return context.done({{name, text}});
}

}  // namespace

int run_completion(Context& context, const CompletionArgs& args) {
  const SyntaxNode root = command_line(context.out.language());
  if (args.shell == "zsh") return print(context, "script", zsh_completion(root));
  if (args.shell == "fish") return print(context, "script", fish_completion(root));
  return print(context, "script", bash_completion(root));
}

int run_manual(Context& context) {
  const Language language = context.out.language();
  return print(context, "page", manual_page(command_line(language), language));
}

}  // namespace lianban::cli
