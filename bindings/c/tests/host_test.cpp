// The C face as a host uses it, when all goes well and when the rules say no.
#include "host.hpp"

#include <filesystem>
#include <set>
#include <thread>

namespace lianban::c_test {
namespace {

class Host : public ::testing::Test {
 protected:
  void SetUp() override { engine = open_engine(); }
  void TearDown() override { EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE); }
  lianban_engine engine = 0;
};

TEST(Library, SaysWhatItIs) {
  EXPECT_STREQ(lianban_version(), "0.1.0");
  EXPECT_EQ(lianban_abi_version(), LIANBAN_ABI_VERSION);
  const Json info = Json::parse(lianban_build_info());
  EXPECT_EQ(info.at("version"), lianban_version());
  EXPECT_EQ(info.at("api_level"), LIANBAN_API_LEVEL);
}

TEST(Library, ListsEveryCodeOnce) {
  const Json codes = Json::parse(lianban_code_list());
  ASSERT_EQ(codes.size(), std::size_t{LIANBAN_INTERNAL} + 1);
  std::set<std::string> names;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    EXPECT_EQ(codes[i].at("code"), i);
    names.insert(codes[i].at("name").get<std::string>());
  }
  EXPECT_EQ(names.size(), codes.size());
}

TEST(Library, ExplainsCodesAndKnowsTheNearest) {
  EXPECT_EQ(ask(lianban_code_explain, "lb-e1203").json.at("code"), "LB-E1203");
  EXPECT_GT(ask(lianban_code_explain, nullptr).json.size(), 50u);
  const Given none = ask(lianban_code_explain, "LB-E9999");
  EXPECT_EQ(none.code, LIANBAN_NOT_FOUND);
}

TEST(Errors, SpeakBothLanguagesAndLiveUntilTheyAreFreed) {
  lianban_error error = 0;
  EXPECT_EQ(lianban_engine_interrupt(7, &error), LIANBAN_HANDLE);
  EXPECT_STREQ(lianban_error_name(error), "handle/unknown");
  EXPECT_STRNE(lianban_error_message(error, "zh"), lianban_error_message(error, "en"));
  EXPECT_STREQ(lianban_error_message(error, nullptr), lianban_error_message(error, "en"));
  std::string there;
  std::thread other([&] { there = lianban_error_name(error); });
  other.join();
  EXPECT_EQ(there, "handle/unknown");
  EXPECT_EQ(lianban_error_free(error), LIANBAN_DONE);
  EXPECT_STREQ(lianban_error_name(error), "");
  EXPECT_EQ(lianban_error_free(0), LIANBAN_DONE);
}

TEST(Handles, FitIntoADoubleAndAreNotGivenTwice) {
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 100; ++i) {
    lianban_error error = 0;
    lianban_engine_interrupt(0, &error);
    EXPECT_LT(error, std::uint64_t{1} << 53);
    EXPECT_TRUE(seen.insert(error).second);
    lianban_error_free(error);
  }
}

TEST_F(Host, OpensACaseGrantsItAndChecksIt) {
  const std::string id = open_case(engine);
  const Given granted = ask(lianban_case_submit, engine, id.c_str(), kGrant);
  EXPECT_EQ(granted.json.at("outcome"), "granted");
  const Given shown = ask(lianban_case_show, engine, id.c_str());
  EXPECT_EQ(shown.json.at("id"), id);
  EXPECT_TRUE(ask(lianban_case_verify, engine, id.c_str()).json.at("sound"));
  EXPECT_EQ(ask(lianban_case_history, engine, id.c_str()).json.at("history").size(), 2u);
  EXPECT_EQ(ask(lianban_case_find, engine, R"({"open_only": false})").json.at("cases").size(), 1u);
  const Given exported = ask(lianban_case_export, engine, id.c_str());
  EXPECT_EQ(exported.json.at("format"), "lianban-export-1");
  EXPECT_EQ(exported.json.at("chain").at("rows").size(), 2u);
}

TEST_F(Host, ARefusalIsACodeOfItsOwnWithReasons) {
  const std::string id = open_case(engine);
  const Given refused = ask(lianban_case_submit, engine, id.c_str(),
                            R"({"request_id": "g", "verb": "send", "subject": "grant",
              "actor": {"id": "zhang", "roles": ["applicant"]}})");
  EXPECT_EQ(refused.code, LIANBAN_REFUSED);
  EXPECT_EQ(refused.error.at("name"), "event/by");
  EXPECT_FALSE(refused.error.at("reasons").empty());
}

