#include <memory>

#include "cli/commands.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::seeing() {
  const Phrase file{"定义文件", "Definition file"};
  const Phrase to{"写入此文件，不写则到标准输出", "Write to this file instead of standard output"};
  auto diagram = std::make_shared<DiagramArgs>();
  CLI::App* draw = command(app_, "diagram",
                           {"把定义画成图；--case 标出一件办件走过的路",
                            "Draw a definition; --case shows the way a case took"},
                           run_diagram, diagram);
  draw->add_option("file", diagram->file, in(file))->required();
  draw->add_option("--format", diagram->format,
                   in({"mermaid、dot、svg（须有 graphviz）、plantuml 或 bpmn",
                       "mermaid, dot, svg (needs graphviz), plantuml or bpmn"}))
      ->check(CLI::IsMember({"mermaid", "dot", "svg", "plantuml", "bpmn"}))
      ->capture_default_str();
  draw->add_option("--case", diagram->id,
                   in({"办件编号（数据库由 --database 给出）", "Case in the --database"}));
  draw->add_option("-o,--output", diagram->output, in(to));
  auto docs = std::make_shared<DocsArgs>();
  CLI::App* write = command(app_, "docs",
                            {"把定义写成可供法制审核的规范（Markdown）",
                             "Write a definition as a specification in Markdown"},
                            run_docs, docs);
  write->add_option("file", docs->file, in(file))->required();
  write
      ->add_option("--lang", docs->language,
                   in({"规范的语言：zh、en 或 both", "Language of the text: zh, en or both"}))
      ->check(CLI::IsMember({"zh", "en", "both"}))
      ->capture_default_str();
  write->add_option("-o,--output", docs->output, in(to));
  auto diff = std::make_shared<DiffArgs>();
  CLI::App* compare = command(app_, "diff",
                              {"用文字说明两份定义有何不同（退出码：0 相同，1 不同）",
                               "Say what is different in two definitions (exit 0 same, 1 not)"},
                              run_diff, diff);
  compare->add_option("before", diff->before, in({"原定义文件", "The old definition"}))->required();
  compare->add_option("after", diff->after, in({"新定义文件", "The new definition"}))->required();
}

}  // namespace lianban::cli
