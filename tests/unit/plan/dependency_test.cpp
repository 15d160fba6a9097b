// One small definition for each kind of dependency, and for each kind of circle.
#include <gtest/gtest.h>

#include "unit/plan/workshop.hpp"

namespace lianban::planning::test {
namespace {

TEST(Counting, OnlyWhatTheApplicantBringsIsBrought) {
  json definition = small();
  definition["materials"] = json::parse(R"({
    "form": {"source": "applicant"},
    "large_form": {"source": "applicant", "required": "large"},
    "extra": {"source": "applicant", "required": false},
    "record": {"source": {"query": "lookup"}},
    "sheet": {"source": {"produced": "notice"}}})");
  definition["chart"]["states"][1]["enter"] = json::parse(R"([{"produce": "notice"}])");
  const Plan plan = plan_json(definition);
  EXPECT_EQ(plan.all, 5U);
  EXPECT_EQ(plan.bring_least, 1U);
  EXPECT_EQ(plan.bring_most, 2U);
  EXPECT_EQ(document(plan, "large_form").condition.zh, "面积大");
  EXPECT_EQ(document(plan, "extra").demand, Demand::kNever);
  EXPECT_EQ(document(plan, "sheet").stage, "review");
  EXPECT_TRUE(plan.knots.empty());
}

TEST(Counting, WithoutMaterialsThereIsNothingToBring) {
  const Plan plan = plan_json(small());
  EXPECT_EQ(plan.all, 0U);
  EXPECT_EQ(plan.bring_most, 0U);
  EXPECT_TRUE(plan.ok());
  EXPECT_TRUE(plan.knots.empty());
  ASSERT_EQ(plan.trips.size(), 1U);
  EXPECT_EQ(plan.trips[0].least, 0U);
}

TEST(Counting, ABareChartHasAPlanToo) {
  const Plan plan = plan_json(json::parse(R"({"lianban": 1, "id": "bare", "version": "1.0.0",
    "chart": {"states": [{"id": "a", "transitions": [{"on": "go", "to": "b"}]},
                         {"id": "b", "kind": "final"}]}})"));
  EXPECT_TRUE(plan.ok());
  EXPECT_TRUE(plan.trips.empty());
  ASSERT_EQ(plan.stages.size(), 1U);
  EXPECT_EQ(plan.stages[0].state, "a");
}

TEST(Needs, ARequestThatNamesAPaperWaitsForIt) {
  json definition = small();
  definition["calls"]["act"]["request"]["notice"] = {{"var", "papers.notice.number"}};
  definition["chart"]["states"][2]["enter"].push_back({{"produce", "notice"}});
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  EXPECT_EQ(circle_of(plan.knots[0]), "paper:notice state:granting call:act");
}

TEST(Needs, AReadWithADefaultWaitsForNothing) {
  for (const char* rule : {R"({"if": [{"var": "papers.notice.number"}, 1, 2]})",
                           R"({"or": [{"var": "papers.notice.number"}, ""]})",
                           R"({"var": ["papers.notice.number", ""]})"}) {
    json definition = small();
    definition["calls"]["act"]["request"]["notice"] = json::parse(rule);
    definition["chart"]["states"][2]["enter"].push_back({{"produce", "notice"}});
    EXPECT_EQ(codes(plan_json(definition)), Names{}) << rule;
  }
}

TEST(Needs, ARequestThatReadsAReplyWaitsForThatCall) {
  json definition = small();
  definition["materials"]["record"] = json::parse(R"({"source": {"query": "lookup"}})");
  definition["calls"]["lookup"]["request"]["no"] = {{"var", "calls.act.reply.no"}};
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  EXPECT_EQ(circle_of(plan.knots[0]),
            "material:record call:lookup call:act state:review acceptance");
}

TEST(Needs, AReusedLicenceOfThisVeryCaseWaitsForTheCase) {
  json definition = small();
  definition["materials"]["permit"] = json::parse(R"({"source": {"reuse": "pass"}})");
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  definition["licences"]["pass"]["held"] = "P1";
  EXPECT_EQ(codes(plan_json(definition)), Names{}) << "one that is held already";
}

TEST(Needs, AvailableAfterAStateWaitsForTheState) {
  json definition = small();
  json policy = deferred();
  policy["defer"]["available_after"] = "granting";
  definition["materials"]["policy"] = policy;
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"}) << "the step that issues is refused without it";
  EXPECT_EQ(circle_of(plan.knots[0]), "material:policy state:granting");
  definition["materials"]["policy"]["defer"]["available_after"] = "review";
  EXPECT_EQ(codes(plan_json(definition)), Names{});
}

TEST(Needs, AGuardThatAsksForAPaperWaitsForIt) {
  json definition = small();
  json& accept = definition["chart"]["states"][0]["transitions"][0];
  accept["when"] = json::parse(R"([{"and": [{"!!": [{"var": "papers.notice.number"}]}, true]}])");
  definition["chart"]["states"][1]["enter"] = json::parse(R"([{"produce": "notice"}])");
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  EXPECT_EQ(circle_of(plan.knots[0]), "paper:notice state:review");
}

TEST(Needs, AnEventThatOnlyTheChartRaisesWaitsForWhoRaisesIt) {
  json definition = small();
  json policy = deferred();
  policy["defer"]["available_after"] = "late";
  definition["materials"]["policy"] = policy;
  json& states = definition["chart"]["states"];
  states[1]["transitions"].push_back(json::parse(R"({"on": "moved", "to": "late"})"));
  states.push_back(json::parse(R"({"id": "late", "transitions": [{"to": "granting"}]})"));
  EXPECT_EQ(codes(plan_json(definition)), Names{}) << "an agency may send it";
  states[2]["enter"].push_back({{"raise", "moved"}});
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  EXPECT_EQ(circle_of(plan.knots[0]), "material:policy state:late");
}

TEST(Circles, OneThatADeferralBreaks) {
  json definition = small();
  definition["materials"]["policy"] = deferred();
  const Plan plan = plan_json(definition);
  ASSERT_EQ(plan.knots.size(), 1U);
  EXPECT_EQ(circle_of(plan.knots[0]), "material:policy call:act state:review acceptance");
  EXPECT_EQ(plan.knots[0].broken_by, Names{"policy"});
  EXPECT_TRUE(plan.ok());
}

TEST(Circles, ADocumentThatWaitsForItself) {
  json definition = small();
  definition["papers"]["notice"]["fields"] = {{"before", {{"var", "papers.notice.number"}}}};
  definition["chart"]["states"][1]["enter"] = json::parse(R"([{"produce": "notice"}])");
  const Plan plan = plan_json(definition);
  ASSERT_EQ(codes(plan), Names{"LB-P3101"});
  EXPECT_EQ(circle_of(plan.knots[0]), "paper:notice");
  EXPECT_EQ(plan.knots[0].words.en, "'Notice' waits for 'Notice'");
}

TEST(Circles, TwoThatHaveNothingToDoWithEachOther) {
  json definition = small();
  definition["papers"]["notice"]["fields"] = {{"act", {{"var", "papers.letter.number"}}}};
  definition["papers"]["letter"] =
      json::parse(R"({"title": "Letter", "fields": {"notice": {"var": "papers.notice.number"}}})");
  definition["chart"]["states"][1]["enter"] =
      json::parse(R"([{"produce": "notice"}, {"produce": "letter"}])");
  definition["calls"]["lookup"]["request"]["no"] = {{"var", "calls.lookup.reply.no"}};
  definition["materials"]["record"] = json::parse(R"({"source": {"query": "lookup"}})");
  const Plan plan = plan_json(definition);
  EXPECT_EQ(codes(plan), (Names{"LB-P3101", "LB-P3101"}));
  ASSERT_EQ(plan.knots.size(), 2U);
  EXPECT_EQ(circle_of(plan.knots[0]), "call:lookup");
  EXPECT_EQ(circle_of(plan.knots[1]), "paper:letter paper:notice");
}

TEST(Circles, EachOfTwoThroughTheAcceptanceHasItsOwnBreaker) {
  json definition = small();
  definition["materials"]["policy"] = deferred();
  definition["materials"]["health"] = deferred();
  Plan plan = plan_json(definition);
  ASSERT_EQ(plan.knots.size(), 2U);
  EXPECT_EQ(plan.knots[0].broken_by.size() + plan.knots[1].broken_by.size(), 2U);
  EXPECT_NE(plan.knots[0].broken_by, plan.knots[1].broken_by);
  EXPECT_TRUE(plan.ok());

  plan = plan_json(definition, {.without_deferral = {"health"}});
  ASSERT_EQ(plan.knots.size(), 2U);
  EXPECT_EQ(plan.knots[0].broken_by, Names{}) << "what nothing breaks comes first";
  EXPECT_EQ(plan.knots[0].circle[0].id, "health");
  EXPECT_EQ(plan.knots[1].broken_by, Names{"policy"});
}

TEST(Circles, OneThroughTwoDeferralsNeedsBoth) {
  json definition = small();
  definition["calls"]["second"] = definition["calls"]["lookup"];
  definition["calls"]["second"]["request"]["no"] = {{"var", "materials.policy.data"}};
  definition["materials"]["policy"] = deferred();
  definition["materials"]["stamp"] = json::parse(R"({"source": {"query": "second"}, "defer":
    {"within": "5 workdays", "overdue": "acceptance_revoked"}})");
  EXPECT_TRUE(plan_json(definition).ok());
  for (const char* id : {"policy", "stamp"}) {
    const Plan plan = plan_json(definition, {.without_deferral = {id}});
    EXPECT_FALSE(plan.ok()) << id;
  }
  const Plan plan = plan_json(definition, {.without_deferral = {"stamp"}});
  EXPECT_EQ(circle_of(plan.knots[0]),
            "material:stamp call:second material:policy call:act state:review acceptance");
}

