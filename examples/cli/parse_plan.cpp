#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::planning() {
  auto plan = std::make_shared<PlanArgs>();
  CLI::App* sub = command(app_, "plan",
                          {"申请人带什么、按什么次序、跑几次、哪些材料互相等待",
                           "What to bring, in which order, how many trips, what waits for itself"},
                          run_plan, plan);
  sub->add_option("file", plan->file, in({"定义文件", "Definition file"}))->required();
  sub->add_option("--without-deferral", plan->without,
                  in({"假如这件材料不得容缺（可重复）",
                      "As if this material might not come later; repeatable"}))
      ->allow_extra_args(false)
      ->option_text("ID");
}

}  // namespace lianban::cli
