#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::trying() {
  auto test = std::make_shared<TestArgs>();
  CLI::App* sub = command(app_, "test", {"运行情景文件", "Run scenario files"}, run_test, test);
  sub->add_option("paths", test->paths,
                  in({"文件或文件夹（parts/ 除外）", "Files or folders, parts/ excepted"}))
      ->required();
  sub->add_flag("--coverage", test->coverage,
                in({"指出没有任何情景走过的转移", "Name the transitions that no story takes"}));
  sub->add_option("--coverage-min", test->coverage_min,
                  in({"任一定义的转移覆盖率低于此百分比即失败",
                      "Fail where fewer transitions of a definition are taken, in per cent"}))
      ->check(CLI::Range(0.0, 100.0));
  sub->add_option("--junit", test->junit,
                  in({"结果另存为 JUnit XML", "Also write the results as JUnit XML"}));
  sub->add_option("--keep", test->keep,
                  in({"每个情景的办件另存为此文件夹中的数据库",
                      "Keep the cases of each story as a database in this folder"}))
      ->check(CLI::ExistingDirectory);

  auto simulate = std::make_shared<SimulateArgs>();
  sub = command(app_, "simulate", {"逐步试办一个定义", "Try a definition out, step by step"},
                run_simulate, simulate);
  sub->add_option("definition", simulate->definition, in({"定义文件", "Definition file"}))
      ->required();
  sub->add_option("--story", simulate->story,
                  in({"从这个情景的末尾开始", "Begin where this scenario ends"}));

  auto rehearse = std::make_shared<RehearseArgs>();
  sub = command(app_, "rehearse",
                {"用已办的件预演一份草案（只读 --database）",
                 "Run recorded cases through a draft (reads --database, never writes)"},
                run_rehearse, rehearse);
  sub->add_option("definition", rehearse->definition, in({"定义草案", "Draft of the definition"}))
      ->required();
  sub->add_option("--limit", rehearse->limit, in({"只看最近的 N 件", "Only the newest N cases"}));
}

}  // namespace lianban::cli
