#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "decide/decide.hpp"
#include "lianban/engine.hpp"

namespace lianban {

inline Instant moment(const char* text) { return *parse_instant(text); }

/// A definition that need not please the checker: engines must run what is pinned.
inline Definition definition_of(const Json& source) {
  const model::Loaded loaded = model::load(source, false);
  for (const Diagnostic& each : loaded.diagnostics) {
    EXPECT_NE(each.severity, Severity::kError) << each.pointer << " " << each.message.en;
  }
  return Definition(std::make_shared<const decide::Prepared>(loaded.definition));
}
inline Definition definition_of(const char* text) { return definition_of(Json::parse(text)); }

/// Counts; a clerk presses at three, or is too late after half an hour.
inline constexpr const char* kCounter = R"({
  "lianban": 1, "id": "counter", "version": "1.0.0", "number": "N{date}{seq:4}",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "form": {"type": "object", "properties": {"name": {"type": "string", "x-personal": "name"}}},
  "vars": {"n": 0},
  "clocks": {"work_limit": {"title": "L", "limit": "5 workdays", "runs_in": ["work"]}},
  "chart": {"states": [
    {"id": "work", "transitions": [
      {"on": "count", "do": [{"assign": {"vars.n": {"+": [{"var": "vars.n"}, {"var": "event.data.by"}]}}}]},
      {"on": "press", "by": "bureau.clerk", "when": {"==": [{"var": "vars.n"}, 3]}, "to": "pressed"},
      {"after": "30 minutes", "to": "late"}
    ]},
    {"id": "pressed", "transitions": [{"on": "finish", "to": "over"}]},
    {"id": "late", "transitions": [{"on": "finish", "to": "over"}]},
    {"id": "over", "kind": "final", "outcome": "recorded"}
  ]}
})";

/// One request to a registry, that answers ok or no.
inline constexpr const char* kAsker = R"({
  "lianban": 1, "id": "asker", "version": "1.0.0",
  "agencies": {
    "bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}},
    "registry": {"title": "Registry", "roles": {}}
  },
  "calls": {"ask": {
    "title": "Ask", "agency": "registry", "operation": "look", "answers": "later",
    "reply": {"type": "object", "required": ["result"], "properties": {"result": {"type": "string"}}},
    "outcomes": [
      {"id": "ok", "when": {"==": [{"var": "reply.result"}, "ok"]}},
      {"id": "no", "when": {"==": [{"var": "reply.result"}, "no"]}}
    ]
  }},
  "chart": {"states": [
    {"id": "asking", "call": "ask", "transitions": [
      {"on": "call.ask.ok", "to": "yes"}, {"on": "call.ask.no", "to": "refusal"},
      {"on": "leave", "to": "refusal"}
    ]},
    {"id": "yes"}, {"id": "refusal"}
  ]}
})";

/// A document that is promised and looked for on every workday.
inline constexpr const char* kDeferred = R"({
  "lianban": 1, "id": "deferred", "version": "1.0.0",
  "agencies": {
    "bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk", "head": "Head"}},
    "registry": {"title": "Registry", "roles": {}}
  },
  "papers": {"pledge": {"title": "Pledge"}},
  "calls": {"lookup": {
    "title": "Lookup", "agency": "registry", "operation": "lookup", "answers": "now",
    "reply": {"type": "object", "required": ["found"],
              "properties": {"found": {"type": "boolean"}, "on": {"type": "string"}}},
    "outcomes": [{"id": "found", "when": {"var": "reply.found"}}, {"id": "not_found"}]
  }},
  "materials": {"doc": {
    "title": "Document", "source": {"query": "lookup", "found": "found", "dated": "on"},
    "data": {"type": "object",
             "properties": {"found": {"type": "boolean"}, "on": {"type": "string"}}},
    "defer": {"within": "3 workdays", "commitment": "pledge", "needed_by": ["deciding"],
              "overdue": "acceptance_revoked", "recheck": "1 workday"}
  }},
  "chart": {"states": [
    {"id": "checking",
     "transitions": [{"on": "accept", "by": "bureau.clerk", "do": [{"accept": {}}], "to": "review"}]},
    {"id": "review",
     "transitions": [
       {"on": "deferral.doc.overdue", "do": [{"decide": "acceptance_revoked"}], "to": "revoked"}
     ],
     "states": [
       {"id": "working", "transitions": [{"on": "ready", "by": "bureau.clerk", "to": "deciding"}]},
       {"id": "deciding"}
     ]},
    {"id": "revoked", "kind": "final", "outcome": "acceptance_revoked"}
  ]}
})";

/// An agency made of one function; remembers what it was asked.
class FakeAgency final : public Agency {
 public:
  std::function<AgencyAnswer(const AgencyRequest&)> answer;
  std::function<AgencyAnswer(const AgencyRequest&, const std::string&)> polled;

