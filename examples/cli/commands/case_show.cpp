#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/case_view.hpp"

namespace lianban::cli {

int run_case_show(Context& context, const CaseArgs& args) {
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto view = (*engine)->show(args.id);
  if (!view) return context.fail(view.error());
  print_case(context.out, *view, context.globals.reveal);
  return context.done({{"case", *view}});
}

}  // namespace lianban::cli