TEST_F(Host, TheSameRequestGetsTheFirstAnswerAnotherBodyAConflict) {
  const std::string id = open_case(engine);
  EXPECT_FALSE(ask(lianban_case_submit, engine, id.c_str(), kGrant).json.at("repeated"));
  EXPECT_TRUE(ask(lianban_case_submit, engine, id.c_str(), kGrant).json.at("repeated"));
  std::string other = kGrant;
  other.replace(other.find("\"li\""), 4, "\"wu\"");
  EXPECT_EQ(ask(lianban_case_submit, engine, id.c_str(), other.c_str()).code, LIANBAN_CONFLICT);
}

TEST_F(Host, ActionsSayWhoMayDoWhat) {
  const std::string id = open_case(engine);
  const Given actions =
      ask(lianban_case_actions, engine, id.c_str(), R"({"id": "li", "roles": ["office.clerk"]})");
  const Json& list = actions.json.at("actions");
  ASSERT_EQ(list.size(), 2u);
  EXPECT_TRUE(list[0].at("allowed"));
  EXPECT_TRUE(list[0].at("refusal").is_null());
}

TEST_F(Host, EventsComeInOrderAndTheCursorGoesOn) {
  const std::string id = open_case(engine);
  const Given first = ask(lianban_event_next, engine, 0, 1, 0);
  ASSERT_EQ(first.json.at("events").size(), 1u);
  EXPECT_EQ(first.json.dump().find("张三"), std::string::npos);
  const auto next = first.json.at("next").get<std::int64_t>();
  EXPECT_TRUE(ask(lianban_event_next, engine, next, 10, 0).json.at("events").empty());
  ask(lianban_case_submit, engine, id.c_str(), kGrant);
  const Given second = ask(lianban_event_next, engine, next, 10, 0);
  EXPECT_EQ(second.json.at("events").at(0).at("request_id"), "grant-1");
}

TEST_F(Host, TheHostCarriesRequestsAsTasks) {
  const std::string id = open_case(engine);
  ask(lianban_case_submit, engine, id.c_str(), kAsk);
  EXPECT_EQ(ask(lianban_case_calls, engine, id.c_str()).json.at("calls").size(), 1u);
  const Given fetched = ask(lianban_task_fetch, engine, R"({"agency": "police"})", 0);
  ASSERT_EQ(fetched.json.at("tasks").size(), 1u);
  const std::string token = fetched.json.at("tasks").at(0).at("token");
  EXPECT_EQ(ask(lianban_task_extend, engine, token.c_str(), 5000).code, LIANBAN_DONE);
  EXPECT_FALSE(
      ask(lianban_task_fail, engine, token.c_str(), nullptr).json.at("again_at").is_null());
  ASSERT_EQ(lianban_engine_set_clock(engine, "2021-09-15T10:00:00+08:00", nullptr), LIANBAN_DONE);
  const Given again = ask(lianban_task_fetch, engine, nullptr, 0);
  ASSERT_EQ(again.json.at("tasks").size(), 1u);
  EXPECT_EQ(again.json.at("tasks").at(0).at("attempt"), 2);
  EXPECT_EQ(ask(lianban_task_complete, engine, token.c_str(), R"({"ok": true})").code,
            LIANBAN_CONFLICT);
  const std::string fresh = again.json.at("tasks").at(0).at("token");
  EXPECT_EQ(ask(lianban_task_acknowledge, engine, fresh.c_str()).code, LIANBAN_DONE);
  EXPECT_EQ(ask(lianban_task_complete, engine, "nothing", "{}").code, LIANBAN_NOT_FOUND);
}

