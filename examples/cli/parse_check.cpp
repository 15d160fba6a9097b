#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::checking() {
  auto check = std::make_shared<CheckArgs>();
  command(app_, "check", {"检查定义文件", "Check definition files"}, run_check, check)
      ->add_option("files", check->files, in({"定义文件", "Definition files"}))
      ->required();
}

}  // namespace lianban::cli
