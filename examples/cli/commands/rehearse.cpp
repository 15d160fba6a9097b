#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/rehearsal.hpp"

namespace lianban::cli {

int run_rehearse(Context& context, const RehearseArgs& args) {
  Terminal& out = context.out;
  const auto draft = load_definition(args.definition);
  if (!draft) {
    return context.fail(draft.error(), {out.tell(say::kSeeCheck, {args.definition})});
  }
  RehearsalOptions options;
  options.database = context.globals.database;
  options.calendars = context.calendars();
  options.limit = args.limit;
  options.progress = [&out](std::size_t done, std::size_t all) {
    out.progress(std::to_string(done + 1) + "/" + std::to_string(all));
  };
  const auto report = rehearse_cases(**draft, options);
  out.end_progress();
  if (!report) return context.fail(report.error());
  print_rehearsal(out, *report);
  return context.done(to_json(*report));
}

}  // namespace lianban::cli
