// `lianban agencies check` as a user runs it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

/// What was said, with file names as from this folder.
std::string without_folder(std::string out) {
  for (auto at = out.find(here("")); at != std::string::npos; at = out.find(here(""))) {
    out.erase(at, here("").size());
  }
  return out;
}

TEST(Agencies, FaultsShowTheirLineButNeverASecret) {
  for (const std::string language : {"zh", "en"}) {
    const Finished run =
        run_cli({"agencies", "check", here("data/agencies.json"), "--lang", language});
    EXPECT_EQ(run.exit, 1);
    EXPECT_EQ(without_folder(run.out), text_of(here("golden/agencies." + language + ".txt")))
        << run.out << run.err;
    EXPECT_EQ(run.out.find("0f1e"), std::string::npos);
  }
}

TEST(Agencies, DefinitionsAreHeldToTheDirectory) {
  for (const std::string language : {"zh", "en"}) {
    const Finished run = run_cli({"agencies", "check", here("data/agencies_short.json"),
                                  "--definition", here("data/calls.json"), "--lang", language});
    EXPECT_EQ(run.exit, 1);
    EXPECT_EQ(without_folder(run.out), text_of(here("golden/agencies_short." + language + ".txt")))
        << run.out << run.err;
  }
}

TEST(Agencies, JsonNamesEachFindingOfEachFile) {
  const Finished run = run_cli({"agencies", "check", here("data/agencies_short.json"),
                                "--definition", here("data/calls.json"), "--json"});
  EXPECT_EQ(run.exit, 1);
  const json answer = json::parse(run.out);
  EXPECT_FALSE(answer["ok"]);
  EXPECT_EQ(answer["errors"], 2);
  EXPECT_EQ(answer["warnings"], 2);
  EXPECT_TRUE(answer["files"][0]["ok"]);
  const json& finding = answer["files"][1]["findings"][0];
  for (const char* name : {"severity", "code", "message", "hint", "pointer", "line", "column"}) {
    EXPECT_TRUE(finding.contains(name)) << name;
  }
}

TEST(Agencies, TheExampleServesTheApproval) {
  const std::string root = LIANBAN_SOURCE_DIR;
  const Words words = {"agencies", "check", root + "/examples/agencies/directory.json",
                       "--definition", root + "/workflows/wenzhou-ride-hailing-vehicle.json"};
  const Finished run = run_cli(words);
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
}

TEST(Agencies, AMissingOrFaultyFileIsAnError) {
  EXPECT_EQ(run_cli({"agencies", "check", here("data/nowhere.json")}).exit, 3);
  EXPECT_EQ(run_cli({"agencies", "check", here("data/agencies_short.json"), "--definition",
                     here("data/nowhere.json")})
                .exit,
            3);
  EXPECT_NE(run_cli({"agencies", "check", here("data/agencies_short.json"), "--definition",
                     here("data/broken.json")})
                .exit,
            0);
  EXPECT_EQ(run_cli({"agencies"}).exit, 2);
}

}  // namespace
}  // namespace lianban::cli::test
