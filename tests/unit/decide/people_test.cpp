// Who may do what: roles, the applicant and his agents, four eyes (definition language, section 2).
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

TEST(People, OnlyTheNamedRoleMayAct) {
  Wenzhou bench;
  bench.file();
  EXPECT_EQ(bench.send("accept", kReviewer), "event/by");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "role"),
            std::vector<std::string>{"transport.window_clerk"});
  EXPECT_EQ(bench.send("accept", kZhang), "event/by");
  EXPECT_EQ(bench.send("accept", kClerk), "");
}

// `applicant` means the person the case is for, never just anybody with that role.
TEST(People, StrangerMayNotWithdrawAnothersCase) {
  Wenzhou bench;
  bench.accept();
  const Actor stranger{"wang", {"applicant"}, {}};
  EXPECT_EQ(bench.send("withdraw", stranger), "event/by");
  EXPECT_EQ(bench.run(Verb::kDispute, "tax_receipt", Json::object(), stranger), "material/by");
  EXPECT_EQ(bench.send("withdraw", kZhang), "");
}

TEST(People, AgentActsForTheApplicantAndTheClerkWhoFiledDoesNot) {
  Json application = filing();
  application["applicant"] = {{"id", "zhang"}, {"agents", {"li"}}};
  const Actor agent{"li", {"applicant"}, {}};
  for (const Actor& opener : {kClerk, agent, kZhang}) {
    Wenzhou bench;
    bench.open_with(application, opener);
    EXPECT_EQ(bench.open->opener, opener.id);
    EXPECT_EQ(bench.open->deferrals.at("carrier_policy").signer, "zhang");
    EXPECT_EQ(bench.send("withdraw", kClerk), "event/by");
    EXPECT_EQ(bench.send("withdraw", agent), "");
  }
}

// Section 2, open: an applicant opens for himself or as a named agent.
TEST(People, NobodyOpensForAnotherWithoutBeingNamed) {
  Wenzhou bench;
  Json application = filing();
  application["applicant"] = {{"id", "zhang"}};
  const Actor stranger{"wang", {"applicant"}, {}};
  EXPECT_EQ(bench.run(Verb::kOpen, "wenzhou-ride-hailing-vehicle", application, stranger),
            "open/by");
  EXPECT_EQ(bench.run(Verb::kOpen, "wenzhou-ride-hailing-vehicle", application, kReviewer),
            "open/by");
}

// 行政许可法 34; four eyes: whoever reviewed may not decide, whatever roles he has.
TEST(People, NobodyDecidesWhatHeReviewed) {
  Wenzhou bench;
  bench.insure();
  const Actor both{"r1", {"transport.reviewer", "transport.approver"}, {}};
  EXPECT_EQ(bench.send("approve", both), "event/not_by");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "person"),
            std::vector<std::string>{"preliminary_review"});
  EXPECT_EQ(bench.send("approve", kApprover), "");
}

// Any visit counts, and any accepted event there: also one that only sent it for inspection.
TEST(People, FourEyesRememberEarlierVisits) {
  Wenzhou bench;
  bench.accept();
  const Actor first{"a1", {"transport.reviewer", "transport.approver"}, {}};
  bench.must(Verb::kSend, "inspect", nullptr, first);
  bench.must(Verb::kSend, "inspection_done", nullptr, kReviewer);
  bench.must(Verb::kSend, "pass", nullptr, kReviewer);
  bench.police("approved");
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-09-15"));
  EXPECT_EQ(bench.send("approve", first), "event/not_by");
}

// A refused attempt is no act: it bars nobody.
TEST(People, RefusedAttemptIsNoAct) {
  Wenzhou bench;
  Json application = filing();
  application["form"]["vehicle"]["seats"] = 9;
  bench.file(application);
  bench.must(Verb::kSend, "accept", nullptr, kClerk);
  const Actor both{"a1", {"transport.reviewer", "transport.approver"}, {}};
  EXPECT_EQ(bench.send("pass", both), "event/when");
  EXPECT_TRUE(bench.open->acted.find("preliminary_review") == bench.open->acted.end());
}

