#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/simulate/phrases.hpp"
#include "cli/simulate/session.hpp"

namespace lianban::cli {

int run_simulate(Context& context, const SimulateArgs& args) {
  namespace fs = std::filesystem;
  const auto definition = load_definition(args.definition);
  if (!definition) {
    return context.fail(definition.error(), {context.out.tell(say::kSeeCheck, {args.definition})});
  }
  nlohmann::json story = nlohmann::json::object();
  std::string folder;
  if (!args.story.empty()) {
    auto read = read_json(args.story);
    if (!read) return context.fail(read.error());
    story = std::move(read).value();
    folder = fs::path(args.story).parent_path().string();
    // Of a file with several stories the first.
    if (story.is_object() && story.contains("cases_of") && story["cases_of"].is_array() &&
        !story["cases_of"].empty() && story["cases_of"][0].is_object()) {
      const nlohmann::json first = story["cases_of"][0];
      story.erase("cases_of");
      story.update(first);
    }
  }
  if (!story.is_object()) {
    return context.fail(make_error("simulation/story", "情景不能用来试办",
                                   "the story cannot be tried out", args.story));
  }
  std::error_code ignored;
  story["definition"] = fs::absolute(args.definition, ignored).string();
  if (context.globals.now) story["start"] = format_instant(*context.globals.now);
  const auto simulation =
      Simulation::open(std::move(story), folder, {.calendars = context.calendars()});
  if (!simulation) return context.fail(simulation.error());
  if (!(*simulation)->fault().empty()) {
    context.out.note(context.out.tell(say::kStoryEnds, {(*simulation)->fault()}));
  }
  const bool prompts = isatty(STDIN_FILENO) != 0 && !context.out.json();
  return SimulationSession(context, **simulation, std::cin, prompts).run();
}

}  // namespace lianban::cli
