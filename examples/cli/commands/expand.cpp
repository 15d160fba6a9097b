#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/findings.hpp"

namespace lianban::cli {

using nlohmann::json;

int run_expand(Context& context, const ExpandArgs& args) {
  const auto text = read_text(args.file);
  if (!text) return context.fail(text.error());
  const Definition::Checked checked = Definition::check(*text, args.file, Definition::files());
  json whole = checked.merged;
  if (whole.is_null() && checked.definition) whole = checked.definition->source();
  const bool ok = count(checked.diagnostics).errors == 0;
  if (context.out.json()) {
    json answer = findings_json(args.file, checked.diagnostics, context.out.language());
    answer["definition"] = std::move(whole);
    return context.findings(std::move(answer), ok);
  }
  if (whole.is_null()) {
    print_findings(context.out, args.file, *text, checked.diagnostics, {}, checked.bases);
    return context.findings({}, false);
  }
  // What is wrong with the whole is `check`'s to show: here is what it is wrong with.
  context.out.raw(whole.dump(2) + "\n");
  return context.findings({}, ok);
}

}  // namespace lianban::cli
