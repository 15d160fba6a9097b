// A deferred document (容缺) is a debt: it is promised, comes, falls due or ends; it is never
// forgotten. 浙江省保障“最多跑一次”改革规定 11; definition language, section 4.
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

using lifecycle::DeferralState;

const Instant kLimit = end_of_day("2021-10-12");  // 15 working days after 2021-09-15

std::vector<std::string> polled(const Workbench& bench) {
  std::vector<std::string> calls;
  for (const auto& poll : bench.effects.polls) {
    if (!poll.ends) calls.push_back(poll.call + " " + format_instant(poll.next));
  }
  return calls;
}

TEST(Deferral, FoundInTimeIsSatisfied) {
  Wenzhou bench;
  bench.change();
  EXPECT_EQ(bench.state(), "insurance");
  bench.now = at("2021-10-11T10:00:00+08:00");
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-10-11"));
  EXPECT_EQ(bench.policy(), DeferralState::kSatisfied);
  EXPECT_TRUE(happened(bench, "deferrals.settled"));
  EXPECT_EQ(bench.state(), "final_review");
}

// 浙 11: within fifteen working days; not a moment before their end is anybody late.
TEST(Deferral, IsOverdueAtTwentyFourHoursOfDayFifteen) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(kLimit - kMoment);
  EXPECT_EQ(bench.policy(), DeferralState::kPromised);
  EXPECT_FALSE(bench.open->deferrals.at("carrier_policy").last_look);
  bench.wait_until(kLimit + std::chrono::hours(9));
  bench.must(Verb::kReply, "insurer_policy", {{"found", false}});
  EXPECT_EQ(bench.policy(), DeferralState::kForfeited);
  EXPECT_EQ(bench.open->decision, "acceptance_revoked");
  EXPECT_EQ(bench.open->decided_at, kLimit) << "as of the limit, not of the answer";
  EXPECT_EQ(paper(*bench.open, "revocation_decision")["limit"], "2021-10-12");
}

// Section 4: at the limit it is tried once more, and while that try is out nothing falls due.
TEST(Deferral, IsLookedForOnceMoreBeforeItFallsDue) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(kLimit);
  EXPECT_EQ(polled(bench), std::vector<std::string>{"insurer_policy " + format_instant(kLimit)});
  bench.wait_until(kLimit + std::chrono::days(30));
  EXPECT_EQ(bench.policy(), DeferralState::kPromised) << "the insurer is slow, not the applicant";
  EXPECT_TRUE(bench.open->decision.empty());
}

TEST(Deferral, LastLookThatFindsADocumentOfBeforeTheLimitSavesTheCase) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(kLimit + std::chrono::hours(9));
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-10-12"));
  EXPECT_EQ(bench.policy(), DeferralState::kSatisfied);
  EXPECT_EQ(bench.state(), "final_review");
}

TEST(Deferral, DocumentDatedAfterTheLimitCameTooLate) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(kLimit + std::chrono::hours(9));
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-10-13"));
  EXPECT_EQ(bench.policy(), DeferralState::kForfeited);
  EXPECT_EQ(bench.open->decided_at, kLimit);
}

// Nobody loses a licence by a register's outage: held, with an incident, until an answer decides.
TEST(Deferral, OutageAtTheLimitHoldsInsteadOfRevoking) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(kLimit);
  bench.must(Verb::kFail, "insurer_policy", {{"code", "agency/unreachable"}});
  bench.wait_until(kLimit + std::chrono::hours(12));
  EXPECT_EQ(bench.policy(), DeferralState::kPromised);
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"deferral/held"});
  EXPECT_EQ(bench.seen()["deferrals"]["carrier_policy"]["held"], true);
  bench.must(Verb::kReply, "insurer_policy", {{"found", false}});
  EXPECT_EQ(bench.policy(), DeferralState::kForfeited);
  EXPECT_EQ(bench.open->decided_at, kLimit);
  EXPECT_TRUE(incidents(*bench.open).empty()) << "its cause is settled";
}

TEST(Deferral, FailureBeforeTheLimitIsNoIncident) {
  Wenzhou bench;
  bench.change();
  bench.must(Verb::kFail, "insurer_policy", {{"code", "agency/unreachable"}});
  EXPECT_TRUE(incidents(*bench.open).empty()) << "it is asked again anyway";
}

// The day of arrival counts, whether or not anybody has looked at the document yet.
TEST(Deferral, ArrivalOnTheLastDayCountsEvenUnverified) {
  Wenzhou bench;
  bench.change();
  bench.now = kLimit - kMoment;
  bench.must(Verb::kSupply, "carrier_policy", Json::object(), kZhang);
  EXPECT_EQ(bench.open->materials.at("carrier_policy").state, lifecycle::MaterialState::kSupplied);
  EXPECT_EQ(bench.policy(), DeferralState::kSatisfied);
}

