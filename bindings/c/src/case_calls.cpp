// Cases: opened, changed, read, listed, checked, handed to an auditor.
#include <nlohmann/json.hpp>

#include "command_in.hpp"
#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/lianban.h"
#include "to_json.hpp"

namespace lianban::c {

Or<Actor> actor_of(const Json& given, std::string_view parameter, const std::string& at) {
  if (given.is_null()) return Actor::system();
  Fields fields(given, parameter, at);
  Actor actor;
  actor.id = fields.text("id");
  actor.roles = fields.texts("roles");
  actor.office = fields.text("office");
  if (actor.id.empty()) fields.fail("id", "argument/actor", "缺少办理人账号", "an actor has an id");
  if (auto fault = fields.fault()) return *std::move(fault);
  return actor;
}

Or<Command> command_of(const Json& given, bool opening) {
  constexpr const char* kParameter = "command_json";
  Fields fields(given, kParameter);
  Command command;
  command.request_id = fields.text("request_id");
  command.data = fields.any("data");
  const Json actor = fields.object("actor");
  if (opening) {
    command.verb = Verb::kOpen;
  } else {
    command.subject = fields.text("subject");
    const std::string verb = fields.text("verb");
    if (!from_name(verb, command.verb)) {
      fields.fail("verb", "argument/verb", "没有这种操作", "there is no such verb");
    }
  }
  if (auto fault = fields.fault()) return *std::move(fault);
  auto read = actor_of(actor, kParameter, "/actor");
  if (auto* failure = std::get_if<Failure>(&read)) return std::move(*failure);
  command.actor = std::get<Actor>(std::move(read));
  return command;
}

Outcome outcome_of_answer(Result<Answer>&& answer) {
  if (!answer.ok()) return failure_of(std::move(answer).error());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) return failure_of(*refusal);
  return to_json(std::get<Accepted>(*answer));
}

namespace {

Or<Command> read_command(const char* json, bool opening) {
  const Outcome read = read_object(json, "command_json", false);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  return command_of(std::get<Json>(read), opening);
}

/// A call about one case. `body` takes the engine and the case's id and gives an Outcome.
template <class Body>
std::int32_t ask_case(lianban_engine engine, const char* case_id, char** out, lianban_error* slot,
                      Body&& body) {
  return ask(engine, out, slot, [&](EngineSlot& in) -> Outcome {
    std::string id;
    if (auto fault = take(read_text(case_id, "case_id"), id)) return *std::move(fault);
    return body(*in.engine, id);
  });
}

Outcome find_cases(Engine& engine, const char* query_json) {
  const Outcome read = read_object(query_json, "query_json", true);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "query_json");
  CaseQuery query;
  query.role = fields.text("role");
  query.state = fields.text("state");
  query.region = fields.text("region");
  query.number = fields.text("number");
  query.applicant = fields.text("applicant");
  query.personal = fields.text("personal");
  query.due_before = fields.instant("due_before", true);
  query.open_only = fields.boolean("open_only", false);
  query.limit = static_cast<std::size_t>(fields.integer("limit", 50, 1, 1000));
  query.cursor = fields.text("cursor");
  if (auto fault = fields.fault()) return *std::move(fault);
  return outcome_of(engine.find(query), [](const CasePage& page) {
    return Json{{"cases", list_of(page.cases)}, {"next", or_null(page.next)}};
  });
}

Outcome actions_of(Engine& engine, const std::string& id, const char* actor_json) {
  Json given;
  if (actor_json != nullptr) {
    if (auto fault = take(read_object(actor_json, "actor_json", false), given)) {
      return *std::move(fault);
    }
  }
  Actor actor;
  if (auto fault = take(actor_of(given, "actor_json"), actor)) return *std::move(fault);
  return outcome_of(engine.actions(id, actor), [](const std::vector<Action>& actions) {
    return Json{{"actions", list_of(actions)}};
  });
}

}  // namespace

}  // namespace lianban::c

using namespace lianban::c;
using lianban::Command;
using lianban::Engine;

int32_t lianban_case_open(lianban_engine engine, const char* definition, const char* command_json,
                          char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error, [&](EngineSlot& in) -> Outcome {
    std::string id;
    Command command;
    if (auto fault = take(read_text(definition, "definition"), id)) return *std::move(fault);
    if (auto fault = take(read_command(command_json, true), command)) return *std::move(fault);
    return outcome_of_answer(in.engine->open_case(id, command));
  });
}

int32_t lianban_case_submit(lianban_engine engine, const char* case_id, const char* command_json,
                            char** out_json, lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error,
                  [&](Engine& in, const std::string& id) -> Outcome {
                    Command command;
                    if (auto fault = take(read_command(command_json, false), command)) {
                      return *std::move(fault);
                    }
                    return outcome_of_answer(in.submit(id, command));
                  });
}

int32_t lianban_case_show(lianban_engine engine, const char* case_id, char** out_json,
                          lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error,
                  [](Engine& in, const std::string& id) { return outcome_of(in.show(id)); });
}

int32_t lianban_case_actions(lianban_engine engine, const char* case_id, const char* actor_json,
                             char** out_json, lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error, [&](Engine& in, const std::string& id) {
    return actions_of(in, id, actor_json);
  });
}

int32_t lianban_case_history(lianban_engine engine, const char* case_id, char** out_json,
                             lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error, [](Engine& in, const std::string& id) {
    return outcome_of(in.history(id), [](Json history) {
      return Json{{"history", std::move(history)}};
    });
  });
}

int32_t lianban_case_find(lianban_engine engine, const char* query_json, char** out_json,
                          lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return find_cases(*in.engine, query_json); });
}

int32_t lianban_case_verify(lianban_engine engine, const char* case_id, char** out_json,
                            lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error, [](Engine& in, const std::string& id) {
    return outcome_of(in.verify(id), [](const auto& result) { return to_json(result); });
  });
}

int32_t lianban_case_export(lianban_engine engine, const char* case_id, char** out_json,
                            lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error,
                  [](Engine& in, const std::string& id) { return outcome_of(in.export_case(id)); });
}

int32_t lianban_case_calls(lianban_engine engine, const char* case_id, char** out_json,
                           lianban_error* out_error) {
  return ask_case(engine, case_id, out_json, out_error, [](Engine& in, const std::string& id) {
    return outcome_of(in.open_calls(id), [](const auto& calls) {
      return Json{{"calls", list_of(calls)}};
    });
  });
}
