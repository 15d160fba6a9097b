#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::expanding() {
  auto expand = std::make_shared<ExpandArgs>();
  command(app_, "expand",
          {"打印定义的全文：把 extends 所指的定义并入",
           "Print a definition whole, with what it extends put in"},
          run_expand, expand)
      ->add_option("file", expand->file, in({"定义文件", "Definition file"}))
      ->required();
}

}  // namespace lianban::cli
