// Tells story.json through the C++ face and compares with what was recorded: story_cpp STORY
// FOLDER. Left out is what has no C++ counterpart: arguments that only a text can get wrong (the
// C++ face has types there), and calls without an engine. JSON is made as the C face makes it.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "command_in.hpp"
#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/engine.hpp"
#include "open_options.hpp"
#include "to_json.hpp"

namespace lianban::c {
namespace {

using Step = std::function<Outcome(const Json& arguments)>;

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cerr << "cannot read " << path << '\n';
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string text(const Json& value) { return value.get<std::string>(); }

class Teller {
 public:
  Teller(const Json& story, std::string folder, const std::string& scratch)
      : folder_(std::move(folder)) {
    Json config = story.at("config");
    config["calendars"] = folder_ + text(story.at("calendars"));
    config["database"] = scratch + "/story.db";
    const std::string config_text = config.dump();
    lianban_engine_options options{};
    options.struct_size = sizeof options;
    options.config_json = config_text.c_str();
    Opening opening = std::get<Opening>(read_options(&options));
    clock_ = opening.clock;
    engine_ = Engine::open(std::move(opening.options)).value();
    add_cases();
    add_tasks();
    add_rest();
  }

  [[nodiscard]] bool knows(const std::string& call) const { return steps_.contains(call); }

  /// "CALL CODE JSON".
  std::string tell(const Json& step) {
    const std::string call = text(step.at("call"));
    const Outcome outcome = steps_.at(call)(filled(step.at("args")));
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
      lianban_error error = 0;
      const std::int32_t code = report(&error, *failure);
      std::string line = call + ' ' + std::to_string(code) + ' ';
      line += lianban_error_json(error);
      lianban_error_free(error);
      return line;
    }
    const Json& result = std::get<Json>(outcome);
    const Json wanted = step.value("save", Json::object());
    for (const auto& [name, pointer] : wanted.items()) {
      saved_[name] = result.at(Json::json_pointer(text(pointer)));
    }
    return call + " 0 " + result.dump();
  }

 private:
  Json filled(const Json& value) const {
    if (value.is_object() && value.size() == 1 && value.contains("$")) {
      return saved_.at(text(value.at("$")));
    }
    if (value.is_object() && value.size() == 1 && value.contains("$file")) {
      return file_text(folder_ + text(value.at("$file")));
    }
    Json copy = value;
    for (Json& each : copy) {
      if (value.is_structured()) each = filled(each);
    }
    return copy;
  }

  void add_cases() {
    steps_["definition_publish"] = [this](const Json& a) -> Outcome {
      const auto checked = Definition::check(text(a[0]));
      if (!checked.definition) return failure_of(checked.diagnostics);
      const auto& definition = *checked.definition;
      return outcome_of(engine_->publish(definition), [&](const std::string& hash) {
        return Json{{"id", definition.id()}, {"version", definition.version()}, {"hash", hash}};
      });
    };
    steps_["case_open"] = [this](const Json& a) {
      return outcome_of_answer(
          engine_->open_case(text(a[0]), std::get<Command>(command_of(a[1], true))));
    };
    steps_["case_submit"] = [this](const Json& a) {
      return outcome_of_answer(
          engine_->submit(text(a[0]), std::get<Command>(command_of(a[1], false))));
    };
    steps_["case_show"] = [this](const Json& a) { return outcome_of(engine_->show(text(a[0]))); };
    steps_["case_actions"] = [this](const Json& a) {
      const Actor actor = std::get<Actor>(actor_of(a[1], "actor_json"));
      return outcome_of(engine_->actions(text(a[0]), actor), [](const auto& actions) {
        return Json{{"actions", list_of(actions)}};
      });
    };
    steps_["case_history"] = [this](const Json& a) {
      return outcome_of(engine_->history(text(a[0])), [](const Json& history) {
        return Json{{"history", history}};
      });
    };
    steps_["case_find"] = [this](const Json& a) {
      CaseQuery query;
      query.role = a[0].value("role", "");
      query.open_only = a[0].value("open_only", false);
      return outcome_of(engine_->find(query), [](const CasePage& page) {
        return Json{{"cases", list_of(page.cases)}, {"next", or_null(page.next)}};
      });
    };
    steps_["case_verify"] = [this](const Json& a) {
      return outcome_of(engine_->verify(text(a[0])),
                        [](const Verification& result) { return to_json(result); });
    };
    steps_["case_export"] = [this](const Json& a) {
      return outcome_of(engine_->export_case(text(a[0])));
    };
    steps_["case_calls"] = [this](const Json& a) {
      return outcome_of(engine_->open_calls(text(a[0])), [](const auto& calls) {
        return Json{{"calls", list_of(calls)}};
      });
    };
  }

