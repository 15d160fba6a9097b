// The decision, made once, and the floor under every licence (行政许可法 38, 39; section 4).
#include "licence/identifier.hpp"
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

TEST(Decision, GrantsIssuesAndTellsInOneCommand) {
  Wenzhou bench;
  bench.insure();
  const std::size_t rows = bench.history.size();
  bench.must(Verb::kSend, "approve", nullptr, kApprover);
  EXPECT_EQ(bench.history.size(), rows + 1);
  EXPECT_EQ(bench.open->decision, "granted");
  EXPECT_EQ(bench.open->decided_at, bench.now);
  EXPECT_EQ(papers_of(*bench.open, "grant_decision"), 1U);
  EXPECT_EQ(bench.open->licences.at("vehicle_licence").state, lifecycle::LicenceState::kMade);
  EXPECT_EQ(bench.state(), "handing_over");
}

// Section 8 and GB/T 36904: numbered, frozen, with an identifier that proves itself.
TEST(Decision, LicenceIsNumberedFrozenAndIdentified) {
  Wenzhou bench;
  bench.grant();
  const LicenceRecord& licence = bench.open->licences.at("vehicle_licence");
  EXPECT_EQ(licence.number.substr(0, 10), "3303002021");
  EXPECT_EQ(licence.number.size(), 16U);
  EXPECT_EQ(licence.version, 1U);
  EXPECT_EQ(format_day(licence.expires.value()), "2029-08-20") << "8 years from registration";
  EXPECT_TRUE(licence.identifier.starts_with(
      "1.2.156.3005.2.11100000000019713D073.11330300002504567A." + licence.number + ".001."));
  EXPECT_TRUE(licence::is_identifier(licence.identifier)) << licence.identifier;
  EXPECT_EQ((*licence.content)["plate"], "浙CD12345");
  EXPECT_EQ((*licence.content)["policy_no"], "CX-1");
}

// After the decision nothing about it can be said again.
TEST(Decision, IsMadeOnce) {
  Wenzhou bench;
  bench.grant();
  const std::string bytes = bench.bytes();
  EXPECT_EQ(bench.send("approve", kApprover), "event/unknown");
  EXPECT_EQ(bench.send("reject", kApprover, {{"reason", "反悔"}}), "event/unknown");
  EXPECT_EQ(bench.send("withdraw", kZhang), "event/unknown");
  EXPECT_EQ(bench.run(Verb::kReject, "application_form", {{"reason", "晚了"}}, kClerk),
            "case/decided");
  EXPECT_EQ(bench.run(Verb::kSupply, "application_form", Json::object(), kZhang), "case/decided");
  EXPECT_EQ(bench.bytes(), bytes);
}

// The floor holds though a definition (unchecked here) asks for two decisions.
TEST(Decision, SecondOneIsRefusedWhateverTheDefinitionSays) {
  constexpr const char* kTwice = R"({
    "lianban": 1, "id": "twice", "version": "1.0.0",
    "chart": {"states": [
      {"id": "open", "transitions": [
        {"on": "grant", "do": [{"decide": "granted"}]},
        {"on": "refuse", "do": [{"decide": "refused"}]},
        {"on": "accept", "do": [{"accept": {}}]}]}]}
  })";
  Workbench bench(kTwice, false);
  ASSERT_TRUE(bench.loaded());
  ASSERT_EQ(bench.run(Verb::kOpen, "twice"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "grant"), "");
  EXPECT_EQ(bench.run(Verb::kSend, "refuse"), "decide/again");
  EXPECT_EQ(bench.run(Verb::kSend, "grant"), "decide/again");
  EXPECT_EQ(bench.run(Verb::kSend, "accept"), "accept/again") << "nor accepted afterwards";
  EXPECT_EQ(bench.open->decision, "granted");
  EXPECT_FALSE(bench.open->accepted_at.has_value());
}

// Section 2: a final's outcome must be the decision that was made.
TEST(Decision, EndingMayNotContradictIt) {
  constexpr const char* kLiar = R"({
    "lianban": 1, "id": "liar", "version": "1.0.0",
    "chart": {"states": [
      {"id": "open", "transitions": [
        {"on": "refuse", "do": [{"decide": "refused"}]}, {"on": "end", "to": "granted"}]},
      {"id": "granted", "kind": "final", "outcome": "granted"}]}
  })";
  Workbench bench(kLiar, false);
  ASSERT_TRUE(bench.loaded());
  ASSERT_EQ(bench.run(Verb::kOpen, "liar"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "refuse"), "");
  EXPECT_EQ(bench.run(Verb::kSend, "end"), "case/outcome");
  EXPECT_FALSE(bench.open->ended());
}

