// `lianban plan`: what it prints for people, what it gives programs, how it ends.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

TEST(PlanCommand, WenzhouGoesFromTwelveToFour) {
  const Finished zh = run_cli({"plan", kWenzhou});
  EXPECT_EQ(zh.exit, 0) << zh.err;
  EXPECT_TRUE(has(zh.out, "材料 12 → 4")) << zh.out;
  EXPECT_TRUE(has(zh.out, "由“承运人责任险保单”的容缺解开")) << zh.out;
  EXPECT_TRUE(has(zh.out, "受理要等“承运人责任")) << zh.out;  // The line is broken after that.
  EXPECT_TRUE(has(zh.out, "窗口：1 次，至多 2 次")) << zh.out;
  EXPECT_TRUE(has(zh.out, "网上：0 次，至多 1 次")) << zh.out;
  const Finished en = run_cli({"plan", kWenzhou, "--lang", "en"});
  EXPECT_TRUE(has(en.out, "Materials 12 → 4")) << en.out;
  EXPECT_TRUE(has(en.out, "broken by the deferral of 'Carrier's liability policy'")) << en.out;
}

TEST(PlanCommand, SignsAreAsciiWhereThatIsAsked) {
  const Finished en = run_cli({"plan", kWenzhou, "--lang", "en", "--ascii"});
  EXPECT_TRUE(has(en.out, "Materials 12 -> 4")) << en.out;
  EXPECT_FALSE(has(en.out, "✔")) << en.out;
}

TEST(PlanCommand, AKnotThatNothingBreaksIsAFinding) {
  const Finished ran =
      run_cli({"plan", kWenzhou, "--without-deferral", "carrier_policy", "--lang", "en"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_TRUE(has(ran.out, "error[LB-P3101]")) << ran.out;
  EXPECT_TRUE(has(ran.out, "no deferral breaks it")) << ran.out;
  EXPECT_TRUE(has(ran.out, "can never be had")) << ran.out;
}

TEST(PlanCommand, GivesOneObjectToPrograms) {
  const Finished ran = run_cli({"plan", kWenzhou, "--json"});
  EXPECT_EQ(ran.exit, 0);
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer["ok"], true);
  EXPECT_EQ(answer["plan"]["all"], 12);
  EXPECT_EQ(answer["plan"]["bring"]["least"], 4);
  EXPECT_EQ(answer["plan"]["knots"][0]["broken_by"], json::array({"carrier_policy"}));
  EXPECT_EQ(answer["findings"], json::array());
  const Finished bad =
      run_cli({"plan", kWenzhou, "--without-deferral", "carrier_policy", "--json"});
  EXPECT_EQ(bad.exit, 1);
  const json finding = json::parse(bad.out)["findings"][0];
  EXPECT_EQ(finding["code"], "LB-P3101");
  EXPECT_EQ(finding["pointer"], "/materials/carrier_policy");
}

TEST(PlanCommand, ADefinitionThatIsWrongInItselfSaysSo) {
  TempFolder folder;
  const std::string file = folder.file("circle.json");
  json definition = json::parse(text_of(kWenzhou));
  definition["materials"]["carrier_policy"]["defer"]["needed_by"] = {"vehicle_change"};
  std::ofstream(file) << definition.dump(2);
  const Finished ran = run_cli({"plan", file, "--lang", "en"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_TRUE(has(ran.out, "documents wait for each other")) << ran.out;
}

TEST(PlanCommand, OnlyADeferralThereIsCanBeTakenAway) {
  EXPECT_EQ(run_cli({"plan", kWenzhou, "--without-deferral", "tax_receipt"}).exit, 2);
  EXPECT_EQ(run_cli({"plan", "/no/such/file.json"}).exit, 3);
}

}  // namespace
}  // namespace lianban::cli::test
