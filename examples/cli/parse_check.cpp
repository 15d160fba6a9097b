#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::checking() {
  auto check = std::make_shared<CheckArgs>();
  CLI::App* sub =
      command(app_, "check", {"检查定义文件", "Check definition files"}, run_check, check);
  sub->add_option("files", check->files,
                  in({"定义文件，“-”为标准输入", "Definition files; - is standard input"}))
      ->required();
  sub->add_flag("--sarif", check->sarif,
                in({"标准输出为 SARIF 2.1.0", "SARIF 2.1.0 on standard output"}));
  CLI::Option* fix = sub->add_flag("--fix", check->fix,
                                   in({"确定无疑的错误直接改正，写回文件",
                                       "Put right what is certain, in the files themselves"}));
  sub->add_flag("--dry-run", check->dry_run,
                in({"与 --fix 同用：只列出要改的行，不写文件",
                    "With --fix: show the lines that would change, write nothing"}))
      ->needs(fix);
  sub->add_flag("--deny-warnings", check->deny_warnings,
                in({"有警告也算未通过（退出码 1）", "Warnings fail too (exit code 1)"}));

  auto explain = std::make_shared<ExplainArgs>();
  command(app_, "explain",
          {"说明一个代码：含义、原因、正反例、依据；不写代码则列出全部",
           "What a code means, why, with examples and legal ground; without a code: all codes"},
          run_explain, explain)
      ->add_option("code", explain->code, in({"代码，如 LB-E1203", "A code, such as LB-E1203"}));
}

}  // namespace lianban::cli
