#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/actions.hpp"

namespace lianban::cli {

int run_case_actions(Context& context, const ActionsArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const Actor actor = args.actor.id.empty() ? Actor::system() : args.actor;
  const auto actions = (*engine)->actions(args.id, actor);
  if (!actions) return context.fail(actions.error());
  const auto view = (*engine)->show(args.id);
  if (!view) return context.fail(view.error());
  const nlohmann::json& law = part(*view, "law");
  if (actions->empty()) out.line(out.tell(say::kNoActions));
  nlohmann::json list = nlohmann::json::array();
  for (const Action& action : *actions) {
    print_action(out, action, 0, law);
    list.push_back(to_json(action, out.language()));
  }
  return context.done(
      {{"actor", actor.id}, {"roles", actor.roles}, {"actions", std::move(list)}, {"law", law}});
}

}  // namespace lianban::cli
