#include "scenario/story.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "adapter/scripted_agency.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "calendar/limit.hpp"
#include "scenario/files.hpp"

namespace lianban::scenario {

namespace {

constexpr std::array<std::pair<const char*, Verb>, 8> kPlainVerbs{{{"send", Verb::kSend},
                                                                   {"supply", Verb::kSupply},
                                                                   {"verify", Verb::kVerify},
                                                                   {"reject", Verb::kReject},
                                                                   {"dispute", Verb::kDispute},
                                                                   {"promise", Verb::kPromise},
                                                                   {"amend", Verb::kAmend},
                                                                   {"retry", Verb::kRetry}}};

// Other members are the author's own remarks, unless they look like a slip of the pen.
const std::vector<std::string> kStoryMembers{"scenario", "definition", "definitions", "start",
                                             "agencies", "steps",      "cases_of",    "note",
                                             "licences", "stories_of"};
const std::vector<std::string> kStepMembers{
    "open",    "send",  "supply", "verify",  "reject",   "dispute", "promise",   "amend",
    "retry",   "reply", "fail",   "advance", "expect",   "include", "actor",     "data",
    "refused", "as",    "case",   "note",    "attempts", "error",   "request_id"};
constexpr std::size_t kNestedIncludes = 8;

/// A member that is nearly a known one: with it the story would check less than it seems to.
std::optional<std::string> slip(const Json& object, const std::vector<std::string>& known) {
  for (const auto& item : object.items()) {
    if (std::find(known.begin(), known.end(), item.key()) != known.end()) continue;
    if (const auto meant = base::nearest(item.key(), known)) {
      return "\"" + item.key() + "\" (\"" + *meant + "\"?)";
    }
  }
  return std::nullopt;
}

std::string folder_of(const std::string& file) {
  return std::filesystem::path(file).parent_path().string();
}

std::string as_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string text_of(const Error& error) {
  return error.code + ": " + error.message.zh + " / " + error.message.en +
         (error.place.empty() ? "" : " (" + error.place + ")");
}

}  // namespace

Actor actor_of(const Json& step) {
  const auto it = step.find("actor");
  if (it == step.end() || !it->is_object()) return Actor::system();
  Actor actor;
  actor.id = it->value("id", "system");
  actor.office = it->value("office", "");
  if (it->contains("roles")) actor.roles = (*it)["roles"].get<std::vector<std::string>>();
  return actor;
}

std::string text_of(const Refusal& refusal) {
  std::string text = refusal.code + " " + refusal.message.zh + " " + refusal.message.en;
  for (const Reason& reason : refusal.reasons) {
    text += " " + reason.id + " " + reason.text.zh + " " + reason.text.en + " " + reason.until;
  }
  return text;
}

bool quotes(const Refusal& refusal, const std::string& wanted) {
  return text_of(refusal).find(wanted) != std::string::npos;
}

ScenarioReport Story::tell(const Json& story) {
  ScenarioReport report;
  report.file = file_;
  report.name = std::filesystem::path(file_).filename().string();
  try {
    if (story.contains("scenario")) report.name = as_text(story["scenario"]);
    report.step = "definition";
    if (const Outcome fault = prepare(story)) {
      report.expected = fault->expected;
      report.found = fault->found;
      return report;
    }
    report.step.clear();
    const Json steps = story.value("steps", Json::array());
    report.passed = run_steps(steps, folder_of(file_), "steps", report);
    if (options_.coverage) report.paths = paths();
  } catch (const std::exception& error) {
    // A story of a wrong shape (a number where a text stands) ends here, not in the host.
    report.passed = false;
    report.expected = "a story that can be understood";
    report.found = error.what();
  }
  return report;
}

Story::Outcome Story::prepare(const Json& story) {
  if (!story.is_object()) return Fault{"a story", "something else"};
  if (const auto member = slip(story, kStoryMembers))
    return Fault{"a member that is known", *member};
  const auto start = parse_instant(story.value("start", "2024-03-04T09:00:00+08:00"));
  if (!start) return Fault{"an instant in \"start\"", as_text(story["start"])};
  auto agencies = adapter::make_scripted_agency(story.contains("agencies") ? story["agencies"]
                                                                           : Json::object());
  if (!agencies.ok()) return Fault{"agencies that can answer", text_of(agencies.error())};
  clock_ = std::make_shared<ManualClock>(*start);
  EngineOptions options;
  if (!database_.empty() && std::filesystem::exists(database_)) {
    return Fault{"no database yet", database_};
  }
  options.database = database_;
  options.clock = clock_;
  options.calendars = options_.calendars;
  options.agencies = std::move(agencies).value();
  // Stories are told again exactly: what is drawn is always the same.
  options.entropy = [count = std::uint8_t{0}](std::span<std::uint8_t> out) mutable {
    std::fill(out.begin(), out.end(), ++count);
  };
  options.finder_key = "a story has no secrets to keep";
  auto engine = Engine::open(std::move(options));
  if (!engine.ok()) return Fault{"an engine", text_of(engine.error())};
  engine_ = std::move(engine).value();
  if (story.contains("definitions")) {
    std::size_t index = 0;
    for (const Json& more : story["definitions"]) {
      const auto place = place_ + "/definitions/" + std::to_string(index++);
      if (auto fault = publish(more, place)) return fault;
    }
  }
  if (!story.contains("definition")) return Fault{"\"definition\"", "none"};
  if (auto fault = publish(story["definition"], place_ + "/definition")) return fault;
  return enter_licences(story);
}

Story::Outcome Story::enter_licences(const Json& story) {
  if (!story.contains("licences")) return std::nullopt;
  const Json& licences = story["licences"];
  if (!licences.is_array()) return Fault{"a list in \"licences\"", licences.dump().substr(0, 80)};
  for (const Json& licence : licences) {
    const auto entered = engine_->register_licence(licence);
    if (!entered.ok()) return Fault{"a licence to begin with", text_of(entered.error())};
  }
  return std::nullopt;
}

Story::Outcome Story::publish(const Json& definition, const std::string& pointer) {
  std::string text;
  std::string source = file_;
  ScenarioPath written{nullptr, file_, pointer, {}, {}};
  if (definition.is_string()) {
    const auto path = (std::filesystem::path(folder_of(file_)) / definition.get<std::string>())
                          .lexically_normal()
                          .string();
    written.file = path;
    written.pointer.clear();
    auto read = read_file(path);
    if (!read.ok()) return Fault{"the file " + path, text_of(read.error())};
    text = std::move(read).value();
    source = path;
  } else {
    text = definition.dump();
  }
  const auto checked = Definition::check(text, source, Definition::files());
  if (checked.definition == nullptr) {
    const Diagnostic& first = checked.diagnostics.front();
    return Fault{"a definition without errors", first.code + " " + first.pointer + " " +
                                                    first.message.zh + " / " + first.message.en};
  }
  auto published = engine_->publish(*checked.definition);
  if (!published.ok()) return Fault{"a published definition", text_of(published.error())};
  definition_ = *published;
  written.definition = checked.definition;
  published_.push_back(std::move(written));
  auto calendar = calendar::load(checked.definition->source().value("calendar", "cn"),
                                 [&](const std::string& wanted) {
                                   return read_file(options_.calendars + "/" + wanted + ".json");
                                 });
  if (!calendar.ok()) return Fault{"a calendar", text_of(calendar.error())};
  calendar_ = std::move(calendar).value();
  return std::nullopt;
}

bool Story::run_steps(const Json& steps, const std::string& folder, const std::string& where,
                      ScenarioReport& report, std::size_t depth) {
  if (!steps.is_array()) throw std::invalid_argument(where + " is not a list");
  std::size_t index = 0;
  for (const Json& step : steps) {
    report.step = where + "/" + std::to_string(index++);
    if (step.contains("include")) {
      if (!include(step["include"].get<std::string>(), folder, report, depth)) return false;
      continue;
    }
    ++report.steps;
    if (const Outcome fault = run_step(step)) return failed(*fault, report);
  }
  report.step.clear();
  return true;
}

bool Story::failed(const Fault& fault, ScenarioReport& report) {
  report.expected = fault.expected;
  report.found = fault.found;
  return false;
}

bool Story::include(const std::string& name, const std::string& folder, ScenarioReport& report,
                    std::size_t depth) {
  if (depth >= kNestedIncludes) return failed({"fewer files within files", name}, report);
  const auto path = (std::filesystem::path(folder) / name).string();
  const auto included = read_json(path);
  if (!included.ok()) return failed({"the file " + path, text_of(included.error())}, report);
  const std::string where = report.step + " " + name;
  return run_steps(included->at("steps"), folder_of(path), where, report, depth + 1);
}

Story::Outcome Story::run_step(const Json& step) {
  if (!step.is_object()) return Fault{"a step", as_text(step).substr(0, 80)};
  if (const auto member = slip(step, kStepMembers)) return Fault{"a member that is known", *member};
  if (step.contains("open")) return open(step);
  if (cases_.empty()) {
    if (auto fault = open_without_step()) return fault;
  }
  if (step.contains("expect")) return expect(step);
  if (step.contains("advance")) return advance(step);
  if (step.contains("reply")) return reply(step);
  if (step.contains("fail")) return fail(step);
  for (const auto& [name, verb] : kPlainVerbs) {
    if (step.contains(name)) return command(step, verb, name);
  }
  return Fault{"a step that is known", step.dump().substr(0, 80)};
}

Story::Outcome Story::open_without_step() {
  static const Json kOpen = Json::parse(R"({"open": {}})");
  return open(kOpen);
}

Story::Outcome Story::open(const Json& step) {
  Json data = step["open"];
  std::string definition = definition_;
  if (data.contains("definition")) {
    definition = data["definition"].get<std::string>();
    data.erase("definition");
  }
  Command command{step.value("request_id", "story-open-" + std::to_string(++commands_)),
                  Verb::kOpen, definition, std::move(data), actor_of(step)};
  const auto answer = engine_->open_case(definition, command);
  if (answer.ok()) {
    if (const auto* accepted = std::get_if<Accepted>(&*answer)) {
      if (!cases_.contains("")) cases_[""] = accepted->case_id;
      if (step.contains("as")) cases_[step["as"].get<std::string>()] = accepted->case_id;
    }
  }
  return judge(step, answer);
}

std::string Story::case_of(const Json& step) const {
  const std::string name = step.value("case", "");
  const auto it = cases_.find(name);
  if (it != cases_.end()) return it->second;
  if (!cases_.contains("")) return name;
  // A case that the story's own case has opened is known by the name it was opened as.
  const auto view = engine_->show(cases_.at(""));
  if (view.ok() && view->contains("opened") && (*view)["opened"].contains(name)) {
    return (*view)["opened"][name].value("case", "");
  }
  return name;
}

Story::Outcome Story::command(const Json& step, Verb verb, const std::string& name) {
  Command command{step.value("request_id", "story-" + std::to_string(++commands_)), verb,
                  as_text(step[name]), step.contains("data") ? step["data"] : Json(),
                  actor_of(step)};
  return judge(step, engine_->submit(case_of(step), command));
}

Story::Outcome Story::judge(const Json& step, const Result<Answer>& answer) {
  const bool wanted = step.contains("refused") && step["refused"] != false;
  if (!answer.ok())
    return Fault{wanted ? "a refusal" : "an accepted step", text_of(answer.error())};
  const auto* refusal = std::get_if<Refusal>(&*answer);
  refusal_ = refusal == nullptr ? std::nullopt : std::optional(*refusal);
  if (refusal == nullptr) {
    if (wanted) return Fault{"refused: " + as_text(step["refused"]), "accepted"};
    return pump();
  }
  if (!wanted) return Fault{"an accepted step", "refused: " + text_of(*refusal)};
  if (step["refused"].is_string() && !quotes(*refusal, step["refused"].get<std::string>())) {
    return Fault{"refused: " + as_text(step["refused"]), "refused: " + text_of(*refusal)};
  }
  return pump();
}

Story::Outcome Story::pump() {
  const auto report = engine_->pump_idle();
  return report.ok() ? std::nullopt : Outcome(Fault{"agencies served", text_of(report.error())});
}

Story::Outcome Story::reply(const Json& step) {
  const std::string call = as_text(step["reply"]);
  const auto open = engine_->open_calls(case_of(step));
  if (!open.ok()) return Fault{"open calls", text_of(open.error())};
  const bool asked = std::any_of(open->begin(), open->end(),
                                 [&](const OpenCall& each) { return each.call == call; });
  if (!asked) return Fault{"an outstanding request of " + call, "none"};
  return command(step, Verb::kReply, "reply");
}

Story::Outcome Story::fail(const Json& step) {
  const std::string call = as_text(step["fail"]);
  const auto open = engine_->open_calls(case_of(step));
  if (!open.ok()) return Fault{"open calls", text_of(open.error())};
  const bool asked = std::any_of(open->begin(), open->end(),
                                 [&](const OpenCall& each) { return each.call == call; });
  if (!asked) return Fault{"an outstanding request of " + call, "none"};
  if (step.contains("attempts")) return std::nullopt;  // One attempt: the request goes on.
  Json with_code = step;
  with_code["data"] = Json{{"code", "agency/failed"}};
  return command(with_code, Verb::kFail, "fail");
}

Story::Outcome Story::advance(const Json& step) {
  const Json& by = step["advance"];
  const Instant now = clock_->now();
  if (by.is_object()) {
    const std::string to = by.value("to", "");
    if (const auto at = parse_day(to) ? std::nullopt : parse_instant(to)) return advance_to(*at);
    const auto day = parse_day(to);
    if (!day) return Fault{"an instant or date", by.dump()};
    return advance_to(start_of(*day) + (now - start_of(day_of(now))));
  }
  const auto duration = parse_duration(as_text(by));
  if (!duration) return Fault{"a duration", by.dump()};
  const auto target = calendar::step(now, *duration, *calendar_);
  if (!target.ok()) return Fault{"a date of the calendar", text_of(target.error())};
  return advance_to(*target);
}

Story::Outcome Story::advance_to(Instant target) {
  if (target < clock_->now()) return Fault{"time going on", "an instant in the past"};
  for (std::size_t stops = 0; stops < limits::kSettlePerCommit * 1000; ++stops) {
    const auto due = engine_->next_due();
    if (!due.ok()) return Fault{"the next due instant", text_of(due.error())};
    if (!*due || **due > target) {
      clock_->set(target);
      return pump();
    }
    clock_->set(std::max(clock_->now(), **due));
    if (auto fault = pump()) return fault;
  }
  return Fault{"time going on", "something that is always due"};
}

}  // namespace lianban::scenario
