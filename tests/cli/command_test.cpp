// The built command as a user runs it: exit codes, shapes, what is said where.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

/// The one object on standard output, in one line.
json line_of(const Finished& run) {
  EXPECT_EQ(run.out.find('\n'), run.out.size() - 1) << "one line";
  return object_of(run);
}

class Cases : public ::testing::Test {
 protected:
  /// On this test's database, at a Wednesday morning.
  Finished run(Words words) {
    words.insert(words.end(),
                 {"--database", folder_.file("test.db"), "--now", "2021-09-15T09:00:00+08:00"});
    return run_cli(words);
  }
  json ask(Words words, int exit) {
    words.emplace_back("--json");
    const Finished ran = run(words);
    EXPECT_EQ(ran.exit, exit) << ran.out << ran.err;
    return line_of(ran);
  }
  std::string open() {
    return ask({"case", "open", here("data/stall.json"), "--data", here("data/application.json"),
                "--actor", "wang", "--role", "applicant"},
               0)
        .value("number", "");
  }
  TempFolder folder_;
};

TEST(Usage, HelpListsTheExitCodesInBothLanguages) {
  const Finished zh = run_cli({"--help"});
  EXPECT_EQ(zh.exit, 0);
  EXPECT_TRUE(has(zh.out, "130 中断")) << zh.out;
  const Finished en = run_cli({"--lang", "en", "--help"});
  EXPECT_TRUE(has(en.out, "130 interrupted")) << en.out;
}

TEST(Usage, AnUnknownWordIsAUsageError) {
  EXPECT_EQ(run_cli({"fly"}).exit, 2);
  EXPECT_EQ(run_cli({}).exit, 2);
  const json error = line_of(run_cli({"check", "--json"}))["error"];
  EXPECT_EQ(error["status"], 2);
  EXPECT_EQ(error["code"], "usage/arguments");
  EXPECT_FALSE(error["retryable"]);
  EXPECT_TRUE(error["hints"].is_array());
}

TEST(Version, IsAnObjectUnderJson) {
  EXPECT_TRUE(line_of(run_cli({"version", "--json"}))["version"].is_string());
}

TEST(Check, FindingsShowTheLineAndExitWithOne) {
  for (const std::string language : {"zh", "en"}) {
    const Finished run = run_cli({"check", here("data/broken.json"), "--lang", language});
    EXPECT_EQ(run.exit, 1);
    std::string out = run.out;
    for (auto at = out.find(here("")); at != std::string::npos; at = out.find(here(""))) {
      out.erase(at, here("").size());
    }
    EXPECT_EQ(out, text_of(here("golden/broken." + language + ".txt"))) << run.out << run.err;
  }
}

TEST(Check, JsonNamesEachFinding) {
  const Finished run = run_cli({"check", here("data/broken.json"), "--json"});
  EXPECT_EQ(run.exit, 1);
  const json answer = line_of(run);
  EXPECT_FALSE(answer["ok"]);
  EXPECT_GE(answer["errors"], 2);
  const json& finding = answer["files"][0]["findings"][0];
  for (const char* name : {"severity", "code", "message", "hint", "pointer", "line", "column"}) {
    EXPECT_TRUE(finding.contains(name)) << name;
  }
}

TEST(Check, AGoodDefinitionAndAMissingFile) {
  EXPECT_EQ(run_cli({"check", here("data/stall.json")}).exit, 0);
  EXPECT_EQ(run_cli({"check", here("data/nowhere.json")}).exit, 3);
}

TEST(Test, CountsOnALineOfItsOwn) {
  const Finished run = run_cli({"test", here("data/passes.json"), here("data/fails.json")});
  EXPECT_EQ(run.exit, 1);
  EXPECT_TRUE(run.out.ends_with("\n1 passed, 1 failed\n")) << run.out;
  EXPECT_TRUE(has(run.out, "refused")) << run.out;
  EXPECT_EQ(run_cli({"test", here("data/passes.json")}).exit, 0);
  const json answer = line_of(run_cli({"test", here("data/fails.json"), "--json"}));
  EXPECT_EQ(answer["failed"], 1);
  EXPECT_FALSE(answer["stories"][0]["found"].get<std::string>().empty());
}

TEST(Clock, ExplainsDayByDay) {
  const Finished run =
      run_cli({"clock", "explain", "--from", "2021-09-15", "--limit", "15 workdays"});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_TRUE(has(run.out, "2021-10-12")) << run.out;
  EXPECT_TRUE(has(run.out, "调休上班")) << run.out;
  EXPECT_EQ(run_cli({"clock", "explain", "--from", "soon", "--limit", "1 day"}).exit, 2);
  EXPECT_EQ(run_cli({"clock", "explain", "--from", "2021-09-15", "--limit", "15 workdays",
                     "--calendars", "/nowhere"})
                .exit,
            8);
}

TEST_F(Cases, OpenedListedShownAndGranted) {
  const std::string number = open();
  EXPECT_EQ(number, "TB20210915001");
  const json list = ask({"case", "list", "--role", "office.clerk"}, 0);
  ASSERT_EQ(list["cases"].size(), 1U);
  EXPECT_EQ(list["cases"][0]["due"], "2021-09-23");
  EXPECT_EQ(ask({"case", "list", "--role", "office.nobody"}, 0)["cases"], json::array());
  EXPECT_EQ(ask({"case", "amend", number, "form.goods", "--data", "\"煎饼\"", "--actor", "wang"},
                4)["error"]["status"],
            4);
  const json history = ask({"case", "history", number, "--verify"}, 0);
  EXPECT_TRUE(history["verification"]["sound"]);
}

