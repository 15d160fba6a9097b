// Acceptance and what is missing for it: 行政许可法 32, 浙江省保障“最多跑一次”改革规定 11.
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

Json without(Json application, const char* material) {
  application["materials"].erase(material);
  return application;
}

// 行政许可法 32(4): who says nothing for five working days has accepted, as of the day of receipt.
TEST(Acceptance, SilenceOfFiveWorkdaysIsAcceptanceAsOfReceipt) {
  Wenzhou bench;
  Json application = filing();
  application.erase("promises");
  bench.file(application);
  bench.wait_until(end_of_day("2021-09-23"));
  EXPECT_TRUE(bench.open->deemed);
  EXPECT_EQ(bench.open->accepted_at, at("2021-09-15T09:00:00+08:00"));
  const auto& deferral = bench.open->deferrals.at("carrier_policy");
  EXPECT_TRUE(deferral.is_unsigned) << "nobody promised anything";
  EXPECT_EQ(deferral.due, end_of_day("2021-10-12")) << "from the same day";
  EXPECT_EQ(papers_of(*bench.open, "deferral_commitment"), 0U);
}

// A promise that was signed stays what it is; silence makes no second one.
TEST(Acceptance, DeemedAcceptanceLeavesASignedPromiseSigned) {
  Wenzhou bench;
  bench.file();
  bench.wait_until(end_of_day("2021-09-23"));
  EXPECT_TRUE(bench.open->deemed);
  EXPECT_FALSE(bench.open->deferrals.at("carrier_policy").is_unsigned);
  EXPECT_EQ(bench.open->deferrals.at("carrier_policy").signer, "zhang");
}

// Section 4: only what may be deferred becomes a debt; other gaps stay, and no licence passes them.
TEST(Acceptance, DeemedAcceptanceExcusesNoOtherGap) {
  Wenzhou bench;
  bench.file(without(filing(), "safety_devices_proof"));
  bench.wait_until(end_of_day("2021-09-23"));
  EXPECT_EQ(bench.open->deferrals.size(), 1U);
  const Json gaps = bench.seen()["gaps"];
  ASSERT_EQ(gaps.size(), 2U) << gaps.dump();
  EXPECT_EQ(gaps[0]["promised"], true);
  EXPECT_EQ(gaps[1]["material"], "safety_devices_proof");
  EXPECT_EQ(gaps[1]["promised"], false);
  bench.must(Verb::kSend, "pass", nullptr, kReviewer);
  bench.police("approved");
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-09-24"));
  EXPECT_EQ(bench.send("approve", kApprover), "event/when");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "material"),
            std::vector<std::string>{"safety_devices_proof"});
}

// Section 2, time and order: the timer fires before the command that comes after it.
TEST(Acceptance, ClerkWhoAcceptsOnDaySixComesTooLate) {
  Wenzhou bench;
  bench.file();
  bench.now = at("2021-09-24T09:00:00+08:00");
  EXPECT_EQ(bench.send("accept", kClerk), "event/unknown");
  EXPECT_TRUE(bench.due_first) << "the timer has to be settled by a commit of its own";
  bench.wait_until(bench.now);
  EXPECT_TRUE(bench.open->deemed);
}

// 行政许可法 32(4): everything that is missing is told once, none of it later.
TEST(Acceptance, RefusalToAcceptNamesEveryGap) {
  Wenzhou bench;
  Json application = without(without(filing(), "driving_licence"), "application_form");
  application.erase("promises");
  bench.open_with(application);
  bench.must(Verb::kReply, "tax_receipt_query", {{"found", false}});
  EXPECT_EQ(bench.send("accept", kClerk), "event/when");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "condition"),
            std::vector<std::string>{"materials_acceptable"});
  EXPECT_EQ(ids_of(bench.refusal.reasons, "material"),
            (std::vector<std::string>{"application_form", "carrier_policy", "driving_licence",
                                      "inspection_report", "purchase_invoice", "range_announcement",
                                      "tax_receipt"}));
}

