// `check` and `explain` as a person and as a program see them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/output/excerpt.hpp"
#include "cli/output/terminal.hpp"
#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

void write(const std::string& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// Two slips that are certain.
constexpr const char* kSlips = R"({
  "lianban": 1, "id": "demo", "version": "1.0.0",
  "agencies": {"bureau": {"title": "局", "lead": true, "roles": {"clerk": "窗口"}}},
  "chart": {"states": [
    {"id": "review", "title": "审查",
     "transitions": [{"on": "finish",   "by": "bureau.clark", "to": "over"}]},
    {"id": "over", "kind": "finall"}
  ]}
}
)";

std::string repaired() {
  std::string text = kSlips;
  text.replace(text.find("clark"), 5, "clerk");
  text.replace(text.find("finall"), 6, "final");
  return text;
}

class CheckFix : public ::testing::Test {
 protected:
  CheckFix() { write(file_, kSlips); }
  TempFolder folder_;
  const std::string file_ = folder_.file("slips.json");
};

TEST_F(CheckFix, WritesOnlyWhatIsCertainAndSaysSo) {
  const Finished run = run_cli({"check", "--fix", file_, "--lang", "en"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_EQ(text_of(file_), repaired());
  EXPECT_TRUE(has(run.out, "2 fixed in ")) << run.out;
  EXPECT_TRUE(has(run.out, "- ")) << run.out;
  EXPECT_TRUE(has(run.out, "\"bureau.clerk\"")) << run.out;
}

TEST_F(CheckFix, ASecondTimeChangesNothing) {
  EXPECT_EQ(run_cli({"check", "--fix", file_}).exit, 0);
  const auto at = std::filesystem::last_write_time(file_);
  const Finished again = run_cli({"check", "--fix", file_, "--lang", "en"});
  EXPECT_EQ(again.exit, 0);
  EXPECT_TRUE(has(again.out, "nothing certain to fix")) << again.out;
  EXPECT_EQ(std::filesystem::last_write_time(file_), at);
}

TEST_F(CheckFix, KeepsPermissionsAndLinks) {
  namespace fs = std::filesystem;
  fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);
  const std::string link = folder_.file("link.json");
  fs::create_symlink(file_, link);
  EXPECT_EQ(run_cli({"check", "--fix", link}).exit, 0);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(text_of(file_), repaired());
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(CheckFix, DryRunWritesNothingAndStillFails) {
  const Finished run = run_cli({"check", "--fix", "--dry-run", file_, "--lang", "en"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(text_of(file_), kSlips);
  EXPECT_TRUE(has(run.out, "2 would be fixed in ")) << run.out;
}

TEST_F(CheckFix, JsonListsWhatWasFixed) {
  const json file = object_of(run_cli({"check", "--fix", file_, "--json"}))["files"][0];
  ASSERT_EQ(file["fixed"].size(), 2U) << file;
  EXPECT_EQ(file["fixed"][0]["written"], "bureau.clark");
  EXPECT_EQ(file["fixed"][0]["replacement"], "bureau.clerk");
  EXPECT_EQ(file["errors"], 0);
}

TEST_F(CheckFix, ChangesFilesOnly) {
  EXPECT_EQ(run_cli({"check", "--fix", "-"}, kSlips).exit, 2);
  EXPECT_EQ(run_cli({"check", "--dry-run", file_}).exit, 2);
}

TEST(CheckJson, NamesRelatedPlacesFixAndPage) {
  const json finding = object_of(run_cli(
      {"check", here("data/broken.json"), "--json", "--lang", "en"}))["files"][0]["findings"][0];
  EXPECT_EQ(finding["explain"], "lianban explain LB-E1111");
  EXPECT_EQ(finding["fix"]["written"], "reviw");
  EXPECT_EQ(finding["fix"]["replacement"], "review");
  ASSERT_EQ(finding["related"].size(), 1U);
  EXPECT_EQ(finding["related"][0]["pointer"], "/chart/states/1/id");
  EXPECT_EQ(finding["related"][0]["line"], 9);
}

TEST(CheckInput, IsReadFromADash) {
  const Finished run = run_cli({"check", "-", "--json"}, text_of(here("data/broken.json")));
  EXPECT_EQ(run.exit, 1);
  EXPECT_EQ(object_of(run)["errors"], 2);
}

TEST(CheckWarnings, FailWhereTheyAreDenied) {
  const std::string text = R"({"lianban": 1, "id": "demo", "version": "1.0.0",
    "chart": {"states": [{"id": "a"}, {"id": "nowhere"}]}})";
  EXPECT_EQ(run_cli({"check", "-"}, text).exit, 0);
  EXPECT_EQ(run_cli({"check", "-", "--deny-warnings"}, text).exit, 1);
}

/// The parts of SARIF 2.1.0 that its schema requires, and those that viewers rely on.
TEST(Sarif, HasTheShapeOfTheStandard) {
  const Finished run = run_cli(
      {"check", here("data/broken.json"), here("data/stall.json"), "--sarif", "--lang", "en"});
  EXPECT_EQ(run.exit, 1);
  const json log = object_of(run);
  EXPECT_EQ(log["version"], "2.1.0");
  EXPECT_TRUE(log["$schema"].get<std::string>().ends_with("sarif-2.1.0.json"));
  ASSERT_EQ(log["runs"].size(), 1U);
  const json& sarif = log["runs"][0];
  EXPECT_EQ(sarif["columnKind"], "unicodeCodePoints");
  const json& driver = sarif["tool"]["driver"];
  EXPECT_EQ(driver["name"], "lianban");
  ASSERT_EQ(sarif["results"].size(), 2U);
  for (const json& rule : driver["rules"]) {
    EXPECT_FALSE(rule["shortDescription"]["text"].get<std::string>().empty()) << rule;
    EXPECT_TRUE(rule["help"]["markdown"].get<std::string>().starts_with("# LB-")) << rule;
    EXPECT_FALSE(rule["help"]["text"].get<std::string>().empty()) << rule;
  }
  for (const json& result : sarif["results"]) {
    const json& rule = driver["rules"][result["ruleIndex"].get<std::size_t>()];
    EXPECT_EQ(rule["id"], result["ruleId"]);
    EXPECT_EQ(result["level"], "error");
    const json& place = result["locations"][0]["physicalLocation"];
    EXPECT_TRUE(has(place["artifactLocation"]["uri"], "data/broken.json")) << place;
    EXPECT_GT(place["region"]["startLine"], 0);
    EXPECT_GT(place["region"]["startColumn"], 0);
  }
  const json& first = sarif["results"][0];
  EXPECT_EQ(first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 9);
  const json& change = first["fixes"][0]["artifactChanges"][0];
  const json& region = change["replacements"][0]["deletedRegion"];
  EXPECT_EQ(region["startLine"], 8);
  EXPECT_EQ(region["endColumn"].get<int>() - region["startColumn"].get<int>(), 5);
  EXPECT_EQ(change["replacements"][0]["insertedContent"]["text"], "review");
}

TEST(Sarif, ExcludesTheOtherForms) {
  EXPECT_EQ(run_cli({"check", here("data/stall.json"), "--sarif", "--json"}).exit, 2);
  const json log = object_of(run_cli({"check", here("data/stall.json"), "--sarif"}));
  EXPECT_TRUE(log["runs"][0]["results"].empty());
}

TEST(Frame, UnderlinesByCellsInOneFrame) {
  std::ostringstream out, err;
  TerminalSettings settings;
  settings.ascii = true;
  Terminal terminal(settings, out, err);
  const std::string text = "{\"审查\": \"甲\",\n\n \"b\": 1,\n \"title\": \"受理\"}\n";
  print_frame(terminal, text,
              {{4, 11, true, ""}, {1, 2, false, "first"}, {3, 2, false, ""}, {0, 0, false, "none"}},
              1, Tone::kBad);
  terminal.flush();
  EXPECT_EQ(out.str(),
            "  |\n"
            "1 | {\"审查\": \"甲\",\n"
            "  |  ------ first\n"
            "...\n"
            "3 |  \"b\": 1,\n"
            "  |  ---\n"
            "4 |  \"title\": \"受理\"}\n"
            "  |           ^^^^^^\n");
}

TEST(Frame, TwoMarksOfOneLineShareIt) {
  std::ostringstream out, err;
  TerminalSettings settings;
  settings.ascii = true;
  Terminal terminal(settings, out, err);
  print_frame(terminal, "[\"a\", \"a\"]", {{1, 7, true, ""}, {1, 2, false, "first"}}, 1,
              Tone::kBad);
  terminal.flush();
  EXPECT_EQ(out.str(), "  |\n1 | [\"a\", \"a\"]\n  |  --- first\n  |       ^^^\n");
}

TEST(Explain, ShowsAPageInBothLanguages) {
  const Finished zh = run_cli({"explain", "LB-E1301"});
  EXPECT_EQ(zh.exit, 0);
  EXPECT_TRUE(has(zh.out, "容缺逾期无人处理")) << zh.out;
  EXPECT_TRUE(has(zh.out, "第十一条")) << zh.out;
  const Finished en = run_cli({"explain", "lb-e1301", "--lang", "en"});
  EXPECT_TRUE(has(en.out, "overdue deferral that nothing handles")) << en.out;
  EXPECT_TRUE(has(en.out, "\"lianban\": 1")) << en.out;
}

TEST(Explain, ListsEveryCode) {
  const json codes = object_of(run_cli({"explain", "--json"}))["codes"];
  EXPECT_GE(codes.size(), 89U);
  for (const json& each : codes) EXPECT_FALSE(each["title"].get<std::string>().empty()) << each;
  EXPECT_TRUE(has(run_cli({"explain"}).out, "LB-W2017"));
}

TEST(Explain, AnUnknownCodeIsNotFoundAndNamesANearOne) {
  const Finished run = run_cli({"explain", "LB-E11O1", "--lang", "en"});
  EXPECT_EQ(run.exit, 3);
  EXPECT_TRUE(has(run.err, "did you mean LB-E1101?")) << run.err;
  EXPECT_EQ(object_of(run_cli({"explain", "X", "--json"}))["error"]["code"], "code/not_found");
}

TEST(Explain, UnderJsonAPageIsOneObject) {
  const json page = object_of(run_cli({"explain", "LB-E1101", "--json"}));
  for (const char* name : {"code", "title", "what", "why", "basis", "bad", "good"}) {
    EXPECT_TRUE(page[name].is_string()) << name;
  }
}

}  // namespace
}  // namespace lianban::cli::test
