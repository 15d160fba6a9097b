#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::proving() {
  auto args = std::make_shared<ProveArgs>();
  CLI::App* sub = command(app_, "prove",
                          {"验证定义：走遍每一种情形", "Prove a definition: visit every situation"},
                          run_prove, args);
  sub->add_option("files", args->files, in({"定义文件", "Definition files"}))->required();
  sub->add_option("--max-states", args->max_states,
                  in({"情形数上限，到达即停并说明", "Most situations; reaching it is said"}))
      ->check(CLI::PositiveNumber);
  sub->add_option("--max-seconds", args->max_seconds,
                  in({"搜索时间上限（秒），0 为不限", "Most seconds of searching; 0: no limit"}))
      ->check(CLI::NonNegativeNumber);
  sub->add_option("--stories", args->stories,
                  in({"违反时剧本写入的文件夹，缺省为当前文件夹",
                      "Folder for the stories of violations, default: this one"}));
}

}  // namespace lianban::cli