// 网络预约出租汽车经营服务管理暂行办法 12, 39: the reviewer is told which condition fails.
TEST(People, RefusalOfAVehicleNamesTheCondition) {
  const std::vector<std::pair<const char*, Json>> unfit{
      {"seats", 8}, {"first_registered", "2013-09-15"}, {"odometer_km", 600000}};
  for (const auto& [member, value] : unfit) {
    Wenzhou bench;
    Json application = filing();
    application["form"]["vehicle"][member] = value;
    bench.file(application);
    bench.must(Verb::kSend, "accept", nullptr, kClerk);
    EXPECT_EQ(bench.send("pass", kReviewer), "event/when") << member;
    EXPECT_EQ(ids_of(bench.refusal.reasons, "condition"), std::vector<std::string>{"vehicle_fits"});
    EXPECT_EQ(bench.send("reject", kReviewer, {{"reason", "不符合条件"}}), "");
    EXPECT_EQ(bench.open->outcome, "refused");
  }
}

// The last vehicle that still fits: seven seats, a day short of eight years, a kilometre short.
TEST(People, VehicleAtTheBoundFits) {
  Wenzhou bench;
  Json application = filing();
  application["form"]["vehicle"]["seats"] = 7;
  application["form"]["vehicle"]["first_registered"] = "2013-09-16";
  application["form"]["vehicle"]["odometer_km"] = 599999;
  bench.file(application);
  bench.must(Verb::kSend, "accept", nullptr, kClerk);
  EXPECT_EQ(bench.send("pass", kReviewer), "");
}

TEST(People, EventsOfTheEngineAreNobodysToSend) {
  Wenzhou bench;
  bench.pass();
  for (const char* event : {"call.police_change_use.approved", "clock.decision.expired",
                            "deferral.carrier_policy.satisfied", "case.accepted", "after.checking",
                            "done.state.intake", "licence.vehicle_licence.made"}) {
    EXPECT_EQ(bench.send(event, kHead), "event/reserved") << event;
    EXPECT_EQ(bench.send(event, Actor::system()), "event/reserved") << event;
  }
}

// What the host itself sends without being entitled is recorded and changes nothing.
TEST(People, SystemIsInNobodysRole) {
  Wenzhou bench;
  bench.insure();
  EXPECT_EQ(bench.send("approve", Actor::system()), "");
  EXPECT_EQ(bench.state(), "final_review");
  EXPECT_TRUE(happened(bench, "approve"));
}

// Section 4: whoever brought a document may not find it in order; a rejection needs its reason.
TEST(People, SupplierDoesNotCheckHisOwnDocument) {
  Wenzhou bench;
  Json application = filing();
  application["applicant"] = {{"id", "zhang"}};
  bench.open_with(application, kClerk);
  EXPECT_EQ(bench.run(Verb::kVerify, "application_form", nullptr, kClerk), "material/supplier");
  EXPECT_EQ(bench.run(Verb::kReject, "application_form", {{"reason", "缺页"}}, kClerk),
            "material/supplier");
  const Actor other{"c2", {"transport.window_clerk"}, {}};
  EXPECT_EQ(bench.run(Verb::kReject, "application_form", Json::object(), other), "material/reason");
  EXPECT_EQ(bench.run(Verb::kVerify, "application_form", nullptr, kZhang), "material/by");
  EXPECT_EQ(bench.run(Verb::kVerify, "application_form", nullptr, other), "");
}

// 浙 7: what a register says may be disputed; then the applicant's own prevails, also over later
// answers of that register.
TEST(People, ApplicantsOwnDocumentPrevailsOverTheRegister) {
  Wenzhou bench;
  bench.file();
  EXPECT_EQ(bench.run(Verb::kDispute, "tax_receipt", {{"no", "MINE"}}, kClerk), "material/by");
  bench.must(Verb::kDispute, "tax_receipt", {{"no", "MINE"}}, kZhang);
  bench.ask_supplement("tax_receipt", "核对");
  bench.must(Verb::kSend, "supplemented", nullptr, kZhang);
  const auto& asked = bench.effects.outbox_add;
  EXPECT_TRUE(std::none_of(asked.begin(), asked.end(),
                           [](const auto& each) { return each.ref == "call:tax_receipt_query"; }));
  const auto& record = bench.open->materials.at("tax_receipt");
  EXPECT_EQ(record.state, lifecycle::MaterialState::kSupplied);
  EXPECT_EQ((*record.data)["no"], "MINE");
}

}  // namespace
}  // namespace lianban::decide::testing
