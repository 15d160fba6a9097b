// Requests to agencies and their answers (definition language, section 7).
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

using lifecycle::CallState;
using lifecycle::MaterialState;

std::vector<std::string> queued(const Workbench& bench) {
  std::vector<std::string> refs;
  for (const auto& row : bench.effects.outbox_add) refs.push_back(row.lane + " " + row.ref);
  return refs;
}

// 浙 7: what the data platform holds is fetched, not asked for; only what this case needs.
TEST(Calls, OnlyRequiredDocumentsAreFetched) {
  Wenzhou electric;
  electric.open_with(filing());
  EXPECT_EQ(
      queued(electric),
      (std::vector<std::string>{
          "data_platform call:inspection_report_query", "data_platform call:purchase_invoice_query",
          "data_platform call:range_announcement_query", "data_platform call:tax_receipt_query"}))
      << "the policy cannot exist yet";
  Wenzhou petrol;
  Json application = filing();
  application["form"]["vehicle"]["energy"] = "gasoline";
  petrol.open_with(application);
  EXPECT_EQ(queued(petrol).size(), 3U) << "no range announcement for a car without a battery";
}

TEST(Calls, FoundVerifiesAndNotFoundLeavesMissing) {
  Wenzhou bench;
  bench.open_with(filing());
  bench.must(Verb::kReply, "tax_receipt_query", {{"found", true}, {"no", "T-7"}});
  bench.must(Verb::kReply, "inspection_report_query", {{"found", false}});
  EXPECT_EQ(bench.open->materials.at("tax_receipt").state, MaterialState::kVerified);
  EXPECT_EQ((*bench.open->materials.at("tax_receipt").data)["no"], "T-7");
  EXPECT_EQ(material::record_of(bench.open->materials, "inspection_report").state,
            MaterialState::kMissing);
}

// A new visit asks again for what is still missing, and only for that.
TEST(Calls, NextVisitAsksOnlyForWhatIsStillMissing) {
  Wenzhou bench;
  bench.open_with(filing());
  for (const char* query :
       {"purchase_invoice_query", "tax_receipt_query", "range_announcement_query"}) {
    bench.must(Verb::kReply, query, {{"found", true}, {"no", "N"}});
  }
  bench.must(Verb::kReply, "inspection_report_query", {{"found", false}});
  bench.ask_supplement("inspection_report", "查无");
  bench.must(Verb::kSend, "supplemented", nullptr, kZhang);
  EXPECT_EQ(queued(bench), std::vector<std::string>{"data_platform call:inspection_report_query"});
  EXPECT_EQ(bench.open->calls.at("inspection_report_query").seq, 2U) << "a known answer came";
}

// An outstanding request is not put a second time.
TEST(Calls, OutstandingRequestIsReUsed) {
  Wenzhou bench;
  bench.open_with(filing());
  const std::string key = bench.open->calls.at("tax_receipt_query").key;
  bench.ask_supplement("tax_receipt", "待查");
  bench.must(Verb::kSend, "supplemented", nullptr, kZhang);
  EXPECT_TRUE(queued(bench).empty());
  EXPECT_EQ(bench.open->calls.at("tax_receipt_query").key, key);
}

// A reply that breaks the schema is an incident, not an event; the document stays missing.
TEST(Calls, MisfitIsAnIncidentAndNoAnswer) {
  Wenzhou bench;
  bench.open_with(filing());
  bench.must(Verb::kReply, "tax_receipt_query", {{"found", "perhaps"}});
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"call/misfit"});
  EXPECT_EQ(bench.open->calls.at("tax_receipt_query").state, CallState::kUnclear);
  EXPECT_FALSE(happened(bench, "call.tax_receipt_query.found"));
  EXPECT_FALSE(happened(bench, "call.tax_receipt_query.not_found"));
  bench.must(Verb::kRetry, "tax_receipt_query", nullptr, kClerk);
  bench.must(Verb::kReply, "tax_receipt_query", {{"found", true}, {"no", "T-7"}});
  EXPECT_EQ(bench.open->materials.at("tax_receipt").state, MaterialState::kVerified);
  EXPECT_TRUE(incidents(*bench.open).empty());
}

