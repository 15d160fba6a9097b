// How a case ends, and what it may not leave behind (definition language, sections 2 and 4).
#include <functional>
#include <map>

#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

const Json kReason{{"reason", "理由"}};

/// One way to each ending, each begun with the originals at the window.
std::map<std::string, std::function<void(Wenzhou&)>> ways_to_end() {
  return {
      {"granted",
       [](Wenzhou& bench) {
         bench.grant();
         bench.must(Verb::kSend, "hand_over", nullptr, kClerk);
       }},
      {"refused",
       [](Wenzhou& bench) {
         bench.accept();
         bench.must(Verb::kSend, "reject", kReason, kReviewer);
       }},
      {"not_accepted",
       [](Wenzhou& bench) {
         bench.file();
         bench.must(Verb::kSend, "refuse_acceptance", kReason, kClerk);
       }},
      {"withdrawn",
       [](Wenzhou& bench) {
         bench.file();
         bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
       }},
      {"acceptance_revoked",
       [](Wenzhou& bench) {
         bench.change();
         bench.wait_until(end_of_day("2021-10-12"));
         bench.must(Verb::kReply, "insurer_policy", {{"found", false}});
         bench.must(Verb::kSend, "restore_consent", nullptr, kZhang);
         bench.must(Verb::kReply, "police_restore_use", {{"result", "approved"}});
       }},
  };
}

// Whatever the ending: papers that were taken in are with their owner again.
TEST(Ending, EveryOneHasTheOriginalsBackWithTheApplicant) {
  for (const auto& [outcome, way] : ways_to_end()) {
    Wenzhou bench;
    way(bench);
    EXPECT_EQ(bench.open->outcome, outcome);
    EXPECT_TRUE(bench.open->ended()) << outcome;
    EXPECT_TRUE(bench.originals_returned()) << outcome;
  }
}

// No clock runs on, nothing is owed, nobody is asked, nothing wakes the case.
TEST(Ending, NothingIsLeftRunning) {
  for (const auto& [outcome, way] : ways_to_end()) {
    Wenzhou bench;
    way(bench);
    for (const auto& [id, run] : bench.open->clocks) {
      EXPECT_EQ(run.state, calendar::ClockState::kStopped) << outcome << " " << id;
    }
    for (const auto& [id, deferral] : bench.open->deferrals) {
      EXPECT_FALSE(deferral.open()) << outcome << " " << id;
    }
    EXPECT_FALSE(next_wake(*bench.open).has_value()) << outcome;
    EXPECT_FALSE(next_limit(*bench.open).has_value()) << outcome;
    EXPECT_TRUE(boxes(*bench.open, bench.inputs()).empty()) << outcome;
    EXPECT_EQ(bench.seen()["holders"]["now"], Json::array()) << outcome;
  }
}

// An ended case takes no event of anybody, and refuses as such.
TEST(Ending, TakesNothingMore) {
  Wenzhou bench;
  bench.file();
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  const std::string bytes = bench.bytes();
  for (const Actor& actor : {kZhang, kClerk, kHead, Actor::system()}) {
    EXPECT_EQ(bench.send("withdraw", actor), "case/ended");
  }
  EXPECT_EQ(bench.run(Verb::kSupply, "application_form", Json::object(), kZhang), "case/ended");
  EXPECT_EQ(bench.run(Verb::kPromise, "carrier_policy", nullptr, kZhang), "case/ended");
  EXPECT_EQ(bench.run(Verb::kAmend, "form.vehicle.seats", 4, kZhang), "case/ended");
  EXPECT_EQ(bench.bytes(), bytes);
  EXPECT_TRUE(actions(*bench.open, kZhang, bench.inputs()).empty());
}

// An answer that comes after the end is kept, so that nobody can say it was never given.
TEST(Ending, AnswerAfterTheEndIsKeptWithoutEffect) {
  Wenzhou bench;
  bench.open_with(filing());
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  ASSERT_TRUE(bench.open->ended());
  bench.must(Verb::kReply, "tax_receipt_query", {{"found", true}, {"no", "T-7"}});
  EXPECT_EQ(history_of<LateAnswer>(bench).size(), 1U);
  EXPECT_EQ(material::record_of(bench.open->materials, "tax_receipt").state,
            lifecycle::MaterialState::kMissing);
  EXPECT_EQ(bench.open->outcome, "withdrawn");
}

