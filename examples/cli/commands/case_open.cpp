#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace lianban::cli {

namespace {

/// A file is checked and published; anything else names what is published already.
Result<std::string> definition_to_open(Engine& engine, const std::string& given) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(given, fault)) return given;
  const auto definition = load_definition(given);
  if (!definition) return definition.error();
  const auto published = engine.publish(**definition);
  if (!published) return published.error();
  return (*definition)->hash();
}

}  // namespace

int run_case_open(Context& context, const OpenArgs& args) {
  Terminal& out = context.out;
  auto data = read_json(args.data);
  if (!data) return context.fail(data.error());
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto definition = definition_to_open(**engine, args.definition);
  if (!definition) {
    return context.fail(definition.error(), {out.tell(say::kSeeCheck, {args.definition})});
  }
  Command command{.request_id = args.request_id.empty() ? new_request_id() : args.request_id,
                  .verb = Verb::kOpen,
                  .subject = *definition,
                  .data = std::move(*data),
                  .actor = args.actor.id.empty() ? Actor::system() : args.actor};
  const auto answer = (*engine)->open_case(*definition, command);
  if (!answer) return context.fail(answer.error());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    std::vector<std::string> hints;
    if (args.actor.id.empty()) hints.push_back(out.tell(say::kNoPerson));
    return context.refuse(*refusal, hints);
  }
  const Accepted& accepted = std::get<Accepted>(*answer);
  out.line(out.sign(Sign::kOk) + out.tell(say::kOpened) + " " +
           out.paint(Tone::kStrong, accepted.number.empty() ? accepted.case_id : accepted.number) +
           (accepted.repeated ? out.tell(say::kRepeated) : ""));
  nlohmann::json result = to_json(accepted);
  result["request_id"] = command.request_id;
  return context.done(std::move(result));
}

}  // namespace lianban::cli