TEST(Deferral, ArrivalAtTheLimitItselfIsLate) {
  Wenzhou bench;
  bench.change();
  bench.now = kLimit;
  bench.must(Verb::kSupply, "carrier_policy", Json::object(), kZhang);
  EXPECT_EQ(bench.policy(), DeferralState::kForfeited);
  EXPECT_EQ(bench.open->decision, "acceptance_revoked");
}

// Section 4: while a document cannot exist it cannot fall due. The police answer on 2021-10-14;
// five working days from then are later than fifteen from acceptance.
TEST(Deferral, CannotFallDueBeforeTheDocumentCanExist) {
  Wenzhou bench;
  bench.pass();
  EXPECT_TRUE(bench.open->deferrals.at("carrier_policy").provisional);
  bench.wait_until(at("2021-10-14T09:00:00+08:00"));
  EXPECT_EQ(bench.policy(), DeferralState::kPromised);
  bench.police("approved");
  const auto& record = bench.open->deferrals.at("carrier_policy");
  EXPECT_FALSE(record.provisional);
  EXPECT_EQ(record.due, end_of_day("2021-10-21"));
}

// From then on, and at once, the register is asked: the applicant hands in nothing.
TEST(Deferral, RegisterIsAskedAsSoonAsTheDocumentCanExist) {
  Wenzhou bench;
  bench.accept();
  EXPECT_TRUE(polled(bench).empty());
  bench.must(Verb::kSend, "pass", nullptr, kReviewer);
  EXPECT_TRUE(polled(bench).empty());
  bench.police("approved");
  EXPECT_EQ(polled(bench), std::vector<std::string>{"insurer_policy " + format_instant(bench.now)});
  const auto asked = question(*bench.open, "carrier_policy", bench.inputs());
  ASSERT_TRUE(asked.ok() && asked->has_value());
  EXPECT_EQ((**asked).request["vin"], "LGXCE6CB1M0000001");
  EXPECT_EQ(next_recheck(*bench.open, "carrier_policy", bench.inputs()),
            at("2021-09-16T09:00:00+08:00"));
}

// "Not found" enters the history once, not every day for three weeks.
TEST(Deferral, UnchangedAnswerLeavesNoRow) {
  Wenzhou bench;
  bench.change();
  bench.must(Verb::kReply, "insurer_policy", {{"found", false}});
  const std::size_t rows = bench.history.size();
  const std::string bytes = bench.bytes();
  bench.now += std::chrono::hours(24);
  bench.must(Verb::kReply, "insurer_policy", {{"found", false}});
  EXPECT_EQ(bench.history.size(), rows);
  EXPECT_EQ(bench.bytes(), bytes);
}

// 网络预约出租汽车经营服务管理暂行办法 23: another car's policy, another kind or one not in force
// covers nobody here.
TEST(Deferral, OnlyThisVehiclesPolicyInForceCounts) {
  const std::vector<std::pair<const char*, Json>> wrong{
      {"vin", "LGXCE6CB1M0000002"},     {"plate", "浙CD54321"},         {"kind", "third_party"},
      {"effective_from", "2021-09-16"}, {"effective_to", "2021-09-14"}, {"found", false}};
  for (const auto& [member, value] : wrong) {
    Wenzhou bench;
    bench.change();
    Json reply = policy_from("2021-09-15");
    reply[member] = value;
    bench.must(Verb::kReply, "insurer_policy", reply);
    EXPECT_EQ(bench.policy(), DeferralState::kPromised) << member;
    EXPECT_EQ(bench.state(), "insurance") << member;
  }
}

// 浙 4: what may be deferred stands in the guide beforehand; nothing else can be promised.
TEST(Deferral, OnlyListedMaterialsMayBePromised) {
  Wenzhou bench;
  bench.file();
  EXPECT_EQ(bench.run(Verb::kPromise, "safety_devices_proof", nullptr, kZhang),
            "deferral/not_deferrable");
  Wenzhou other;
  Json application = filing();
  application["promises"] = {"driving_licence"};
  EXPECT_EQ(other.run(Verb::kOpen, "wenzhou-ride-hailing-vehicle", application, kZhang),
            "deferral/not_deferrable");
}

TEST(Deferral, IsPromisedByTheApplicantOnceAndBeforeAcceptance) {
  Wenzhou bench;
  Json application = filing();
  application.erase("promises");
  bench.file(application);
  EXPECT_EQ(bench.run(Verb::kPromise, "carrier_policy", nullptr, kClerk), "deferral/by");
  bench.must(Verb::kPromise, "carrier_policy", nullptr, kZhang);
  const auto& record = bench.open->deferrals.at("carrier_policy");
  EXPECT_EQ(record.signer, "zhang");
  EXPECT_EQ(record.commitment, bench.open->papers.back().number);
  EXPECT_FALSE(record.due.has_value()) << "it runs from acceptance";
  EXPECT_EQ(bench.run(Verb::kPromise, "carrier_policy", nullptr, kZhang), "deferral/promised");
  bench.must(Verb::kSend, "accept", nullptr, kClerk);
  bench.must(Verb::kSend, "pass", nullptr, kReviewer);
  EXPECT_EQ(bench.run(Verb::kPromise, "carrier_policy", nullptr, kZhang), "deferral/accepted");
}

