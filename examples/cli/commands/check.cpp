#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/findings.hpp"

namespace lianban::cli {

using nlohmann::json;

int run_check(Context& context, const CheckArgs& args) {
  json files = json::array();
  FindingCount all;
  for (const std::string& file : args.files) {
    const auto text = read_text(file);
    if (!text) return context.fail(text.error());
    const Definition::Checked checked = Definition::check(*text, file, Definition::files());
    const json summary = checked.definition ? checked.definition->summary() : json();
    std::string about;
    if (checked.definition) {
      const auto number = [&](const char* name) {
        return std::to_string(summary.value(name, std::size_t{0}));
      };
      about = context.out.tell(say::kChart, {number("states"), number("transitions")});
    }
    print_findings(context.out, file, *text, checked.diagnostics, about, checked.bases);
    const FindingCount counted = count(checked.diagnostics);
    all.errors += counted.errors;
    all.warnings += counted.warnings;
    files.push_back(findings_json(file, checked.diagnostics, context.out.language()));
    files.back()["summary"] = summary;
  }
  return context.findings(
      {{"files", std::move(files)}, {"errors", all.errors}, {"warnings", all.warnings}},
      all.errors == 0);
}

}  // namespace lianban::cli
