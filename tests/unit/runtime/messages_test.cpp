// Notices to people, and what those are told who follow licences after they are issued.
#include "support.hpp"

namespace lianban {
namespace {

constexpr const char* kLicensing = R"({
  "lianban": 1, "id": "stall", "version": "1.0.0", "number": "S{seq:4}",
  "agencies": {"office": {"title": "Office", "lead": true, "roles": {"clerk": "Clerk"}},
               "police": {"title": "Police", "roles": {}}},
  "papers": {"receipt": {"title": {"zh": "收件凭证", "en": "Receipt"}, "to": "applicant",
                         "fields": {"for": {"var": "case.number"}}}},
  "calls": {
    "change": {"title": "Change", "agency": "police", "operation": "change", "reverse": "restore",
      "answers": "later", "outcomes": [{"id": "ok", "effect": true}]},
    "restore": {"title": "Restore", "agency": "police", "operation": "restore", "answers": "later",
      "outcomes": [{"id": "ok", "effect": true}]}},
  "licences": {"permit": {"title": "Permit", "issuer": "office", "number": "P{seq:3}", "content": {}}},
  "chart": {"states": [
    {"id": "filed", "holder": "office", "enter": [{"produce": "receipt"}, {"produce": "receipt"},
       {"notify": {"to": "police", "text": "filed"}},
       {"notify": {"to": "police", "text": {"zh": "已收件", "en": "filed"}}}],
     "transitions": [
      {"on": "grant", "by": "office.clerk", "do": [{"accept": {}}, {"decide": "granted"}, {"issue": "permit"}], "to": "holding"},
      {"on": "ask", "to": "asking"}]},
    {"id": "asking", "call": "change", "transitions": [
      {"on": "call.change.ok", "to": "changed"}]},
    {"id": "changed", "transitions": [{"on": "drop", "to": "dropped"}]},
    {"id": "holding", "transitions": [
      {"on": "revoke", "by": "office.clerk", "do": [{"revoke_licence": {"licence": "permit", "reason": "lapsed"}}]}]},
    {"id": "dropped", "kind": "final", "outcome": "withdrawn", "leaves": ["change"]}
  ]}
})";

class Messages : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    agency->answer = [this](const AgencyRequest& request) {
      if (refusing && request.agency.starts_with("@")) return failed("agency/refused", false);
      return AgencyAnswer::answered(Json::object());
    };
  }
  void tell(const char* entry) { options.directory.entries[entry] = AgencyEntry{}; }
  static Actor officer() { return Actor{"c1", {"office.clerk"}, {}}; }
  std::vector<Json> told(const std::string& entry) {
    std::vector<Json> bodies;
    for (const AgencyRequest& request : agency->asked()) {
      if (request.agency == entry) bodies.push_back(*request.body);
    }
    return bodies;
  }
  bool refusing = false;
};

TEST_F(Messages, EveryNoticeIsDeliveredOnceWithItsPaper) {
  tell("@notices");
  use_file();
  start(kLicensing);
  const std::string id =
      open("stall", {{"applicant", {{"id", "zhang"}, {"agents", {"li"}}}}}).case_id;
  pump();
  const auto bodies = told("@notices");
  ASSERT_EQ(bodies.size(), 4u);
  EXPECT_EQ(bodies[0]["case"], id);
  EXPECT_EQ(bodies[0]["number"], "S0001");
  EXPECT_EQ(bodies[0]["to"], Json({{"kind", "applicant"}, {"id", "zhang"}, {"agents", {"li"}}}));
  EXPECT_EQ(bodies[0]["paper"]["title"]["en"], "Receipt");
  EXPECT_EQ(bodies[0]["paper"]["number"], "S0001-1");
  EXPECT_EQ(bodies[0]["paper"]["fields"]["for"], "S0001");
  EXPECT_EQ(bodies[1]["paper"]["number"], "S0001-2");
  EXPECT_EQ(bodies[2]["to"], Json({{"kind", "agency"}, {"id", "police"}}));
  EXPECT_EQ(bodies[2]["text"], "filed");
  EXPECT_EQ(bodies[3]["text"]["en"], "filed");
  EXPECT_NE(agency->asked()[0].key, agency->asked()[1].key);
  EXPECT_EQ(agency->asked()[0].operation, "deliver");
  start();
  EXPECT_EQ(pump().total(), 0u);
  expect_sound(id);
}

