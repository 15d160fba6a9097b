// Acts in law of other agencies: never abandoned, never done twice, turned back only by a new act
// that the owner wants (definition language, section 7; 道路交通安全法实施条例 6).
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

using lifecycle::CallState;
using lifecycle::EffectState;

const CallRecord& change(const Workbench& bench) {
  return bench.open->calls.at("police_change_use");
}

// From sending until a known answer the effect is possible: the vehicle may be changed already.
TEST(Acts, EffectIsPossibleFromTheMomentOfAsking) {
  Wenzhou bench;
  bench.pass();
  EXPECT_EQ(bench.change_effect(), EffectState::kPossible);
  bench.police("rejected");
  EXPECT_EQ(bench.change_effect(), EffectState::kNone);
  EXPECT_EQ(bench.open->outcome, "refused") << "nothing to turn back";
}

// Withdrawal does not unsay the request: the case waits for the police, then asks for consent.
TEST(Acts, LateApprovalIsTakenWhereverTheCaseIs) {
  Wenzhou bench;
  bench.pass();
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  EXPECT_EQ(bench.state(), "awaiting_police");
  EXPECT_TRUE(change(bench).outstanding()) << "an act is not abandoned";
  EXPECT_FALSE(bench.open->ended());
  bench.now += std::chrono::days(9);
  bench.police("approved");
  EXPECT_EQ(bench.change_effect(), EffectState::kStanding);
  EXPECT_EQ(bench.state(), "consent");
  EXPECT_EQ(papers_of(*bench.open, "change_feedback_sheet"), 1U);
}

TEST(Acts, LateRejectionEndsTheWithdrawal) {
  Wenzhou bench;
  bench.pass();
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  bench.police("rejected");
  EXPECT_EQ(bench.open->outcome, "withdrawn");
  EXPECT_EQ(bench.change_effect(), EffectState::kNone);
  EXPECT_TRUE(bench.originals_returned());
}

// The policy did not come, but the registration is changed: it is turned back, as a new act.
TEST(Acts, RevocationAfterTheChangeLeadsToRestoring) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(end_of_day("2021-10-12"));
  bench.must(Verb::kReply, "insurer_policy", {{"found", false}});
  EXPECT_EQ(bench.open->decision, "acceptance_revoked");
  EXPECT_EQ(bench.state(), "consent");
  EXPECT_FALSE(bench.open->ended());
  EXPECT_EQ(bench.send("restore_consent", kClerk), "event/by") << "only the owner";
  bench.must(Verb::kSend, "restore_consent", nullptr, kZhang);
  EXPECT_EQ(bench.state(), "turning_back");
  EXPECT_EQ((*bench.open->calls.at("police_restore_use").request)["to_use"], "U");
  bench.must(Verb::kReply, "police_restore_use", {{"result", "approved"}});
  EXPECT_EQ(bench.change_effect(), EffectState::kUndone);
  EXPECT_EQ(bench.open->outcome, "acceptance_revoked");
  EXPECT_TRUE(bench.originals_returned());
}

// Without consent the registration stands: openly, recorded, and the police are told.
TEST(Acts, WithoutConsentTheRegistrationStandsOpenly) {
  Wenzhou bench;
  bench.change();
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  EXPECT_EQ(bench.state(), "consent");
  bench.wait_until(end_of_day("2021-10-12") - kMoment);
  EXPECT_FALSE(bench.open->ended());
  bench.wait_until(end_of_day("2021-10-12"));
  EXPECT_EQ(bench.open->outcome, "withdrawn");
  EXPECT_EQ(bench.change_effect(), EffectState::kStanding);
  EXPECT_EQ(bench.open->notices.back().to, "police");
  const auto remarks = history_of<Remarked>(bench);
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ((*remarks.front().remark)["registration"], "stands");
}

TEST(Acts, RejectedRestorationLeavesItStandingOpenly) {
  Wenzhou bench;
  bench.change();
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  bench.must(Verb::kSend, "restore_consent", nullptr, kZhang);
  bench.must(Verb::kReply, "police_restore_use", {{"result", "rejected"}});
  EXPECT_EQ(bench.open->outcome, "withdrawn");
  EXPECT_EQ(bench.change_effect(), EffectState::kStanding);
  EXPECT_EQ(bench.open->notices.back().to, "police");
}

// A lost answer is nobody's decision: an incident of the lead agency, and no ending meanwhile.
TEST(Acts, LostAnswerIsAnIncidentAndNoEndingIsReached) {
  Wenzhou bench;
  bench.pass();
  bench.must(Verb::kFail, "police_change_use", {{"code", "agency/unknown"}});
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"call/failed"});
  EXPECT_EQ(bench.change_effect(), EffectState::kPossible);
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  EXPECT_EQ(bench.state(), "awaiting_police");
  bench.wait_until(at("2022-09-15T09:00:00+08:00"));
  EXPECT_FALSE(bench.open->ended()) << "however long it takes";
  EXPECT_EQ(bench.run(Verb::kGiveUp, "police_change_use", {{"reason", "算了"}}, kClerk),
            "incident/effect");
}