// The floor: a definition (unchecked here) that would keep somebody's original cannot end.
TEST(Ending, OriginalsAreNotKept) {
  constexpr const char* kKeeper = R"({
    "lianban": 1, "id": "keeper", "version": "1.0.0",
    "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {}}},
    "materials": {"deed": {"title": "Deed", "source": "applicant", "original": true, "required": false}},
    "chart": {"states": [
      {"id": "desk", "enter": [{"custody": {"material": "deed", "at": "bureau"}}], "transitions": [
        {"on": "end", "to": "over"}, {"on": "keep", "to": "kept"},
        {"on": "give_back", "do": [{"custody": {"material": "deed", "at": "applicant"}}], "to": "over"}]},
      {"id": "over", "kind": "final"}, {"id": "kept", "kind": "final", "leaves": ["deed"]}]}
  })";
  for (const char* way : {"give_back", "keep"}) {
    Workbench bench(kKeeper, false);
    ASSERT_TRUE(bench.loaded()) << bench.diagnostics().front().message.en;
    ASSERT_EQ(bench.run(Verb::kOpen, "keeper"), "");
    EXPECT_EQ(bench.run(Verb::kSend, "end"), "case/originals");
    EXPECT_EQ(ids_of(bench.refusal.reasons, "custody"), std::vector<std::string>{"deed"});
    EXPECT_EQ(bench.run(Verb::kSend, way), "");
    EXPECT_TRUE(bench.open->ended()) << way;
  }
}

// Practice (the law is silent): whoever applied may withdraw until the decision, from every step.
TEST(Ending, ApplicantMayWithdrawFromEveryStepBeforeTheDecision) {
  const std::vector<std::function<void(Wenzhou&)>> steps{[](Wenzhou& bench) { bench.file(); },
                                                         [](Wenzhou& bench) { bench.accept(); },
                                                         [](Wenzhou& bench) {
                                                           bench.accept();
                                                           bench.must(Verb::kSend, "inspect",
                                                                      nullptr, kReviewer);
                                                         },
                                                         [](Wenzhou& bench) { bench.pass(); },
                                                         [](Wenzhou& bench) { bench.change(); },
                                                         [](Wenzhou& bench) { bench.insure(); }};
  for (const auto& step : steps) {
    Wenzhou bench;
    step(bench);
    const std::string from = bench.state();
    EXPECT_EQ(bench.send("withdraw", kZhang), "") << from;
    EXPECT_EQ(bench.open->decision, "withdrawn") << from;
  }
}

// Whose working days were used: the first day of a stay is not counted, the last is.
TEST(Ending, WorkdaysAreChargedToWhoHeldTheCase) {
  Wenzhou bench;
  bench.accept();
  bench.now = at("2021-09-17T10:00:00+08:00");
  bench.must(Verb::kSend, "pass", nullptr, kReviewer);
  bench.now = at("2021-09-22T10:00:00+08:00");
  bench.police("approved");
  bench.now = at("2021-09-24T10:00:00+08:00");
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-09-24"));
  bench.must(Verb::kSend, "approve", nullptr, kApprover);
  const Json used = bench.seen()["holders"]["used"];
  EXPECT_EQ(used["transport"], 2) << "the 16th and the 17th";
  EXPECT_EQ(used["police"], 2) << "Saturday the 18th was worked, and the 22nd";
  EXPECT_EQ(used["applicant"], 2) << "the 23rd and the 24th";
}

constexpr const char* kBroken = R"({
  "lianban": 1, "id": "broken", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "vars": {"given": null, "taken": null},
  "clocks": {"check": {"title": "Check", "limit": "5 workdays", "runs_in": ["desk"]}},
  "chart": {"states": [
    {"id": "desk", "transitions": [
      {"on": "clock.check.expired", "do": [{"assign": {"vars.taken": {"require": ["vars.given"]}}}], "to": "over"},
      {"on": "give", "by": "bureau.clerk", "do": [{"assign": {"vars.given": 1}}]}]},
    {"id": "over", "kind": "final"}]}
})";

// Section 2: a timer whose processing fails leaves the case as it was, fenced for a person; only
// the lead agency frees it, and nothing is lost meanwhile.
TEST(Ending, FailingTimerFencesTheCaseAsItWas) {
  Workbench bench(kBroken);
  ASSERT_TRUE(bench.loaded()) << bench.diagnostics().front().message.en;
  const Actor clerk{"c1", {"bureau.clerk"}, {}};
  ASSERT_EQ(bench.run(Verb::kOpen, "broken"), "");
  bench.now = end_of_day("2021-09-23");
  ASSERT_EQ(bench.run(Verb::kTick, ""), "");
  EXPECT_EQ(bench.open->active, std::vector<std::string>{"desk"});
  EXPECT_EQ(bench.open->attention, lifecycle::AttentionState::kFenced);
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"timer/failed"});
  EXPECT_FALSE(next_wake(*bench.open).has_value()) << "it would fail again";
  EXPECT_EQ(bench.run(Verb::kSend, "give", nullptr, clerk), "case/fenced");
  EXPECT_EQ(bench.run(Verb::kRetry, "check", nullptr, kZhang), "incident/by");
  ASSERT_EQ(bench.run(Verb::kRetry, "check", nullptr, clerk), "");
  EXPECT_EQ(bench.open->attention, lifecycle::AttentionState::kClear);
}

}  // namespace
}  // namespace lianban::decide::testing
