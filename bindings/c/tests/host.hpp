#pragma once

#include <gtest/gtest.h>
#include <lianban/lianban.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

/// What the tests share: a host as a binding author would write one.
namespace lianban::c_test {

using Json = nlohmann::json;

inline const std::string& calendars() {
  static const std::string kFolder = std::string(LIANBAN_SOURCE_DIR) + "/workflows/calendars";
  return kFolder;
}

/// The smallest approval: somebody asks, a clerk presses, and it is over. `ask` asks an agency.
inline constexpr const char* kStall = R"({"lianban": 1, "id": "stall", "version": "1.0.0",
  "title": {"zh": "摊位", "en": "Stall"}, "number": "N{date}{seq:4}", "calendar": "cn",
  "agencies": {"office": {"lead": true, "roles": {"clerk": {"zh": "窗口", "en": "Clerk"}}},
               "police": {"roles": {}}},
  "form": {"type": "object", "properties": {"name": {"type": "string", "x-personal": "name"}}},
  "calls": {"look": {"title": "Look", "agency": "police", "operation": "look", "answers": "later",
    "reply": {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}},
    "outcomes": [{"id": "yes", "when": {"var": "reply.ok"}}, {"id": "no"}]}},
  "chart": {"initial": "filed", "states": [
    {"id": "filed", "holder": "office", "transitions": [
      {"on": "ask", "by": "office.clerk", "to": "asking"},
      {"on": "grant", "by": "office.clerk", "do": [{"accept": {}}, {"decide": "granted"}],
       "to": "granted"}]},
    {"id": "asking", "holder": "police", "call": "look", "transitions": [
      {"on": "call.look.yes", "to": "filed"}, {"on": "call.look.no", "to": "filed"}]},
    {"id": "granted", "kind": "final", "outcome": "granted"}]}})";
inline constexpr const char* kOpen =
    R"({"request_id": "open-1", "actor": {"id": "zhang", "roles": ["applicant"]},
        "data": {"form": {"name": "张三"}}})";
inline constexpr const char* kGrant =
    R"({"request_id": "grant-1", "verb": "send", "subject": "grant",
        "actor": {"id": "li", "roles": ["office.clerk"]}})";
inline constexpr const char* kAsk =
    R"({"request_id": "ask-1", "verb": "send", "subject": "ask",
        "actor": {"id": "li", "roles": ["office.clerk"]}})";

inline std::string config(Json more = Json::object()) {
  Json all{{"calendars", calendars()}, {"virtual_clock", "2021-09-15T09:00:00+08:00"}};
  all.update(more);
  return all.dump();
}

inline lianban_engine open_engine(const std::string& configured = config(),
                                  lianban_wake_fn wake = nullptr, std::uintptr_t user = 0,
                                  lianban_log_fn log = nullptr) {
  lianban_engine_options options{};
  options.struct_size = sizeof options;
  options.config_json = configured.c_str();
  options.log = log;
  options.wake = wake;
  options.user = user;
  lianban_engine engine = 0;
  lianban_error error = 0;
  EXPECT_EQ(lianban_engine_open(&options, &engine, &error), LIANBAN_DONE)
      << lianban_error_json(error);
  return engine;
}

/// One call: what it gave, or its code and error.
struct Given {
  std::int32_t code = 0;
  Json json;   ///< What came out; null on failure.
  Json error;  ///< What the error object says; null on success.
};

template <class Function, class... Arguments>
Given ask(Function function, Arguments... arguments) {
  char* out = nullptr;
  lianban_error error = 0;
  Given given;
  given.code = function(arguments..., &out, &error);
  if (given.code == LIANBAN_DONE) {
    EXPECT_EQ(error, 0u);
    given.json = Json::parse(out);
    lianban_free(out);
  } else {
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(lianban_error_code(error), given.code);
    given.error = Json::parse(lianban_error_json(error));
    EXPECT_EQ(lianban_error_free(error), LIANBAN_DONE);
  }
  return given;
}

/// With the stall published and one case open; gives its id.
inline std::string open_case(lianban_engine engine, const char* command = kOpen) {
  EXPECT_EQ(ask(lianban_definition_publish, engine, kStall).error, Json());
  const Given opened = ask(lianban_case_open, engine, "stall", command);
  EXPECT_EQ(opened.error, Json());
  return opened.code == LIANBAN_DONE ? opened.json.at("case").get<std::string>() : std::string();
}

}  // namespace lianban::c_test
