// The command line: what shells and man(1) know of it.
#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::shells() {
  auto completion = std::make_shared<CompletionArgs>();
  CLI::App* sub =
      command(app_, "completion",
              {"打印命令行补全脚本", "Print a script that completes commands in a shell"},
              run_completion, completion);
  sub->add_option("shell", completion->shell, "bash, zsh, fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  sub->footer(in({"当前会话：source <(lianban completion bash)；安装后的程序自带补全。",
                  "In this session: source <(lianban completion bash). What is installed brings "
                  "its completions."}));
  app_.add_subcommand("man", in({"打印手册页", "Print the manual page"}))
      ->group("")
      ->callback([this] { parsed_.run = [](Context& context) { return run_manual(context); }; });
}

}  // namespace lianban::cli