// No licence over a document that was found wanting, though everybody approves. The definition says
// so before the engine's own floor has to (that one: tests/scenario/issue_floors.json).
TEST(Decision, NoLicenceOverARejectedDocument) {
  Wenzhou bench;
  bench.insure();
  bench.must(Verb::kReject, "safety_devices_proof", {{"reason", "装置型号不符"}}, kClerk);
  const std::string bytes = bench.bytes();
  const auto offered = actions(*bench.open, kApprover, bench.inputs());
  const auto approve = std::find_if(offered.begin(), offered.end(),
                                    [](const auto& each) { return each.event == "approve"; });
  ASSERT_NE(approve, offered.end());
  EXPECT_FALSE(approve->allowed);
  EXPECT_EQ(bench.send("approve", kApprover), "event/when");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "material"),
            std::vector<std::string>{"safety_devices_proof"});
  EXPECT_EQ(bench.bytes(), bytes) << "neither decided nor a paper made";
  bench.must(Verb::kSupply, "safety_devices_proof", Json::object(), kZhang);
  EXPECT_EQ(bench.send("approve", kApprover), "");
}

constexpr const char* kHasty = R"({
  "lianban": 1, "id": "hasty", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
  "materials": {
    "form": {"title": "Form", "source": "applicant", "required": false},
    "proof": {"title": "Proof", "source": "applicant",
      "defer": {"within": "5 workdays", "overdue": "acceptance_revoked"}}},
  "licences": {"permit": {"title": "Permit", "issuer": "bureau", "number": "P{seq:3}", "valid": "1 years",
    "content": {}}},
  "must_pass": ["review"],
  "chart": {"states": [
    {"id": "desk", "transitions": [
      {"on": "issue", "do": [{"issue": "permit"}]},
      {"on": "accept", "do": [{"accept": {}}]},
      {"on": "waive", "do": [{"waive": {"material": "proof", "reason": "not needed here"}}]},
      {"on": "go", "to": "review"}]},
    {"id": "review", "transitions": [{"on": "back", "to": "desk"}]}]}
})";

// Section 4: not before acceptance, not before must_pass, not over a gap, not over an open
// deferral; all of it is said at once.
TEST(Decision, FloorUnderALicenceSaysAllThatIsMissing) {
  Workbench bench(kHasty, false);
  ASSERT_TRUE(bench.loaded());
  ASSERT_EQ(bench.run(Verb::kOpen, "hasty"), "");
  EXPECT_EQ(bench.run(Verb::kSend, "issue"), "licence/floor");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "state"),
            (std::vector<std::string>{"accepted", "review"}));
  EXPECT_EQ(ids_of(bench.refusal.reasons, "material"), std::vector<std::string>{"proof"});
  ASSERT_EQ(bench.run(Verb::kPromise, "proof"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "accept"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "go"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "back"), "");
  EXPECT_EQ(bench.run(Verb::kSend, "issue"), "licence/floor") << "promised is not there";
  EXPECT_EQ(bench.refusal.reasons.size(), 1U);
  ASSERT_EQ(bench.run(Verb::kSend, "waive"), "");
  EXPECT_EQ(bench.open->deferrals.at("proof").state, lifecycle::DeferralState::kWaived);
  EXPECT_EQ(bench.run(Verb::kSend, "issue"), "");
}

// 行政许可法 38: a refusal is written, with its reasons and the remedies.
TEST(Decision, RefusalStatesReasonsAndRemedies) {
  Wenzhou bench;
  bench.insure();
  EXPECT_EQ(bench.send("reject", kApprover, Json::object()), "event/input") << "no reason given";
  bench.must(Verb::kSend, "reject", {{"reason", "车辆技术性能不合格"}}, kApprover);
  const Json written = paper(*bench.open, "refusal_decision");
  EXPECT_EQ(written["reasons"], "车辆技术性能不合格");
  EXPECT_FALSE(written["remedies"].get<std::string>().empty());
  EXPECT_EQ(bench.open->decision, "refused");
  EXPECT_TRUE(bench.open->licences.empty());
}

// Section 5: numbered within the case, told to whom it is for, frozen.
TEST(Decision, PapersAreNumberedAndTheirReceiversTold) {
  Wenzhou bench;
  bench.grant();
  std::vector<std::string> numbers;
  for (const PaperRecord& each : bench.open->papers) {
    EXPECT_TRUE(each.number.starts_with(bench.open->number + "-")) << each.number;
    EXPECT_EQ(std::count(numbers.begin(), numbers.end(), each.number), 0);
    numbers.push_back(each.number);
    if (each.to.empty()) continue;
    const auto& notices = bench.open->notices;
    EXPECT_TRUE(std::any_of(notices.begin(), notices.end(), [&](const NoticeRecord& notice) {
      return notice.to == each.to && notice.paper == each.paper;
    })) << each.paper;
  }
}

}  // namespace
}  // namespace lianban::decide::testing