TEST(Deferral, WhatIsThereNeedsNoPromise) {
  Wenzhou bench;
  Json application = filing();
  application["materials"]["carrier_policy"] = Json::object();
  EXPECT_EQ(bench.run(Verb::kOpen, "wenzhou-ride-hailing-vehicle", application, kZhang),
            "deferral/not_missing");
}

TEST(Deferral, IsWarnedBeforeItFallsDue) {
  Wenzhou bench;
  bench.change();
  bench.wait_until(end_of_day("2021-10-08") - kMoment);
  EXPECT_FALSE(happened(bench, "deferral.carrier_policy.warned"));
  bench.wait_until(kLimit - kMoment);
  EXPECT_TRUE(happened(bench, "deferral.carrier_policy.warned"));
}

// Who withdraws owes nothing any more; nothing of the promise fires afterwards.
TEST(Deferral, WithdrawalEndsIt) {
  Wenzhou bench;
  bench.change();
  bench.must(Verb::kSend, "withdraw", nullptr, kZhang);
  EXPECT_EQ(bench.policy(), DeferralState::kDropped);
  ASSERT_FALSE(bench.effects.polls.empty());
  EXPECT_TRUE(bench.effects.polls.back().ends) << "the register is not asked any more";
  bench.wait_until(kLimit + std::chrono::days(1));
  EXPECT_EQ(bench.policy(), DeferralState::kDropped);
  EXPECT_FALSE(happened(bench, "deferral.carrier_policy.overdue"));
}

constexpr const char* kPressed = R"({
  "lianban": 1, "id": "pressed", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "materials": {"proof": {
    "title": {"zh": "证明", "en": "Proof"}, "source": "applicant",
    "defer": {"within": "5 workdays", "needed_by": ["deciding"], "overdue": "acceptance_revoked"}}},
  "chart": {"states": [
    {"id": "checking", "transitions": [
      {"on": "accept", "by": "bureau.clerk", "do": [{"accept": {}}], "to": "review"}]},
    {"id": "review", "transitions": [
      {"on": "deferral.proof.overdue", "do": [{"decide": "acceptance_revoked"}], "to": "revoked"},
      {"on": "ready", "by": "bureau.clerk", "to": "deciding"}]},
    {"id": "deciding", "transitions": [
      {"on": "deferral.proof.overdue", "do": [{"decide": "acceptance_revoked"}], "to": "revoked"},
      {"on": "grant", "by": "bureau.clerk", "do": [{"decide": "granted"}], "to": "granted"}]},
    {"id": "granted", "kind": "final", "outcome": "granted"},
    {"id": "revoked", "kind": "final", "outcome": "acceptance_revoked"}]}
})";

// Section 4: `needed_by` is an implicit guard, and the refusal says what is owed and until when.
TEST(Deferral, NeededByHoldsTheApprovalBackAndSaysSo) {
  Workbench bench(kPressed);
  const Actor clerk{"c1", {"bureau.clerk"}, {}};
  ASSERT_EQ(bench.run(Verb::kOpen, "pressed", {{"promises", {"proof"}}}, kZhang), "");
  ASSERT_EQ(bench.run(Verb::kSend, "accept", nullptr, clerk), "");
  EXPECT_EQ(bench.run(Verb::kSend, "ready", nullptr, clerk), "event/needed_by");
  ASSERT_EQ(ids_of(bench.refusal.reasons, "deferral"), std::vector<std::string>{"proof"});
  EXPECT_EQ(bench.refusal.reasons.front().until, "2021-09-23");
  const auto offered = actions(*bench.open, clerk, bench.inputs());
  ASSERT_EQ(offered.size(), 1U);
  EXPECT_FALSE(offered.front().allowed) << "said before anybody presses the button";
  EXPECT_EQ(offered.front().refusal.code, "event/needed_by");
  ASSERT_EQ(bench.run(Verb::kSupply, "proof", Json::object(), kZhang), "");
  EXPECT_EQ(bench.run(Verb::kSend, "ready", nullptr, clerk), "");
}

// A document without a register behind it falls due by the calendar alone.
TEST(Deferral, WithoutARegisterFallsDueAtTheLimit) {
  Workbench bench(kPressed);
  const Actor clerk{"c1", {"bureau.clerk"}, {}};
  ASSERT_EQ(bench.run(Verb::kOpen, "pressed", {{"promises", {"proof"}}}, kZhang), "");
  ASSERT_EQ(bench.run(Verb::kSend, "accept", nullptr, clerk), "");
  bench.now = end_of_day("2021-09-23");
  ASSERT_EQ(bench.run(Verb::kTick, ""), "");
  EXPECT_EQ(bench.open->outcome, "acceptance_revoked");
  EXPECT_EQ(bench.open->ended_at, bench.now);
}

}  // namespace
}  // namespace lianban::decide::testing