TEST(Calls, WhatWasNeverAskedIsNotAnswered) {
  Wenzhou bench;
  bench.open_with(filing());
  const std::string bytes = bench.bytes();
  EXPECT_EQ(bench.run(Verb::kReply, "police_change_use", {{"result", "approved"}}),
            "call/not_asked");
  EXPECT_EQ(bench.run(Verb::kFail, "police_change_use", {{"code", "x"}}), "call/not_asked");
  EXPECT_EQ(bench.run(Verb::kReply, "no_such_call", {{"found", true}}), "call/unknown");
  EXPECT_EQ(bench.bytes(), bytes);
}

// The request was frozen when it was asked: what the form says later does not reach it.
TEST(Calls, RequestIsFrozenWhenAsked) {
  Wenzhou bench;
  bench.pass();
  const Json& request = *bench.open->calls.at("police_change_use").request;
  EXPECT_EQ(request["plate"], "浙CD12345");
  EXPECT_EQ(request["owner"]["id_number"], "330302198512124560");
  EXPECT_EQ(request["contact_sheet"], bench.open->papers.back().number);
}

// 行政许可法 44: a lost parcel does not end the delivery; the clerk finds it in his list.
TEST(Calls, LostParcelIsAnIncidentAndDeliveredAtTheWindow) {
  Wenzhou bench;
  Json application = filing();
  application["form"]["delivery"] = {{"by", "post"}, {"address", "温州市鹿城区样路1号"}};
  bench.file(application);
  bench.must(Verb::kSend, "accept", nullptr, kClerk);
  bench.must(Verb::kSend, "pass", nullptr, kReviewer);
  bench.police("approved");
  bench.must(Verb::kReply, "insurer_policy", policy_from("2021-09-15"));
  bench.must(Verb::kSend, "approve", nullptr, kApprover);
  EXPECT_EQ(bench.state(), "shipping");
  bench.must(Verb::kReply, "ship_documents", {{"result", "lost"}});
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"definition"});
  EXPECT_EQ(bench.state(), "handing_over");
  EXPECT_FALSE(bench.open->ended());
  bench.must(Verb::kSend, "hand_over", nullptr, kClerk);
  EXPECT_EQ(bench.open->outcome, "granted");
}

constexpr const char* kAsking = R"({
  "lianban": 1, "id": "asking", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}},
               "registry": {"title": "Registry", "roles": {}}},
  "calls": {"ask": {"title": "Ask", "agency": "registry", "operation": "ask", "answers": "later",
    "reply": {"type": "object", "properties": {"ok": {"type": "boolean"}}},
    "outcomes": [{"id": "yes", "when": {"var": "reply.ok"}}, {"id": "no"}]}},
  "chart": {"states": [
    {"id": "asking", "call": "ask", "transitions": [
      {"on": "call.ask.yes", "to": "good"}, {"on": "call.ask.no", "to": "good"},
      {"on": "skip", "to": "other"}]},
    {"id": "other", "transitions": [
      {"on": "call.ask.yes", "to": "good"}, {"on": "again", "to": "asking"}]},
    {"id": "good", "transitions": [{"on": "end", "to": "over"}]},
    {"id": "over", "kind": "final"}]}
})";

// Leaving the state abandons a plain call: its late answer is kept in the history, without effect,
// though the state the case is in now would listen to it.
TEST(Calls, LateAnswerOfAnAbandonedCallHasNoEffect) {
  Workbench bench(kAsking);
  ASSERT_EQ(bench.run(Verb::kOpen, "asking"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "skip"), "");
  EXPECT_FALSE(bench.open->calls.at("ask").wanted);
  ASSERT_EQ(bench.run(Verb::kReply, "ask", {{"ok", true}}), "");
  EXPECT_EQ(bench.open->active, std::vector<std::string>{"other"});
  EXPECT_FALSE(happened(bench, "call.ask.yes"));
  const auto late = history_of<LateAnswer>(bench);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late.front().outcome, "yes");
}