// Somebody of the lead agency asks by telephone and enters what the police said, with a reason.
TEST(Acts, LostAnswerMayBeEnteredByHand) {
  Wenzhou bench;
  bench.pass();
  bench.must(Verb::kFail, "police_change_use", {{"code", "agency/unknown"}});
  const Json said{{"reply", {{"result", "approved"}}}, {"reason", "电话核实"}};
  EXPECT_EQ(bench.run(Verb::kAnswer, "police_change_use", said, kZhang), "incident/by");
  EXPECT_EQ(
      bench.run(Verb::kAnswer, "police_change_use", {{"reply", {{"result", "approved"}}}}, kClerk),
      "incident/input");
  bench.must(Verb::kAnswer, "police_change_use", said, kClerk);
  EXPECT_EQ(bench.change_effect(), EffectState::kStanding);
  EXPECT_EQ(bench.state(), "insurance");
  EXPECT_TRUE(incidents(*bench.open).empty());
}

// The agency's own late answer counts as well, and settles the incident.
TEST(Acts, AnswerAfterFailureStillCounts) {
  Wenzhou bench;
  bench.pass();
  bench.must(Verb::kFail, "police_change_use", {{"code", "agency/unknown"}});
  bench.police("approved");
  EXPECT_EQ(bench.state(), "insurance");
  EXPECT_TRUE(incidents(*bench.open).empty());
}

// Asked again is the same request under the same key: an agency that honours keys acts once.
TEST(Acts, RetryRepeatsTheSameRequest) {
  Wenzhou bench;
  bench.pass();
  const CallRecord before = change(bench);
  bench.must(Verb::kFail, "police_change_use", {{"code", "agency/unreachable"}});
  EXPECT_EQ(bench.run(Verb::kRetry, "police_change_use", nullptr, kZhang), "incident/by");
  bench.must(Verb::kRetry, "police_change_use", nullptr, kClerk);
  EXPECT_EQ(change(bench).key, before.key);
  EXPECT_EQ(change(bench).seq, before.seq);
  EXPECT_EQ(*change(bench).request, *before.request);
  ASSERT_EQ(bench.effects.outbox_add.size(), 1U);
  EXPECT_EQ(bench.effects.outbox_add.front().ref, "call:police_change_use");
  EXPECT_TRUE(change(bench).outstanding());
}

// An answer is given once. A second one is kept and changes nothing.
TEST(Acts, ContradictingSecondAnswerIsKeptWithoutEffect) {
  Wenzhou bench;
  bench.change();
  bench.police("rejected");
  EXPECT_EQ(bench.change_effect(), EffectState::kStanding);
  EXPECT_EQ(change(bench).outcome, "approved");
  EXPECT_EQ(bench.state(), "insurance");
  const auto late = history_of<LateAnswer>(bench);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late.front().outcome, "rejected");
}

// A reply that says neither yes nor no decides nothing and frees nobody.
TEST(Acts, ReplyThatFitsNothingLeavesTheEffectPossible) {
  Wenzhou bench;
  bench.pass();
  bench.must(Verb::kReply, "police_change_use", {{"result", "perhaps"}});
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"call/misfit"});
  EXPECT_EQ(bench.change_effect(), EffectState::kPossible);
  EXPECT_EQ(bench.state(), "vehicle_change");
}

// Section 7: a timeout says so once and ends nothing.
TEST(Acts, SilenceIsReportedOnceAndEndsNothing) {
  Wenzhou bench;
  bench.pass();
  bench.wait_until(end_of_day("2021-09-18"));
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"call/timeout"});
  bench.wait_until(end_of_day("2021-09-30"));
  EXPECT_EQ(bench.open->incidents.size(), 1U);
  EXPECT_EQ(bench.state(), "vehicle_change");
  bench.police("approved");
  EXPECT_EQ(bench.state(), "insurance");
  EXPECT_TRUE(incidents(*bench.open).empty());
}

constexpr const char* kCareless = R"({
  "lianban": 1, "id": "careless", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {}}, "registry": {"title": "Registry", "roles": {}}},
  "calls": {
    "change": {"title": "Change", "agency": "registry", "operation": "change", "answers": "later",
      "outcomes": [{"id": "ok", "when": {"var": "reply.ok"}, "effect": true}, {"id": "no"}],
      "reply": {"type": "object"}, "reverse": "undo"},
    "undo": {"title": "Undo", "agency": "registry", "operation": "undo", "answers": "later",
      "outcomes": [{"id": "ok", "effect": true}], "reply": {"type": "object"}}},
  "chart": {"states": [
    {"id": "changing", "call": "change", "transitions": [{"on": "stop", "to": "over"}]},
    {"id": "over", "kind": "final"}]}
})";

// The floor: a definition (unchecked here) that would end over an open act cannot.
TEST(Acts, NoEndingWhileAnActIsUncertainOrStands) {
  Workbench bench(kCareless, false);
  ASSERT_TRUE(bench.loaded());
  ASSERT_EQ(bench.run(Verb::kOpen, "careless"), "");
  EXPECT_EQ(bench.run(Verb::kSend, "stop"), "case/effect_possible");
  ASSERT_EQ(bench.run(Verb::kReply, "change", {{"ok", true}}), "");
  EXPECT_EQ(bench.run(Verb::kSend, "stop"), "case/effect_standing");
  EXPECT_FALSE(bench.open->ended());
}

}  // namespace
}  // namespace lianban::decide::testing
