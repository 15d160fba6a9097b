// The command line: the register of licences.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::licences() {
  CLI::App* under = app_.add_subcommand("licence", in({"证照登记", "The register of licences"}));
  under->require_subcommand(1);
  auto import = std::make_shared<LicenceImportArgs>();
  CLI::App* sub = command(*under, "import",
                          {"登记本系统之前颁发的证照（重复登记同一内容不起作用）",
                           "Enter licences that were issued before this system; the same again "
                           "does nothing"},
                          run_licence_import, import);
  sub->add_option("file", import->file,
                  in({"JSON 文件：一件证照、证照的列表或 {\"licences\": [...]}；- 为标准输入",
                      "JSON file: a licence, a list of them, or {\"licences\": [...]}; - for "
                      "standard input"}))
      ->required();
  sub->footer(in(
      {"每件：number、licence（种类）、issued_at 必写；definition、type_code、version、state、"
       "expires（最后有效日）、rests_on、reason、content 可写。content 中的文字按个人信息保护。",
       "Of each: number, licence (its kind) and issued_at; also definition, type_code, version, "
       "state, expires (its last day), rests_on, reason, content. Texts of content are protected "
       "as personal values."}));
  auto show = std::make_shared<LicenceArgs>();
  command(*under, "show", {"一件证照的现状", "One licence as it stands"}, run_licence_show, show)
      ->add_option("number", show->number, in({"证照编号", "The licence's number"}))
      ->required();
  auto list = std::make_shared<LicenceListArgs>();
  sub = command(*under, "list", {"清单", "List them"}, run_licence_list, list);
  sub->add_option("--limit", list->limit, in({"最多列出", "At most"}))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  sub->add_option("--cursor", list->cursor, in({"上一页给出的续页标记", "From the page before"}));
}

}  // namespace lianban::cli
