// A refusal names the law that its place in the definition rests on.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/workbench.hpp"

namespace lianban {
namespace {

using Laws = std::vector<std::string>;

constexpr const char* kApproval = R"({
  "lianban": 1, "id": "approval", "version": "1.0.0",
  "law": {"of_way": {"title": "Way"}, "of_rule": {"title": "Rule"}, "of_paper": {"title": "Paper"},
          "of_debt": {"title": "Debt"}, "of_clock": {"title": "Clock"}, "of_step": {"title": "Step"}},
  "agencies": {"bureau": {"title": "Bureau", "lead": true,
                          "roles": {"clerk": "Clerk", "head": "Head"}}},
  "vars": {"ready": false},
  "conditions": {
    "is_ready": {"title": "Ready", "basis": ["of_rule"], "rule": {"==": [{"var": "vars.ready"}, true]}},
    "no_law": {"title": "Ready too", "rule": {"==": [{"var": "vars.ready"}, true]}}
  },
  "materials": {
    "plan": {"title": "Plan", "basis": ["of_paper"], "required": false},
    "policy": {"title": "Policy", "basis": ["of_paper"],
      "defer": {"within": "5 workdays", "needed_by": ["late"], "overdue": "terminated",
                "basis": ["of_debt"]}},
    "deed": {"title": "Deed", "basis": ["of_paper"],
      "defer": {"within": "5 workdays", "needed_by": ["late"], "overdue": "terminated"}}
  },
  "clocks": {"limit": {"title": "L", "limit": "5 workdays", "runs_in": ["late"],
                       "extend": {"by": "1 workday"}, "basis": ["of_clock"]}},
  "chart": {"states": [
    {"id": "work", "transitions": [
      {"on": "accept", "do": [{"accept": {}}]},
      {"on": ["deferral.policy.overdue", "deferral.deed.overdue"], "to": "over"},
      {"on": "sign", "by": "bureau.head", "basis": ["of_way"], "to": "over"},
      {"on": "pass", "by": "bureau.clerk", "when": ["is_ready", "no_law"], "basis": ["of_way"],
       "to": "over"},
      {"on": "extend", "by": "bureau.clerk", "do": [{"extend": "limit"}]},
      {"on": "go", "by": "bureau.clerk", "to": "late"}]},
    {"id": "late", "title": "Late", "basis": ["of_step"], "transitions": [
      {"on": "finish", "by": "bureau.clerk", "to": "over"}]},
    {"id": "over", "kind": "final"}
  ]}
})";

const Actor kClerk{"c1", {"bureau.clerk"}, {}};

class Reasons : public testing::Test {
 protected:
  support::Workbench bench{kApproval};

  void SetUp() override {
    ASSERT_TRUE(bench.loaded());
    ASSERT_EQ(bench.run(Verb::kOpen, "approval"), "");
  }
  void owe() {
    ASSERT_EQ(bench.run(Verb::kPromise, "policy"), "");
    ASSERT_EQ(bench.run(Verb::kPromise, "deed"), "");
    ASSERT_EQ(bench.run(Verb::kSend, "accept"), "");
  }
  [[nodiscard]] Laws laws(const std::string& kind, const std::string& id) const {
    for (const Reason& reason : bench.refusal.reasons) {
      if (reason.kind == kind && reason.id == id) return reason.basis;
    }
    return {"no such reason"};
  }
};

TEST_F(Reasons, ARoleRestsOnTheLawOfItsTransition) {
  EXPECT_EQ(bench.run(Verb::kSend, "sign", nullptr, kClerk), "event/by");
  EXPECT_EQ(laws("role", "bureau.head"), Laws{"of_way"});
}

TEST_F(Reasons, AConditionRestsOnItsOwnLawElseOnItsTransitions) {
  EXPECT_EQ(bench.run(Verb::kSend, "pass", nullptr, kClerk), "event/when");
  EXPECT_EQ(laws("condition", "is_ready"), Laws{"of_rule"});
  EXPECT_EQ(laws("condition", "no_law"), Laws{"of_way"});
}

TEST_F(Reasons, AMissingDocumentRestsOnItsLaw) {
  EXPECT_EQ(bench.run(Verb::kSend, "accept"), "accept/gaps");
  EXPECT_EQ(laws("material", "policy"), Laws{"of_paper"});
}

TEST_F(Reasons, ADeferralRestsOnItsLawElseOnItsDocuments) {
  owe();
  EXPECT_EQ(bench.run(Verb::kSend, "go", nullptr, kClerk), "event/needed_by");
  EXPECT_EQ(laws("deferral", "policy"), Laws{"of_debt"});
  EXPECT_EQ(laws("deferral", "deed"), Laws{"of_paper"});
}

TEST_F(Reasons, AClockThatMayNotBeExtendedRestsOnItsLaw) {
  EXPECT_EQ(bench.run(Verb::kSend, "extend", nullptr, kClerk), "clock/not_running");
  EXPECT_EQ(laws("clock", "limit"), Laws{"of_clock"});
}

TEST_F(Reasons, AnEventOfAStepAheadNamesTheStepAndWhatHoldsTheWayToIt) {
  owe();
  EXPECT_EQ(bench.run(Verb::kSend, "finish", nullptr, kClerk), "event/unknown");
  EXPECT_EQ(laws("state", "late"), Laws{"of_step"});
  EXPECT_EQ(laws("deferral", "policy"), Laws{"of_debt"});
}

TEST_F(Reasons, AnEventThatNothingNamesHasNoReasons) {
  EXPECT_EQ(bench.run(Verb::kSend, "finnish", nullptr, kClerk), "event/unknown");
  EXPECT_TRUE(bench.refusal.reasons.empty());
}

TEST_F(Reasons, TheViewKnowsTheTitlesOfAgenciesAndLaws) {
  const Json view = decide::view(*bench.open, bench.inputs());
  EXPECT_EQ(view["agencies"]["bureau"]["en"], "Bureau");
  EXPECT_EQ(view["law"]["of_debt"]["zh"], "Debt");
}

}  // namespace
}  // namespace lianban