TEST_F(Cases, ActionsSayWhyNot) {
  const std::string number = open();
  const json answer =
      ask({"case", "actions", number, "--actor", "li", "--role", "office.clerk"}, 0);
  ASSERT_EQ(answer["actions"].size(), 2U);
  const json& grant = answer["actions"][0];
  EXPECT_FALSE(grant["allowed"]);
  EXPECT_EQ(grant["refusal"]["reasons"][0]["id"], "goods_named");
  EXPECT_EQ(answer["actions"][1]["refusal"]["code"], "event/by");
  const Finished run =
      this->run({"case", "actions", number, "--actor", "li", "--role", "office.clerk"});
  EXPECT_TRUE(has(run.out, "写明卖什么 · 依据 摊位管理办法第三条")) << run.out;
  EXPECT_EQ(grant["refusal"]["reasons"][0]["basis"], json{"stalls_3"});
  EXPECT_EQ(answer["law"]["stalls_3"]["en"], "Rules on stalls, art. 3");
}

TEST_F(Cases, ClockShowTellsEachDayOfALimitAndWhoseItWas) {
  const std::string number = open();
  const json clock = ask({"clock", "show", number}, 0)["clocks"]["check"];
  ASSERT_EQ(clock["limits"].size(), 1U);
  const json& days = clock["limits"][0]["days"];
  EXPECT_EQ(days.front()["reason"], "first_day");
  EXPECT_EQ(days.back()["date"], "2021-09-23");
  EXPECT_EQ(days.back()["number"], 5);
  EXPECT_TRUE(days.front()["owners"].is_array());
  EXPECT_TRUE(has(run({"clock", "show", number}).out, "审查期限"));
}

TEST_F(Cases, ShowCallsAgenciesByTheirTitles) {
  EXPECT_TRUE(has(run({"case", "show", open()}).out, "街道办"));
}

TEST_F(Cases, ARefusalExitsWithFourAndKeepsTheCase) {
  const std::string number = open();
  const json error =
      ask({"case", "send", number, "grant", "--actor", "li", "--role", "office.clerk"}, 4)["error"];
  EXPECT_EQ(error["code"], "event/when");
  EXPECT_EQ(error["status"], 4);
  EXPECT_FALSE(error["reasons"].empty());
  EXPECT_EQ(ask({"case", "show", number}, 0)["case"]["revision"], 1);
}

TEST_F(Cases, TheSameRequestIdWithAnotherBodyIsAConflict) {
  const std::string number = open();
  const Words send = {"case", "send",   number,        "stop",         "--actor",
                      "h",    "--role", "office.head", "--request-id", "q1"};
  EXPECT_EQ(ask(send, 0)["outcome"], "terminated");
  EXPECT_TRUE(ask(send, 0)["repeated"]);
  Words other = send;
  other[3] = "grant";
  EXPECT_EQ(ask(other, 5)["error"]["code"], "request/conflict");
}

TEST_F(Cases, WhatIsNotThereExitsWithThree) {
  open();
  EXPECT_EQ(ask({"case", "show", "TB-none"}, 3)["error"]["code"], "case/not_found");
  EXPECT_EQ(run({"case", "open", "unheard-of", "--data", here("data/application.json")}).exit, 3);
}

TEST_F(Cases, ADirectoryWithFaultsIsAConfigurationError) {
  EXPECT_EQ(ask({"run", "--directory", here("data/broken.json")}, 8)["error"]["status"], 8);
}

TEST_F(Cases, ARoleNeedsAnActorAndTakesOneWord) {
  const std::string number = open();
  EXPECT_EQ(run({"case", "actions", number, "--role", "office.clerk"}).exit, 2);
  EXPECT_EQ(run({"case", "actions", "--actor", "li", "--role", "office.clerk", number}).exit, 0);
}

TEST_F(Cases, AForeignDatabaseExitsWithSeven) {
  const json error =
      line_of(run_cli({"case", "list", "--json", "--database", here("data/broken.json")}))["error"];
  EXPECT_EQ(error["status"], 7) << error;
}

TEST_F(Cases, PersonalValuesAreMaskedForPeople) {
  const std::string number = open();
  const Finished shown = run({"case", "show", number});
  EXPECT_FALSE(has(shown.out, "13900000003")) << shown.out;
  EXPECT_FALSE(has(shown.out, "王小明")) << shown.out;
  EXPECT_TRUE(has(shown.out, "139****0003")) << shown.out;
  EXPECT_TRUE(has(run({"case", "show", number, "--reveal"}).out, "王小明"));
}

TEST_F(Cases, RunSaysWhatIsNext) {
  open();
  const json answer = ask({"run"}, 0);
  EXPECT_EQ(answer["pump"]["total"], 0);
  EXPECT_EQ(answer["next_due"], "2021-09-24T00:00:00+08:00");
}

TEST_F(Cases, NoColourWithoutATerminalAndAsciiOnDemand) {
  const std::string number = open();
  const Finished plain = run({"case", "show", number, "--ascii", "--lang", "en"});
  EXPECT_FALSE(has(plain.out, "\x1b"));
  EXPECT_FALSE(has(plain.out, "●"));
  EXPECT_TRUE(has(run({"case", "show", number, "--color", "always"}).out, "\x1b["));
}

}  // namespace
}  // namespace lianban::cli::test
