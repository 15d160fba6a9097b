// Both stories, over real HTTP and a real file.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

TEST(Demo, TellsBothStoriesAndPrintsTheLicence) {
  const Finished zh = run_cli({"demo"});
  ASSERT_EQ(zh.exit, 0) << zh.out << zh.err;
  for (const char* part : {"3303002021000001", "1.2.156.3005.2.", "12 → 4", "4 → 1", "准予许可",
                           "撤销受理", "10-12 周二 24:00"}) {
    EXPECT_TRUE(has(zh.out, part)) << part << "\n" << zh.out;
  }
  const Finished en = run_cli({"demo", "--lang", "en", "--ascii"});
  EXPECT_EQ(en.exit, 0) << en.err;
  EXPECT_TRUE(has(en.out, "12 -> 4")) << en.out;
}

TEST(Demo, EachActHappenedOnceAndTheHistoriesVerify) {
  const Finished run = run_cli({"demo", "--json"});
  ASSERT_EQ(run.exit, 0) << run.out << run.err;
  const json answer = json::parse(run.out);
  EXPECT_TRUE(answer["ok"]);
  ASSERT_EQ(answer["stories"].size(), 2U);
  EXPECT_EQ(answer["stories"][0]["outcome"], "granted");
  EXPECT_EQ(answer["stories"][1]["outcome"], "acceptance_revoked");
  for (const json& story : answer["stories"]) EXPECT_TRUE(story["verification"]["sound"]);
  for (const json& agency : answer["agencies"]) EXPECT_TRUE(agency["once"]) << agency;
  const auto acts = [&](const std::string& operation) {
    for (const json& each : answer["agencies"]) {
      if (each["operation"] == operation) return each["effects"].get<int>();
    }
    return 0;
  };
  EXPECT_EQ(acts("vehicle-use-change"), 2);
  EXPECT_EQ(acts("vehicle-use-restore"), 1);
}

TEST(Demo, TheDatabaseStaysWhereAsked) {
  const TempFolder folder;
  const std::string kept = folder.file("kept");
  ASSERT_EQ(run_cli({"demo", "--json", "--keep", kept}).exit, 0);
  const Finished list = run_cli({"case", "list", "--json", "--database", kept + "/lianban.db"});
  ASSERT_EQ(list.exit, 0) << list.out;
  EXPECT_EQ(json::parse(list.out)["cases"].size(), 2U);
  const Finished history =
      run_cli({"case", "history", "330300WYC2021091500002", "--database", kept + "/lianban.db"});
  EXPECT_TRUE(has(history.out, "deferral.carrier_policy.overdue")) << history.out;
  EXPECT_EQ(run_cli({"demo", "--keep", kept}).exit, 8) << "an existing database is not overwritten";
}

}  // namespace
}  // namespace lianban::cli::test
