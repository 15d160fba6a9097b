#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::starting() {
  auto init = std::make_shared<InitArgs>();
  CLI::App* sub = command(app_, "init",
                          {"新建工作文件夹：示例定义、情景、编辑器设置",
                           "Make a folder to work in: an example, its scenarios, editor settings"},
                          run_init, init);
  sub->add_option("folder", init->folder, in({"文件夹", "Folder"}))->required();
  sub->add_option("--id", init->id, in({"定义的标识", "Id of the definition"}))
      ->capture_default_str();
  sub->add_option("--title-zh", init->title_zh, in({"中文名称", "Title in Chinese"}));
  sub->add_option("--title-en", init->title_en, in({"英文名称", "Title in English"}));
  sub->add_flag("--force", init->force,
                in({"文件夹不空也做；已有的文件一律不动",
                    "Although the folder is not empty; no file that is there is touched"}));
}

}  // namespace lianban::cli
