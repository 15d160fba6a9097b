// Faults are put into the shipped approval; each is found, and its story told again.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "decide/decide.hpp"
#include "lianban/proof.hpp"
#include "lianban/scenario.hpp"
#include "model/definition.hpp"
#include "prove_faults.hpp"
#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

const std::string kWorkflows = std::string(LIANBAN_SOURCE_DIR) + "/workflows";

/// The approval with one register and two channels less: as many steps and faults, a third of the
/// situations.
json smaller_approval() {
  json approval = json::parse(text_of(kWenzhou));
  approval["open"]["channels"] = {"window"};
  approval["materials"].erase("range_announcement");
  approval["calls"].erase("range_announcement_query");
  return approval;
}

std::shared_ptr<const decide::Prepared> prepared(const json& definition, bool semantic) {
  const auto loaded = model::load(definition, semantic);
  return loaded.definition == nullptr ? nullptr
                                      : std::make_shared<const decide::Prepared>(loaded.definition);
}

class Seeded : public ::testing::TestWithParam<SeededFault> {};

TEST_P(Seeded, FaultIsFoundAndItsStoryToldAgain) {
  const SeededFault& fault = GetParam();
  const json approval = smaller_approval().patch(json::parse(fault.patch));
  EXPECT_EQ(prepared(approval, true) == nullptr, fault.found_by_check);
  const auto made = prepared(approval, false);
  ASSERT_NE(made, nullptr);
  ProofOptions options;
  options.calendars = kWorkflows + "/calendars";
  const auto proof = prove_definition(Definition(made), options);
  ASSERT_TRUE(proof.ok());
  EXPECT_FALSE(proof->proved);
  EXPECT_TRUE(proof->incomplete.empty()) << proof->incomplete.en;
  const auto finding =
      std::find_if(proof->findings.begin(), proof->findings.end(), [&](const ProofFinding& each) {
        return each.code == fault.code && each.severity == Severity::kError;
      });
  ASSERT_NE(finding, proof->findings.end());
  EXPECT_FALSE(finding->story.empty());
  ASSERT_FALSE(finding->scenario.is_null()) << finding->untold.en;
  if (fault.found_by_check) return;  // No story can publish what the checker refuses.
  const TempFolder folder;
  std::ofstream(folder.file("story.json")) << finding->scenario.dump();
  ScenarioOptions telling;
  telling.calendars = options.calendars;
  for (const ScenarioReport& report : run_scenarios(folder.file("story.json"), telling)) {
    EXPECT_TRUE(report.passed) << report.step << ": " << report.expected << " / " << report.found
                               << "\n"
                               << finding->scenario["steps"].dump(1);
  }
}

std::string name_of(const ::testing::TestParamInfo<SeededFault>& info) {
  std::string name;
  for (const char c : std::string(info.param.name)) name += std::isalnum(c) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Approval, Seeded, ::testing::ValuesIn(kSeededFaults), name_of);

TEST(Prove, ShippedApprovalIsProved) {
  const TempFolder folder;
  const Finished run = run_cli({"prove", kWenzhou, "--json", "--stories", folder.file("")});
  ASSERT_EQ(run.exit, 0) << run.out << run.err;
  const json answer = json::parse(run.out);
  const json& file = answer["files"][0];
  EXPECT_TRUE(file["proved"]);
  EXPECT_TRUE(file["incomplete"].is_null());
  for (const json& finding : file["findings"]) EXPECT_EQ(finding["severity"], "warning");
  EXPECT_LT(file["peak_bytes"].get<std::size_t>(), std::size_t{500} << 20);
}

TEST(Prove, LimitReachedIsSaidAndIsNoProof) {
  const TempFolder folder;
  const Finished run = run_cli(
      {"--lang", "en", "prove", kWenzhou, "--max-states", "100", "--stories", folder.file("")});
  EXPECT_EQ(run.exit, 1);
  EXPECT_NE(run.out.find("--max-states"), std::string::npos);
  EXPECT_NE(run.out.find("not all proved"), std::string::npos);
}

TEST(Prove, StoryOfAViolationIsWrittenAndPassesAsAScenario) {
  const TempFolder folder;
  json approval = smaller_approval();
  approval["chart"]["states"][2]["states"][4]["transitions"][0].erase("when");
  std::ofstream(folder.file("faulty.json")) << approval.dump();
  const auto prove = [&] {
    return run_cli(
        {"prove", folder.file("faulty.json"), "--json", "--stories", folder.file("out")});
  };
  const Finished first = prove();
  EXPECT_EQ(first.exit, 1);
  const json finding = json::parse(first.out)["files"][0]["findings"][0];
  EXPECT_EQ(finding["code"], "LB-P3003");
  EXPECT_TRUE(finding["reproduced"]);
  EXPECT_EQ(run_cli({"test", finding["file"].get<std::string>()}).exit, 0);
  // The same definition gives the same answer, to the last story.
  const std::string story = text_of(finding["file"].get<std::string>());
  const Finished second = prove();
  EXPECT_EQ(text_of(finding["file"].get<std::string>()), story);
  EXPECT_EQ(json::parse(second.out)["files"][0]["findings"],
            json::parse(first.out)["files"][0]["findings"]);
}

TEST(Prove, FaultyDefinitionIsNotProved) {
  const TempFolder folder;
  std::ofstream(folder.file("bad.json")) << "{}";
  EXPECT_NE(run_cli({"prove", folder.file("bad.json")}).exit, 0);
}

}  // namespace
}  // namespace lianban::cli::test