TEST_F(Host, ReportsOnDefinitionsNeedNoEngine) {
  EXPECT_TRUE(ask(lianban_definition_report, kStall, "check", nullptr).json.at("ok"));
  EXPECT_FALSE(ask(lianban_definition_report, "{", "check", nullptr).json.at("ok"));
  EXPECT_EQ(ask(lianban_definition_report, "{", "plan", nullptr).code, LIANBAN_DEFINITION);
  for (const char* kind : {"plan", "diagram", "document", "expand", "fix"}) {
    EXPECT_EQ(ask(lianban_definition_report, kStall, kind, nullptr).error, Json()) << kind;
  }
  const std::string proof = Json{{"calendars", calendars()}, {"max_states", 1000}}.dump();
  EXPECT_TRUE(
      ask(lianban_definition_report, kStall, "prove", proof.c_str()).json.contains("proved"));
  const std::string before = Json{{"before", Json::parse(kStall)}}.dump();
  EXPECT_TRUE(
      ask(lianban_definition_report, kStall, "compare", before.c_str()).json.at("changes").empty());
  EXPECT_EQ(ask(lianban_definition_report, kStall, "paint", nullptr).code, LIANBAN_ARGUMENT);
}

TEST_F(Host, FaultyDefinitionsAreNotPublished) {
  const Given refused = ask(lianban_definition_publish, engine, R"({"lianban": 1})");
  EXPECT_EQ(refused.code, LIANBAN_DEFINITION);
  EXPECT_FALSE(refused.error.at("findings").empty());
}

TEST_F(Host, UnknownMembersAreNamedWithTheOneThatWasMeant) {
  const Given refused = ask(lianban_case_find, engine, R"({"rolle": "x"})");
  EXPECT_EQ(refused.code, LIANBAN_ARGUMENT);
  EXPECT_EQ(refused.error.at("pointer"), "/rolle");
  EXPECT_NE(refused.error.at("hint").at("en").get<std::string>().find("role"), std::string::npos);
}

TEST_F(Host, DuplicateNamesAreNoJson) {
  EXPECT_EQ(ask(lianban_case_find, engine, R"({"role": "x", "role": "y"})").code, LIANBAN_ARGUMENT);
}

TEST_F(Host, ClocksMoveOnlyWhereTheyAreVirtual) {
  EXPECT_EQ(lianban_engine_set_clock(engine, "2022-01-04T09:00:00+08:00", nullptr), LIANBAN_DONE);
  const Given clock = ask(lianban_engine_report, engine, "clock");
  EXPECT_EQ(clock.json.at("now"), "2022-01-04T09:00:00+08:00");
  const lianban_engine real = open_engine(Json{{"calendars", calendars()}}.dump());
  EXPECT_EQ(lianban_engine_set_clock(real, "2022-01-04T09:00:00+08:00", nullptr), LIANBAN_ARGUMENT);
  lianban_engine_close(real, nullptr);
}

TEST_F(Host, ReportsOfTheEngineHaveTheirKinds) {
  for (const char* kind : {"stats", "agencies", "clock", "definitions", "database"}) {
    EXPECT_EQ(ask(lianban_engine_report, engine, kind).error, Json()) << kind;
  }
}

TEST_F(Host, ListsOfWhatWaitsAreEmptyAtFirst) {
  for (const char* kind : {"incidents", "callbacks", "letters", "errands"}) {
    EXPECT_TRUE(ask(lianban_pending_list, engine, kind, nullptr).json.at("items").empty()) << kind;
  }
  EXPECT_EQ(ask(lianban_pending_settle, engine, "callbacks", R"({"id": 7})").code,
            LIANBAN_NOT_FOUND);
  EXPECT_EQ(ask(lianban_pending_settle, engine, "errands", R"({"case": "x", "seq": 7})").code,
            LIANBAN_NOT_FOUND);
  EXPECT_EQ(ask(lianban_pending_settle, engine, "letters", R"({"case": "x"})").code,
            LIANBAN_ARGUMENT);
}

TEST_F(Host, ACallbackOfAStrangerIsNotBelieved) {
  const std::uint8_t body[] = {'{', '}'};
  const Given refused =
      ask(lianban_callback_deliver, engine, R"({"agency": "police"})", body, sizeof body);
  EXPECT_EQ(refused.code, LIANBAN_CALLBACK);
  EXPECT_EQ(refused.error.at("http_status"), 404);
  EXPECT_EQ(ask(lianban_callback_deliver, engine, R"({"agency": "police"})",
                static_cast<const std::uint8_t*>(nullptr), std::size_t{1})
                .code,
            LIANBAN_ARGUMENT);
}