TEST(Circles, SilenceOfTheAgencyIsNoWayRoundOne) {
  json definition = small();
  definition["materials"]["policy"] = deferred();
  definition["clocks"]["check"] = json::parse(R"({"limit": "5 workdays", "runs_in": ["filed"]})");
  definition["chart"]["states"][0]["transitions"].push_back(json::parse(
      R"({"on": "clock.check.expired", "do": [{"accept": {"deemed": true}}], "to": "review"})"));
  EXPECT_EQ(codes(plan_json(definition, {.without_deferral = {"policy"}})), Names{"LB-P3101"});
}

TEST(Circles, AnotherWayInOpensOne) {
  json definition = small();
  definition["materials"]["policy"] = deferred();
  definition["chart"]["states"][0]["transitions"].push_back(
      json::parse(R"({"on": "hurry", "by": "office.clerk", "to": "review"})"));
  EXPECT_TRUE(plan_json(definition, {.without_deferral = {"policy"}}).ok())
      << "the act may be asked before acceptance";
}

TEST(Trips, PaperThatOnlyAnOfficerGivesBackIsATrip) {
  json definition = small();
  definition["open"]["channels"] = {"window", "online"};
  definition["materials"]["deed"] = json::parse(R"({"source": "applicant", "original": true})");
  json& out = definition["chart"]["states"][2]["transitions"][0];
  out["on"] = "hand_over";
  out["by"] = "office.clerk";
  out["do"] = json::parse(R"([{"custody": {"material": "deed", "at": "applicant"}}])");
  const Plan plan = plan_json(definition);
  ASSERT_EQ(plan.trips.size(), 2U);
  EXPECT_EQ(plan.trips[0].least, 2U);
  EXPECT_EQ(plan.trips[1].least, 1U);
  EXPECT_EQ(plan.trips[1].reasons.size(), 2U);
}

TEST(Json, HoldsWhatThePlanHolds) {
  json definition = small();
  definition["materials"]["policy"] = deferred();
  const json told = to_json(plan_json(definition));
  EXPECT_EQ(told["all"], 1);
  EXPECT_EQ(told["bring"], (json{{"least", 0}, {"most", 0}}));
  EXPECT_EQ(told["documents"][0]["origin"], "register");
  EXPECT_EQ(told["documents"][0]["stage"], "review");
  EXPECT_EQ(told["knots"][0]["broken_by"], json::array({"policy"}));
  EXPECT_EQ(told["knots"][0]["circle"][0], (json{{"kind", "material"},
                                                 {"id", "policy"},
                                                 {"title", {{"zh", "policy"}, {"en", "policy"}}}}));
  EXPECT_EQ(told["trips"][0]["channel"], "online");
}

}  // namespace
}  // namespace lianban::planning::test