// Abandoned but unanswered, it is revived under its key when the state is entered again.
TEST(Calls, NewVisitRevivesTheUnansweredRequest) {
  Workbench bench(kAsking);
  ASSERT_EQ(bench.run(Verb::kOpen, "asking"), "");
  const std::string key = bench.open->calls.at("ask").key;
  ASSERT_EQ(bench.run(Verb::kSend, "skip"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "again"), "");
  EXPECT_EQ(bench.open->calls.at("ask").key, key);
  EXPECT_TRUE(queued(bench).empty()) << "it is on its way already";
  ASSERT_EQ(bench.run(Verb::kReply, "ask", {{"ok", true}}), "");
  EXPECT_EQ(bench.open->active, std::vector<std::string>{"good"});
}

// An unhandled failure of a state's call waits for the lead agency, who may also give it up.
TEST(Calls, UnhandledFailureIsAnIncidentThatMayBeGivenUp) {
  Workbench bench(kAsking);
  ASSERT_EQ(bench.run(Verb::kOpen, "asking"), "");
  ASSERT_EQ(bench.run(Verb::kFail, "ask", {{"code", "agency/unreachable"}}), "");
  EXPECT_EQ(incidents(*bench.open), std::vector<std::string>{"call/failed"});
  EXPECT_EQ(bench.run(Verb::kGiveUp, "ask", {{"reason", "停用"}}, kZhang), "incident/by");
  const Actor clerk{"c1", {"bureau.clerk"}, {}};
  ASSERT_EQ(bench.run(Verb::kGiveUp, "ask", {{"reason", "停用"}}, clerk), "");
  EXPECT_TRUE(incidents(*bench.open).empty());
  EXPECT_EQ(bench.open->calls.at("ask").state, CallState::kAbandoned);
  EXPECT_EQ(bench.open->active, std::vector<std::string>{"asking"});
}

// Section 5: two cases opened under one name end each on its own, in any order.
TEST(Calls, ChildrenOfOneNameAreToldApartByTheirIds) {
  Workbench bench(R"({
    "lianban": 1, "id": "two", "version": "1.0.0",
    "chart": {"states": [{"id": "a", "transitions": [{"on": "start", "do": [
      {"open": {"definition": "home", "form": {}, "as": "home"}},
      {"open": {"definition": "home", "form": {}, "as": "home"}}]}]}]}
  })",
                  false);
  ASSERT_TRUE(bench.loaded());
  ASSERT_EQ(bench.run(Verb::kOpen, "two"), "");
  ASSERT_EQ(bench.run(Verb::kSend, "start"), "");
  ASSERT_EQ(bench.run(Verb::kChild, "home", {{"case", "c1"}}), "");
  ASSERT_EQ(bench.run(Verb::kChild, "home", {{"case", "c2"}, {"outcome", "granted"}}), "");
  const auto& errands = bench.open->errands;
  ASSERT_EQ(errands.size(), 2U);
  EXPECT_EQ(errands[0].answer, "");
  EXPECT_EQ(errands[1].case_id + errands[1].answer, "c2granted") << "ended before it was told of";
  EXPECT_EQ(bench.run(Verb::kChild, "home", {{"case", "c2"}}), "call/not_asked");
  ASSERT_EQ(bench.run(Verb::kChild, "home", {{"case", "c1"}, {"outcome", "refused"}}), "");
  EXPECT_EQ(bench.open->errands[0].answer, "refused");
  EXPECT_EQ(bench.open->errands[1].answer, "granted");
}

}  // namespace
}  // namespace lianban::decide::testing