TEST_F(Host, LicencesAreEnteredAndFound) {
  const char* licence = R"({"number": "L1", "licence": "old", "issued_at": "2020-01-01"})";
  EXPECT_FALSE(ask(lianban_licence_register, engine, licence).json.at("repeated"));
  EXPECT_TRUE(ask(lianban_licence_register, engine, licence).json.at("repeated"));
  EXPECT_EQ(ask(lianban_licence_show, engine, "L1").json.at("state"), "made");
  EXPECT_EQ(ask(lianban_licence_list, engine, nullptr).json.at("licences").size(), 1u);
  EXPECT_EQ(ask(lianban_licence_show, engine, "L2").code, LIANBAN_NOT_FOUND);
}

TEST_F(Host, DaysAreCounted) {
  EXPECT_EQ(ask(lianban_calendar_explain, engine, "cn", "2021-09-30", "3 workdays").json.at("due"),
            "2021-10-11");
  EXPECT_EQ(ask(lianban_calendar_explain, engine, "cn", "2021-09-30", "soon").code,
            LIANBAN_ARGUMENT);
}

TEST_F(Host, StoriesAreTold) {
  const std::string file = std::string(LIANBAN_SOURCE_DIR) + "/tests/scenario/guards.json";
  const std::string options = Json{{"calendars", calendars()}}.dump();
  const Given told = ask(lianban_scenario_run, file.c_str(), options.c_str());
  EXPECT_EQ(told.json.at("failed"), 0);
  EXPECT_GT(told.json.at("passed"), 0);
}

TEST(Options, SayHowMuchOfThemIsThere) {
  lianban_engine engine = 0;
  lianban_engine_options options{};
  for (const std::size_t size : {std::size_t{0}, std::size_t{4}, sizeof options + 8}) {
    options.struct_size = size;
    EXPECT_EQ(lianban_engine_open(&options, &engine, nullptr), LIANBAN_ARGUMENT) << size;
  }
  // A host of an older header, without the callbacks.
  options.struct_size = offsetof(lianban_engine_options, log);
  options.user = 7;
  ASSERT_EQ(lianban_engine_open(&options, &engine, nullptr), LIANBAN_DONE);
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

TEST(Options, AreCheckedBeforeAnythingIsOpened) {
  const auto code_of = [](const char* json) {
    const lianban_engine_options options{sizeof options, json, nullptr, nullptr, 0};
    lianban_engine engine = 0;
    const std::int32_t code = lianban_engine_open(&options, &engine, nullptr);
    EXPECT_EQ(engine, 0u);
    return code;
  };
  EXPECT_EQ(code_of(R"({"datebase": "x"})"), LIANBAN_ARGUMENT);
  EXPECT_EQ(code_of(R"({"api_version": 2})"), LIANBAN_ARGUMENT);
  EXPECT_EQ(code_of(R"({"seed": "x"})"), LIANBAN_ARGUMENT);
  EXPECT_EQ(code_of(R"({"finder_key": "short"})"), LIANBAN_ARGUMENT);
  EXPECT_EQ(code_of(R"({"directory": {"police": {"url": 7}}})"), LIANBAN_CONFIGURATION);
  EXPECT_EQ(code_of(R"({"database": "/proc/none/cases.db"})"), LIANBAN_STORE);
}

TEST(Files, BelongToOneEngineAndKeepTheirCases) {
  const auto file =
      std::filesystem::temp_directory_path() / ("lianban-c-" + std::to_string(::getpid()) + ".db");
  const std::string configured = config({{"database", file.string()}});
  lianban_engine engine = open_engine(configured);
  const std::string id = open_case(engine);
  const lianban_engine_options options{sizeof options, configured.c_str(), nullptr, nullptr, 0};
  lianban_engine second = 0;
  EXPECT_EQ(lianban_engine_open(&options, &second, nullptr), LIANBAN_STORE);
  lianban_engine_close(engine, nullptr);
  engine = open_engine(configured);
  EXPECT_EQ(ask(lianban_case_submit, engine, id.c_str(), kGrant).json.at("outcome"), "granted");
  lianban_engine_close(engine, nullptr);
  std::filesystem::remove(file);
}

TEST(Seeds, MakeTwoRunsAlike) {
  std::string ids[2];
  for (std::string& id : ids) {
    const lianban_engine engine = open_engine(config({{"seed", "one"}}));
    id = open_case(engine, R"({"data": {"form": {"name": "张三"}}})");
    lianban_engine_close(engine, nullptr);
  }
  EXPECT_EQ(ids[0], ids[1]);
}

}  // namespace
}  // namespace lianban::c_test
