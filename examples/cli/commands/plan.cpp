#include "lianban/plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/findings.hpp"
#include "cli/output/plan.hpp"

namespace lianban::cli {

using nlohmann::json;

namespace {

std::optional<Error> unknown(const Plan& whole, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    const bool known = std::ranges::any_of(whole.documents, [&](const PlannedDocument& document) {
      return document.id == id && document.deferrable;
    });
    if (known) continue;
    return make_error("argument/material", "没有这件可以容缺的材料",
                      "there is no such material that may come later", id);
  }
  return std::nullopt;
}

}  // namespace

int run_plan(Context& context, const PlanArgs& args) {
  const auto text = read_text(args.file);
  if (!text) return context.fail(text.error());
  const Definition::Checked checked = Definition::check(*text);
  if (!checked.definition) {
    return context.fail(
        make_error("definition/faulty", "定义有错误", "the definition has errors", args.file),
        {context.out.tell(say::kSeeCheck, {args.file})});
  }
  if (const auto fault = unknown(plan(*checked.definition), args.without)) {
    return context.fail(*fault);
  }
  const Plan made = plan(*checked.definition, {.without_deferral = args.without});
  print_plan(context.out, *checked.definition, made);
  if (!made.findings.empty()) {
    context.out.line();
    print_findings(context.out, args.file, *text, made.findings, "");
  }
  json answer = findings_json(args.file, made.findings, context.out.language());
  answer["id"] = checked.definition->id();
  answer["plan"] = to_json(made);
  return context.findings(std::move(answer), made.ok());
}

}  // namespace lianban::cli