  AgencyAnswer ask(const AgencyRequest& request) override {
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(request);
    }
    return answer(request);
  }
  AgencyAnswer poll(const AgencyRequest& request, const std::string& ticket) override {
    return polled(request, ticket);
  }
  [[nodiscard]] std::vector<AgencyRequest> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  std::mutex mutex_;
  std::vector<AgencyRequest> asked_;
};

inline AgencyAnswer failed(const char* code, bool retryable, bool arrived_unknown = false) {
  Error error = make_error(code, code, code);
  error.retryable = retryable;
  return AgencyAnswer::failed(error, arrived_unknown);
}

/// An engine on its own file, with a clock that stands still.
class Runtime : public ::testing::Test {
 protected:
  void SetUp() override {
    static std::atomic<int> counter{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("lianban-runtime-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
    std::filesystem::create_directories(folder_);
    options.calendars = std::string(LIANBAN_SOURCE_DIR) + "/workflows/calendars";
    options.clock = clock;
    options.agencies = agency;
    options.faults = [this](std::string_view point) { return faults && faults(point); };
    agency->answer = [](const AgencyRequest&) { return AgencyAnswer::acknowledged({}); };
    agency->polled = [](const AgencyRequest&, const std::string&) {
      return AgencyAnswer::pending();
    };
  }
  void TearDown() override {
    engine.reset();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::string file() const { return (folder_ / "cases.db").string(); }
  void use_file() { options.database = file(); }

  void start() {
    engine.reset();
    auto opened = Engine::open(options);
    ASSERT_TRUE(opened.ok()) << opened.error().code << " " << opened.error().place;
    engine = std::move(opened).value();
  }
  void start(const char* definition) {
    start();
    const auto published = engine->publish(definition_of(definition));
    ASSERT_TRUE(published.ok()) << published.error().code << " " << published.error().place;
  }

  [[nodiscard]] static Command command(Verb verb, std::string subject, Json data = nullptr,
                                       std::string request = {}) {
    Command command;
    command.request_id = std::move(request);
    command.verb = verb;
    command.subject = std::move(subject);
    command.data = std::move(data);
    return command;
  }
  [[nodiscard]] static Actor clerk() { return Actor{"c1", {"bureau.clerk"}, {}}; }
  [[nodiscard]] static Actor applicant() { return Actor{"zhang", {"applicant"}, {}}; }

  /// The answer, accepted or a failure of the test.
  static Accepted expect_accepted(const Result<Answer>& answer) {
    EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().code + answer.error().place);
    if (!answer.ok()) return {};
    if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
      ADD_FAILURE() << refusal->code << " " << refusal->message.en;
      return {};
    }
    return std::get<Accepted>(*answer);
  }
  static std::string refusal_code(const Result<Answer>& answer) {
    if (!answer.ok()) return "error " + answer.error().code;
    const auto* refusal = std::get_if<Refusal>(&*answer);
    return refusal == nullptr ? "accepted" : refusal->code;
  }

  Accepted open(const std::string& definition, Json data = Json::object(), std::string request = {},
                Actor actor = Actor::system()) {
    Command opening = command(Verb::kOpen, {}, std::move(data), std::move(request));
    opening.actor = std::move(actor);
    return expect_accepted(engine->open_case(definition, opening));
  }
  Result<Answer> send(const std::string& id, std::string event, Json data = nullptr,
                      std::string request = {}, Actor actor = Actor::system()) {
    Command sent = command(Verb::kSend, std::move(event), std::move(data), std::move(request));
    sent.actor = std::move(actor);
    return engine->submit(id, sent);
  }
  PumpReport pump() {
    const auto report = engine->pump_idle();
    EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().code);
    return report.ok() ? *report : PumpReport{};
  }
  /// Moves the clock to every due instant on the way, as a host does.
  void advance_to(const char* text) {
    const Instant end = moment(text);
    for (int i = 0; i < 1000; ++i) {
      pump();
      const auto due = engine->next_due();
      ASSERT_TRUE(due.ok());
      if (!*due || **due > end) break;
      clock->set(std::max(**due, clock->now()));
    }
    clock->set(end);
    pump();
  }
  Json show(const std::string& id) {
    const auto shown = engine->show(id);
    EXPECT_TRUE(shown.ok()) << (shown.ok() ? "" : shown.error().code);
    return shown.ok() ? *shown : Json::object();
  }
  std::vector<std::string> states(const std::string& id) {
    return show(id)["states"]["active"].get<std::vector<std::string>>();
  }
  void expect_sound(const std::string& id) {
    const auto verified = engine->verify(id);
    ASSERT_TRUE(verified.ok()) << verified.error().code;
    EXPECT_TRUE(verified->sound) << verified->fault;
  }

  using States = std::vector<std::string>;
  EngineOptions options;
  std::shared_ptr<ManualClock> clock =
      std::make_shared<ManualClock>(moment("2021-09-15T09:00:00+08:00"));
  std::shared_ptr<FakeAgency> agency = std::make_shared<FakeAgency>();
  std::function<bool(std::string_view)> faults;
  std::unique_ptr<Engine> engine;

 private:
  std::filesystem::path folder_;
};

}  // namespace lianban