TEST_F(Messages, WithoutAGatewayNoticesStandInTheCaseAlone) {
  start(kLicensing);
  const std::string id = open("stall").case_id;
  EXPECT_EQ(pump().asked, 0u);
  EXPECT_EQ(show(id)["notices"].size(), 4u);
}

TEST_F(Messages, SupervisionHearsOfLicencesIssuedAndRevoked) {
  tell("@supervision");
  start(kLicensing);
  const std::string id = open("stall").case_id;
  expect_accepted(send(id, "grant", nullptr, {}, officer()));
  expect_accepted(send(id, "revoke", nullptr, {}, officer()));
  pump();
  const auto bodies = told("@supervision");
  ASSERT_EQ(bodies.size(), 2u);
  EXPECT_EQ(bodies[0]["event"], "licence.issued");
  EXPECT_EQ(bodies[0]["data"]["licence"], "permit");
  EXPECT_EQ(bodies[0]["data"]["number"], "P001");
  EXPECT_EQ(bodies[1]["event"], "licence.revoked");
  EXPECT_EQ(bodies[1]["data"]["reason"], "lapsed");
  expect_sound(id);
}

TEST_F(Messages, SupervisionHearsOfAnActThatStandsAfterAnEndingWithoutGrant) {
  tell("@supervision");
  start(kLicensing);
  const std::string id = open("stall").case_id;
  expect_accepted(send(id, "ask"));
  pump();
  expect_accepted(send(id, "drop"));
  pump();
  const auto bodies = told("@supervision");
  ASSERT_EQ(bodies.size(), 1u);
  EXPECT_EQ(bodies[0]["event"], "effect.standing");
  EXPECT_EQ(bodies[0]["data"]["call"], "change");
  EXPECT_EQ(bodies[0]["data"]["agency"], "police");
  EXPECT_EQ(bodies[0]["data"]["outcome"], "withdrawn");
  expect_sound(id);
}

TEST_F(Messages, WhatIsNotTakenIsADeadLetterAndCanBeSentAgain) {
  tell("@notices");
  use_file();
  refusing = true;
  start(kLicensing);
  const std::string id = open("stall").case_id;
  pump();
  start();
  auto letters = *engine->dead_letters();
  ASSERT_EQ(letters.size(), 4u) << "one that is dead does not hold up the next";
  EXPECT_EQ(letters[0].case_id, id);
  EXPECT_EQ(letters[0].to, "@notices");
  EXPECT_EQ(letters[0].what, "notice:0");
  EXPECT_EQ(engine->dead_letters(1)->size(), 1u);
  EXPECT_EQ((*engine->agencies())["@notices"]["waiting"]["dead"], 4);
  refusing = false;
  ASSERT_TRUE(engine->resend(id, letters[1].seq).ok());
  EXPECT_EQ(engine->resend(id, letters[1].seq).error().code, "letter/unknown");
  EXPECT_EQ(engine->resend(id, 7).error().code, "letter/unknown");
  pump();
  EXPECT_EQ(engine->dead_letters()->size(), 3u);
}

TEST_F(Messages, AHostCanFetchThemAsTasks) {
  tell("@notices");
  options.directory.entries["@notices"].external = true;
  start(kLicensing);
  open("stall");
  EXPECT_EQ(pump().asked, 0u);
  auto tasks = *engine->fetch_tasks();
  ASSERT_EQ(tasks.size(), 1u) << "those of one case in their order";
  EXPECT_EQ(tasks[0].request["paper"]["number"], "S0001-1");
  expect_accepted(engine->complete_task(tasks[0].token, Json::object()));
  tasks = *engine->fetch_tasks();
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_FALSE(engine->fail_task(tasks[0].token, "gateway/refused", false)->again_at);
  EXPECT_EQ(engine->dead_letters()->size(), 1u);
  EXPECT_EQ(engine->fetch_tasks()->size(), 1u);
}

}  // namespace
}  // namespace lianban
