// What the planner has to find out about the first approval by itself.
#include <gtest/gtest.h>

#include "unit/plan/workshop.hpp"

namespace lianban::planning::test {
namespace {

const char* const kKnot =
    "material:carrier_policy call:police_change_use state:vehicle_change acceptance";

const PlannedStage* stage(const Plan& plan, const std::string& state) {
  for (const PlannedStage& each : plan.stages) {
    if (each.state == state) return &each;
  }
  return nullptr;
}

TEST(Wenzhou, TwelveMaterialsBecomeFour) {
  const Plan plan = plan_json(wenzhou());
  EXPECT_EQ(plan.all, 12U);
  EXPECT_EQ(plan.bring_least, 4U);
  EXPECT_EQ(plan.bring_most, 4U);
  std::map<DocumentOrigin, int> origins;
  for (const PlannedDocument& each : plan.documents) ++origins[each.origin];
  EXPECT_EQ(origins[DocumentOrigin::kApplicant], 4);
  EXPECT_EQ(origins[DocumentOrigin::kRegister], 5);
  EXPECT_EQ(origins[DocumentOrigin::kProduced], 3);
}

TEST(Wenzhou, ADocumentOfSomeCasesSaysOfWhich) {
  const Plan plan = plan_json(wenzhou());
  const PlannedDocument& range = document(plan, "range_announcement");
  EXPECT_EQ(range.demand, Demand::kSometimes);
  EXPECT_EQ(range.condition, Text("“能源种类”为“bev”", "“energy” is “bev”"));
  EXPECT_EQ(range.agency, "data_platform");
  EXPECT_EQ(document(plan, "tax_receipt").demand, Demand::kAlways);
}

TEST(Wenzhou, TheKnotOfThePolicyIsFoundAndItsBreakerNamed) {
  const Plan plan = plan_json(wenzhou());
  ASSERT_EQ(plan.knots.size(), 1U);
  const Knot& knot = plan.knots[0];
  EXPECT_EQ(circle_of(knot), kKnot);
  EXPECT_EQ(knot.broken_by, Names{"carrier_policy"});
  EXPECT_EQ(knot.blocks, Names{"vehicle_licence"});
  EXPECT_EQ(
      knot.words.zh,
      "“承运人责任险保单”要等“变更使用性质（非营运改为预约出租客运）”，“变更使用性质（非营运改为预"
      "约出租客运）”要等环节“车辆使用性质变更”，环节“车辆使用性质变更”要等受理，受理要等“承运人责任"
      "险保单”");
  EXPECT_TRUE(plan.ok());
  EXPECT_EQ(codes(plan), Names{});
}

TEST(Wenzhou, WithoutTheDeferralTheKnotIsAnError) {
  const Plan plan = plan_json(wenzhou(), {.without_deferral = {"carrier_policy"}});
  EXPECT_FALSE(plan.ok());
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  EXPECT_EQ(plan.findings[0].pointer, "/materials/carrier_policy");
  EXPECT_NE(plan.findings[0].message.en.find("waits for the acceptance, the acceptance waits for"),
            std::string::npos)
      << plan.findings[0].message.en;
  ASSERT_EQ(plan.knots.size(), 1U);
  EXPECT_EQ(circle_of(plan.knots[0]), kKnot);
  EXPECT_EQ(plan.knots[0].broken_by, Names{});
  EXPECT_EQ(plan.knots[0].blocks, Names{"vehicle_licence"});
  EXPECT_FALSE(document(plan, "carrier_policy").obtainable);
  EXPECT_FALSE(document(plan, "change_feedback_sheet").obtainable);
  EXPECT_TRUE(document(plan, "tax_receipt").obtainable);
}

TEST(Wenzhou, ADeferralThatNobodyMayUseIsNone) {
  json definition = wenzhou();
  definition["materials"]["carrier_policy"]["defer"]["when"] = json::array({false});
  const Plan plan = plan_json(definition);
  EXPECT_EQ(codes(plan), Names{"LB-P3101"});
}

TEST(Wenzhou, ADeferralForSomeIsAWarningForTheOthers) {
  json definition = wenzhou();
  definition["materials"]["carrier_policy"]["defer"]["when"] = json::array({"vehicle_fits"});
  const Plan plan = plan_json(definition);
  EXPECT_TRUE(plan.ok());
  EXPECT_EQ(codes(plan), Names{"LB-P3102"});
  ASSERT_EQ(plan.knots.size(), 1U);
  EXPECT_EQ(plan.knots[0].broken_by, Names{"carrier_policy"});
  EXPECT_NE(plan.knots[0].only_if.en.find("At most 7 seats"), std::string::npos);
}

TEST(Wenzhou, NeededBeforeItCanExistIsAKnotThatTheDeferralDoesNotBreak) {
  json definition = wenzhou();
  definition["materials"]["carrier_policy"]["defer"]["needed_by"] = {"vehicle_change"};
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  ASSERT_GE(plan.knots.size(), 1U);
  EXPECT_EQ(circle_of(plan.knots[0]),
            "material:carrier_policy call:police_change_use state:vehicle_change");
  EXPECT_EQ(plan.knots[0].broken_by, Names{});
}

TEST(Wenzhou, EachDocumentHasItsEarliestPlace) {
  const Plan plan = plan_json(wenzhou());
  EXPECT_EQ(document(plan, "application_form").stage, "");
  EXPECT_EQ(document(plan, "tax_receipt").stage, "checking");
  EXPECT_EQ(document(plan, "joint_confirmation").stage, "in_review");
  EXPECT_EQ(document(plan, "change_contact_sheet").stage, "vehicle_change");
  EXPECT_EQ(document(plan, "change_feedback_sheet").stage, "vehicle_change");
  EXPECT_EQ(document(plan, "carrier_policy").stage, "vehicle_change");
  EXPECT_EQ(document(plan, "carrier_policy").needs,
            (Names{"call:insurer_policy", "call:police_change_use"}));
}

TEST(Wenzhou, TheStagesFollowTheRegularWay) {
  const Plan plan = plan_json(wenzhou());
  Names states;
  for (const PlannedStage& each : plan.stages) states.push_back(each.state);
  EXPECT_EQ(states, (Names{"", "checking", "in_review", "preliminary_review", "vehicle_change",
                           "insurance", "final_review", "granting"}));
  ASSERT_NE(stage(plan, "checking"), nullptr);
  EXPECT_TRUE(stage(plan, "checking")->accepts);
  ASSERT_NE(stage(plan, "vehicle_change"), nullptr);
  EXPECT_EQ(stage(plan, "vehicle_change")->calls, Names{"police_change_use"});
  EXPECT_EQ(stage(plan, "vehicle_change")->holder, "police");
  EXPECT_EQ(stage(plan, "vehicle_change")->documents,
            (Names{"change_contact_sheet", "carrier_policy", "change_feedback_sheet"}));
  ASSERT_NE(stage(plan, "granting"), nullptr);
  EXPECT_EQ(stage(plan, "granting")->licences, Names{"vehicle_licence"});
}

TEST(Wenzhou, OneTripByWindowNoneFromAfar) {
  const Plan plan = plan_json(wenzhou());
  ASSERT_EQ(plan.trips.size(), 3U);
  EXPECT_EQ(plan.trips[0].channel, "window");
  EXPECT_EQ(plan.trips[0].least, 1U);
  EXPECT_EQ(plan.trips[0].most, 2U) << "who collects the licence himself";
  EXPECT_EQ(plan.trips[1].channel, "online");
  EXPECT_EQ(plan.trips[1].least, 0U);
  EXPECT_EQ(plan.trips[1].most, 1U);
  EXPECT_EQ(plan.trips[2].channel, "app");
  EXPECT_EQ(plan.trips[2].least, 0U);
  ASSERT_FALSE(plan.trips[0].reasons.empty());
  EXPECT_EQ(plan.trips[0].reasons[0].zh,
            "到窗口递交申请，同时交验原件“机动车行驶证（原件）”、“机动车登记证书（原件）”");
}

}  // namespace
}  // namespace lianban::planning::test