TEST(Acceptance, SupplementNoticeListsEveryGapWithItsReasonAndLimit) {
  Wenzhou bench;
  bench.file(without(filing(), "safety_devices_proof"));
  bench.must(Verb::kReject, "driving_licence", {{"reason", "已过期"}}, kClerk);
  bench.ask_supplement("driving_licence", "已过期");
  const Json notice = paper(*bench.open, "supplement_notice");
  ASSERT_EQ(notice["gaps"].size(), 3U) << notice.dump();
  EXPECT_EQ(notice["gaps"][0]["promised"], true);
  EXPECT_EQ(notice["gaps"][1]["material"], "driving_licence");
  EXPECT_EQ(notice["gaps"][1]["state"], "rejected");
  EXPECT_EQ(notice["gaps"][1]["reason"], "已过期");
  EXPECT_EQ(notice["gaps"][2]["material"], "safety_devices_proof");
  EXPECT_EQ(notice["until"], "2021-09-29") << "ten working days";
}

// 行政许可法 32: one receipt for one filing, however often it is checked.
TEST(Acceptance, ReceiptIsGivenOnce) {
  Wenzhou bench;
  bench.file();
  bench.ask_supplement("driving_licence", "看不清");
  EXPECT_EQ(bench.send("request_supplement", kClerk), "event/unknown") << "told already";
  bench.must(Verb::kSend, "supplemented", nullptr, kZhang);
  EXPECT_EQ(papers_of(*bench.open, "receipt"), 1U);
}

// 浙 11(3): before acceptance, late means withdrawn; the originals go back.
TEST(Acceptance, LateSupplementIsDeemedWithdrawal) {
  Wenzhou bench;
  bench.file();
  bench.ask_supplement("driving_licence", "看不清");
  bench.wait_until(end_of_day("2021-09-29") - kMoment);
  EXPECT_EQ(bench.state(), "supplementing");
  bench.wait_until(end_of_day("2021-09-29"));
  EXPECT_EQ(bench.open->outcome, "withdrawn");
  EXPECT_TRUE(bench.originals_returned());
  EXPECT_EQ(bench.open->deferrals.at("carrier_policy").state, lifecycle::DeferralState::kDropped);
}

// 浙 7: the ID number is read from the e-ID, never asked for on paper; without it nothing starts.
TEST(Acceptance, IdentityMayBeReadInsteadOfProved) {
  Wenzhou bench;
  Json application = filing();
  application["form"]["applicant"].erase("id_number");
  bench.file(application);
  EXPECT_EQ(bench.send("accept", kClerk), "event/when");
  EXPECT_EQ(ids_of(bench.refusal.reasons, "condition"), std::vector<std::string>{"identity_known"});
  bench.must(Verb::kSend, "read_identity", {{"token", "QR"}}, kZhang);
  bench.must(Verb::kReply, "identity_by_qr",
             {{"found", true}, {"id_number", "330382199003071233"}});
  bench.must(Verb::kSend, "accept", nullptr, kClerk);
  EXPECT_EQ((*bench.open->form)["applicant"]["id_number"], "330382199003071233");
}

// 浙 5, 11: the notice of an acceptance with deferral says what is owed, until when, and what then.
TEST(Acceptance, DeferralNoticeNamesDocumentLimitAndConsequence) {
  Wenzhou bench;
  bench.accept();
  EXPECT_EQ(papers_of(*bench.open, "acceptance_notice"), 0U) << "one of the two, never both";
  const Json notice = paper(*bench.open, "deferral_notice");
  ASSERT_EQ(notice["deferrals"].size(), 1U) << notice.dump();
  EXPECT_EQ(notice["deferrals"][0]["material"], "carrier_policy");
  EXPECT_EQ(notice["deferrals"][0]["due"], "2021-10-12");
  EXPECT_EQ(notice["deferrals"][0]["consequence"], "acceptance_revoked");
}

// 行政许可法 32: nothing that opens the case may leave a field wrong; the refusal names it.
TEST(Acceptance, BadIdentifiersAreRefusedAtOpeningWithTheirField) {
  const std::vector<std::pair<const char*, const char*>> bad{
      {"/applicant/id_number", "330302198512124561"},
      {"/vehicle/plate", "浙C1234I"},
      {"/vehicle/vin", "LGXCE6CB2M0000001"}};
  for (const auto& [field, value] : bad) {
    Wenzhou bench;
    Json application = filing();
    application["form"][Json::json_pointer(field)] = value;
    EXPECT_EQ(bench.run(Verb::kOpen, "wenzhou-ride-hailing-vehicle", application, kZhang),
              "form/invalid");
    EXPECT_EQ(ids_of(bench.refusal.reasons, "input"), std::vector<std::string>{field});
    EXPECT_EQ(bench.refusal.message.en.find(value), std::string::npos) << "no personal value";
    EXPECT_FALSE(bench.open.has_value());
  }
}

}  // namespace
}  // namespace lianban::decide::testing