  void add_tasks() {
    steps_["task_fetch"] = [this](const Json& a) {
      const Json query = a[0].is_null() ? Json::object() : a[0];
      TaskQuery wanted;
      wanted.agency = query.value("agency", "");
      wanted.limit = query.value("limit", wanted.limit);
      wanted.lease = std::chrono::milliseconds(query.value("lease_ms", wanted.lease.count()));
      return outcome_of(engine_->fetch_tasks(wanted), [](const auto& tasks) {
        return Json{{"tasks", list_of(tasks)}};
      });
    };
    steps_["task_complete"] = [this](const Json& a) {
      return outcome_of_answer(engine_->complete_task(text(a[0]), a[1]));
    };
    steps_["task_acknowledge"] = [this](const Json& a) {
      return outcome_of_answer(engine_->acknowledge_task(text(a[0])));
    };
    steps_["task_fail"] = [this](const Json& a) {
      return outcome_of(engine_->fail_task(text(a[0]), text(a[1].at("code")), a[1].at("again")),
                        [](const TaskFailure& failed) {
                          return Json{{"again_at", or_null(failed.again_at)}};
                        });
    };
    steps_["task_extend"] = [this](const Json& a) {
      return outcome_of(
          engine_->extend_task(text(a[0]), std::chrono::milliseconds(a[1].get<std::int64_t>())),
          [](Instant until) {
            return Json{{"lent_until", format_instant(until)}};
          });
    };
    steps_["callback_deliver"] = [this](const Json& a) -> Outcome {
      Callback callback;
      callback.agency = text(a[0].at("agency"));
      callback.body = text(a[1]);
      auto taken = engine_->deliver_callback(callback);
      if (taken.ok()) return Json{{"result", to_name(*taken)}, {"http_status", 200}};
      Failure failure = failure_of(taken.error());
      failure.more["http_status"] = http_status_of_callback(taken.error().code);
      return failure;
    };
    steps_["pending_list"] = [this](const Json& a) -> Outcome {
      const auto items = [](const auto& list) {
        return Json{{"items", list_of(list)}, {"next", nullptr}};
      };
      if (a[0] == "callbacks") return outcome_of(engine_->callbacks(), items);
      if (a[0] == "letters") return outcome_of(engine_->dead_letters(), items);
      if (a[0] == "errands") return outcome_of(engine_->errands(), items);
      return outcome_of(engine_->incidents(),
                        [&](const IncidentPage& page) { return items(page.incidents); });
    };
    steps_["pending_settle"] = [this](const Json& a) {
      return outcome_of(engine_->errand_taken(text(a[1].at("case")), a[1].at("seq")), [](Done) {
        return Json{{"result", "done"}};
      });
    };
  }

  void add_rest() {
    steps_["clock_explain"] = [this](const Json& a) {
      return outcome_of(engine_->explain_clock(text(a[0]), text(a[1])));
    };
    steps_["calendar_explain"] = [this](const Json& a) {
      return outcome_of(engine_->explain_limit(text(a[0]), start_of(*parse_day(text(a[1]))),
                                               *parse_duration(text(a[2]))));
    };
    steps_["licence_show"] = [this](const Json& a) {
      return outcome_of(engine_->licence(text(a[0])));
    };
    steps_["licence_list"] = [this](const Json& a) {
      return outcome_of(engine_->licences(a[0].at("limit")));
    };
    steps_["licence_register"] = [this](const Json& a) {
      return outcome_of(engine_->register_licence(a[0]));
    };
    steps_["event_next"] = [this](const Json& a) {
      return outcome_of(engine_->events(a[0], a[1]), [](const auto& page) {
        return Json{{"events", list_of(page.events)}, {"next", page.next}};
      });
    };
    steps_["engine_set_clock"] = [this](const Json& a) -> Outcome {
      clock_->set(*parse_instant(text(a[0])));
      return Json();
    };
    steps_["engine_pump"] = [this](const Json&) {
      return outcome_of(engine_->pump_idle(), [this](const PumpReport& done) {
        Json json = to_json(done);
        json["next_due"] = or_null(engine_->next_due().value());
        return json;
      });
    };
    steps_["engine_report"] = [this](const Json& a) -> Outcome {
      if (a[0] == "definitions") return outcome_of(engine_->definitions());
      if (a[0] == "database") {
        return outcome_of(engine_->check_database(), [](Done) { return Json{{"sound", true}}; });
      }
      return Json{{"now", format_instant(engine_->now())},
                  {"virtual", true},
                  {"next_due", or_null(engine_->next_due().value())}};
    };
  }

  std::string folder_;
  std::shared_ptr<ManualClock> clock_;
  std::unique_ptr<Engine> engine_;
  std::map<std::string, Step> steps_;
  std::map<std::string, Json> saved_;
};

int tell_all(const std::string& file, const std::string& scratch) {
  const std::string folder = file.substr(0, file.rfind('/') + 1);
  const Json story = Json::parse(file_text(file));
  std::ifstream recorded(folder + "story.expected");
  Teller teller(story, folder, scratch);
  int number = 0;
  int told = 0;
  for (const Json& step : story.at("steps")) {
    if (!step.contains("call")) continue;
    const std::string call = text(step.at("call"));
    std::string expected;
    std::getline(recorded, expected);
    std::string beginning = std::to_string(++number);
    beginning.append(" ").append(call).append(" ");
    if (!teller.knows(call) || expected.starts_with(beginning + "2 ")) continue;
    std::string line = std::to_string(number);
    line.append(" ").append(teller.tell(step));
    ++told;
    if (line == expected) continue;
    std::cerr << "told:\n" << line << "\nrecorded:\n" << expected << '\n';
    return 1;
  }
  std::cout << told << " of " << number << " steps alike\n";
  // A story of which hardly anything is told would prove nothing.
  return told * 4 > number * 3 ? 0 : 1;
}

}  // namespace
}  // namespace lianban::c

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: story_cpp STORY EMPTY_FOLDER\n";
    return 2;
  }
  return lianban::c::tell_all(argv[1], argv[2]);
}
