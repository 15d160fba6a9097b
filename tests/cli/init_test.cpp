// `lianban init`: a folder in which every next command works.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class Init : public ::testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const {
    return folder_.file("work/" + name);
  }
  [[nodiscard]] std::string work() const { return folder_.file("work"); }
  TempFolder folder_;
};

TEST_F(Init, MakesAWorkspaceInWhichTheNextCommandsPass) {
  const Finished made = run_cli({"init", work()});
  ASSERT_EQ(made.exit, 0) << made.out << made.err;
  EXPECT_TRUE(has(made.out, "lianban check street-stall-permit.json")) << made.out;
  const std::string definition = at("street-stall-permit.json");
  const json checked = json::parse(run_cli({"check", definition, "--json"}).out);
  EXPECT_EQ(checked["errors"], 0) << checked;
  EXPECT_EQ(checked["warnings"], 0) << checked;
  const Finished told = run_cli({"test", at("scenarios"), "--calendars", at("calendars")});
  EXPECT_EQ(told.exit, 0) << told.out;
  const json planned = json::parse(run_cli({"plan", definition, "--json"}).out);
  EXPECT_EQ(planned["ok"], true);
  EXPECT_EQ(planned["plan"]["all"], 2);
  EXPECT_EQ(planned["plan"]["bring"]["least"], 1);
  for (const char* name : {"README.md", ".vscode/settings.json", "schema/definition.schema.json",
                           "schema/scenario.schema.json", "schema/directory.schema.json",
                           "calendars/cn.json", "scenarios/parts/filing.json"}) {
    EXPECT_TRUE(fs::exists(at(name))) << name;
  }
  const json settings = json::parse(text_of(at(".vscode/settings.json")));
  for (const json& each : settings["json.schemas"]) {
    EXPECT_TRUE(fs::exists(at(each["url"].get<std::string>()))) << each;
  }
  EXPECT_TRUE(fs::exists(at(json::parse(text_of(definition))["$schema"].get<std::string>())));
}

TEST_F(Init, TakesAnIdAndTitles) {
  const Finished made = run_cli({"init", work(), "--id", "night-market", "--title-zh", "夜市\"甲\"",
                                 "--title-en", "Night market", "--json"});
  ASSERT_EQ(made.exit, 0) << made.out << made.err;
  EXPECT_EQ(json::parse(made.out)["definition"], "night-market.json");
  const json definition = json::parse(text_of(at("night-market.json")));
  EXPECT_EQ(definition["id"], "night-market");
  EXPECT_EQ(definition["title"], (json{{"zh", "夜市\"甲\""}, {"en", "Night market"}}));
  EXPECT_EQ(run_cli({"test", at("scenarios")}).exit, 0);
  EXPECT_TRUE(has(text_of(at("README.md")), "# 夜市\"甲\" · Night market"));
  EXPECT_FALSE(has(text_of(at(".vscode/settings.json")), "street-stall"));
}

TEST_F(Init, RefusesAFolderThatIsNotEmptyAndNamesWhatIsInTheWay) {
  fs::create_directories(work());
  std::ofstream(at("notes.txt")) << "mine";
  const Finished refused = run_cli({"init", work(), "--json"});
  EXPECT_EQ(refused.exit, 5);
  const json error = json::parse(refused.out)["error"];
  EXPECT_EQ(error["code"], "folder/not_empty");
  EXPECT_TRUE(has(error["message"].get<std::string>(), "notes.txt"));
  EXPECT_FALSE(fs::exists(at("README.md")));
}

TEST_F(Init, EvenForcedNeverOverwrites) {
  fs::create_directories(work());
  std::ofstream(at("README.md")) << "mine";
  const Finished made = run_cli({"init", work(), "--force", "--json"});
  ASSERT_EQ(made.exit, 0) << made.out << made.err;
  const json answer = json::parse(made.out);
  EXPECT_EQ(answer["kept"], json::array({"README.md"}));
  EXPECT_EQ(text_of(at("README.md")), "mine");
  EXPECT_TRUE(fs::exists(at("street-stall-permit.json")));
  const json again = json::parse(run_cli({"init", work(), "--force", "--json"}).out);
  EXPECT_EQ(again["made"], json::array());
}

TEST_F(Init, AnIdThatIsNoneIsAUsageError) {
  EXPECT_EQ(run_cli({"init", work(), "--id", "Night/../market"}).exit, 2);
  EXPECT_FALSE(fs::exists(work()));
}

TEST_F(Init, AFileOfThatNameIsInTheWay) {
  std::ofstream(work()) << "a file";
  EXPECT_EQ(run_cli({"init", work(), "--force"}).exit, 5);
}

}  // namespace
}  // namespace lianban::cli::test
