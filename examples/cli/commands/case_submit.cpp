#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// JSON text, "@FILE" or "-"; `--reason` goes in as a member. Of an answer by hand it is the reply.
Result<json> given_data(const SubmitArgs& args) {
  json data;
  if (args.data == "-" || args.data.starts_with('@')) {
    auto read = read_json(args.data == "-" ? args.data : args.data.substr(1));
    if (!read) return read;
    data = std::move(*read);
  } else if (!args.data.empty()) {
    auto parsed = parse_json(args.data, "--data");
    if (!parsed) return parsed;
    data = std::move(*parsed);
  }
  if (args.verb == Verb::kAnswer) data = {{"reply", std::move(data)}};
  if (args.reason.empty()) return data;
  if (data.is_null()) data = json::object();
  if (!data.is_object()) {
    return make_error("usage/data", "--reason 只能与对象形式的 --data 同用",
                      "--reason goes with a --data that is an object");
  }
  data["reason"] = args.reason;
  return data;
}

/// What is worth looking at after this refusal.
std::vector<std::string> hints_for(const Terminal& out, const SubmitArgs& args,
                                   const Refusal& refusal) {
  std::vector<std::string> hints;
  if (refusal.code == "event/by" && args.actor.id.empty())
    hints.push_back(out.tell(say::kNoPerson));
  if (refusal.code == "incident/by") hints.push_back(out.tell(say::kByLead));
  if (refusal.code.starts_with("incident/") && refusal.code != "incident/unknown") {
    hints.push_back(out.tell(say::kSeeIncident, {args.id + " " + args.subject}));
  }
  if (refusal.code.starts_with("event/")) {
    std::string words = args.id;
    if (!args.actor.id.empty()) words += " --actor " + args.actor.id;
    for (const std::string& role : args.actor.roles) words += " --role " + role;
    hints.push_back(out.tell(say::kSeeActions, {words}));
  }
  return hints;
}

std::string joined(const Terminal& out, const std::vector<std::string>& items) {
  std::string all;
  for (const std::string& item : items) all += (all.empty() ? "" : std::string(out.comma())) + item;
  return all;
}

}  // namespace

int run_case_submit(Context& context, const SubmitArgs& args) {
  Terminal& out = context.out;
  auto data = given_data(args);
  if (!data) return context.fail(data.error());
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  Command command{.request_id = args.request_id.empty() ? new_request_id() : args.request_id,
                  .verb = args.verb,
                  .subject = args.subject,
                  .data = std::move(*data),
                  .actor = args.actor.id.empty() ? Actor::system() : args.actor};
  const auto answer = (*engine)->submit(args.id, command);
  if (!answer) return context.fail(answer.error());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    return context.refuse(*refusal, hints_for(out, args, *refusal));
  }
  const Accepted& accepted = std::get<Accepted>(*answer);
  std::string line = out.sign(Sign::kOk) + out.tell(say::kDone) + " " + args.subject +
                     std::string(out.dot()) + out.tell(say::kState) + " " +
                     joined(out, accepted.states);
  if (!accepted.outcome.empty()) line += std::string(out.dot()) + out.word(accepted.outcome);
  out.line(line + (accepted.repeated ? out.tell(say::kRepeated) : ""));
  json result = to_json(accepted);
  result["request_id"] = command.request_id;
  return context.done(std::move(result));
}

}  // namespace lianban::cli
