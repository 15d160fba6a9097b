#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::trying() {
  auto test = std::make_shared<TestArgs>();
  command(app_, "test", {"运行情景文件", "Run scenario files"}, run_test, test)
      ->add_option("paths", test->paths,
                   in({"文件或文件夹（parts/ 除外）", "Files or folders, parts/ excepted"}))
      ->required();
}

}  // namespace lianban::cli
