// Agencies with several offices: on whose list a case is, who is asked, what is kept of it.
#include "decide/offices.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "support/workbench.hpp"

namespace lianban::decide::testing {
namespace {

using support::Workbench;

constexpr const char* kStations = R"json({
 "lianban": 1, "id": "stations", "version": "1.0.0",
 "agencies": {
  "station": {"title": "Station", "lead": true, "roles": {"clerk": "Clerk"}, "office": {"var": "case.office"}},
  "registry": {"title": "Registry", "roles": {"officer": "Officer"}, "office": {"var": "form.home"}}},
 "form": {"type": "object", "properties": {"home": {}}},
 "vars": {"n": 0},
 "materials": {"extract": {"title": "Extract", "source": {"query": "find"}, "required": false}},
 "calls": {"find": {"agency": "registry", "operation": "find", "answers": "later", "outcomes": [{"id": "found"}]}},
 "licences": {"permit": {"title": "Permit", "issuer": "registry", "number": "P{office}-{seq}",
   "sections": {"radio": {"authority": "station", "valid": "1 year"}}}},
 "chart": {"states": [
   {"id": "received", "transitions": [
     {"on": "ask", "by": "station.clerk", "do": [{"call": "find"}]},
     {"on": "grant", "by": "registry.officer", "do": [{"accept": {}}, {"issue": "permit"}], "to": "held"}]},
   {"id": "held", "transitions": [{"on": "again", "by": "registry.officer", "do": [{"issue": "permit"}]}]}]}})json";

const Actor kClerkHere{"w1", {"station.clerk"}, "330302"};

Workbench opened(Json form) {
  Workbench bench(kStations);
  EXPECT_TRUE(bench.loaded());
  EXPECT_EQ(bench.run(Verb::kOpen, "stations", {{"form", std::move(form)}}, kClerkHere), "");
  return bench;
}

bool has(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

TEST(Offices, TheCaseIsOnTheListOfTheCompetentOfficeAndOnThatOfAll) {
  Workbench bench = opened({{"home", "330702"}});
  const auto list = boxes(*bench.open, bench.inputs());
  EXPECT_TRUE(has(list, "role:registry.officer@330702"));
  EXPECT_TRUE(has(list, "role:station.clerk@330302"));
  EXPECT_TRUE(has(list, "role:station.clerk"));
  EXPECT_FALSE(has(list, "role:registry.officer@330302"));
}

TEST(Offices, WithoutACompetentOneTheCaseIsOnlyOnTheListOfAll) {
  Workbench bench = opened(Json::object());
  const auto list = boxes(*bench.open, bench.inputs());
  EXPECT_TRUE(has(list, "role:registry.officer"));
  EXPECT_TRUE(std::none_of(list.begin(), list.end(), [](const std::string& box) {
    return box.starts_with("role:registry.officer@");
  }));
}

TEST(Offices, TheRequestGoesToTheOffice) {
  Workbench bench = opened({{"home", "330702"}});
  ASSERT_EQ(bench.run(Verb::kSend, "ask", nullptr, kClerkHere), "");
  EXPECT_EQ(bench.open->calls.at("find").office, "330702");
  ASSERT_EQ(bench.effects.outbox_add.size(), 1U);
  EXPECT_EQ(bench.effects.outbox_add[0].lane, "registry@330702");
}

// A form can hold anything; the office becomes part of a lane's name.
TEST(Offices, OnlyACodeNamesAnOffice) {
  for (const Json& home : {Json("a@b"), Json("a b"), Json(""), Json(std::string(65, '1')),
                           Json(1.5), Json(nullptr), Json::array({"1"})}) {
    Workbench bench = opened({{"home", home}});
    EXPECT_EQ(bench.run(Verb::kSend, "ask", nullptr, kClerkHere), "office/unknown") << home;
  }
  Workbench bench = opened({{"home", 330702}});
  EXPECT_EQ(bench.run(Verb::kSend, "ask", nullptr, kClerkHere), "") << "a number is a code, too";
}

TEST(Offices, TheRefusalNamesTheCompetentOffice) {
  Workbench bench = opened({{"home", "330702"}});
  const Actor elsewhere{"r1", {"registry.officer"}, "330302"};
  EXPECT_EQ(bench.run(Verb::kSend, "grant", nullptr, elsewhere), "event/by");
  const auto reason = std::find_if(bench.refusal.reasons.begin(), bench.refusal.reasons.end(),
                                   [](const Reason& each) { return each.kind == "office"; });
  ASSERT_NE(reason, bench.refusal.reasons.end());
  EXPECT_EQ(reason->id, "330702");
}

TEST(Offices, IssuerAndAuthorityAreFrozenWithTheLicence) {
  Workbench bench = opened({{"home", "330702"}});
  const Actor officer{"r2", {"registry.officer"}, "330702"};
  ASSERT_EQ(bench.run(Verb::kSend, "grant", nullptr, officer), "");
  const LicenceRecord& permit = bench.open->licences.at("permit");
  EXPECT_TRUE(permit.number.starts_with("P330702-"));
  EXPECT_EQ(permit.office, "330702");
  ASSERT_NE(permit.sections, nullptr);
  EXPECT_EQ((*permit.sections)["radio"]["office"], "330302");
}

// What was replaced stays readable, and the history alone leads to the same case.
TEST(Offices, EarlierVersionsStayWithTheCase) {
  Workbench bench = opened({{"home", "330702"}});
  const Actor officer{"r2", {"registry.officer"}, "330702"};
  ASSERT_EQ(bench.run(Verb::kSend, "grant", nullptr, officer), "");
  ASSERT_EQ(bench.run(Verb::kSend, "again", nullptr, officer), "");
  EXPECT_EQ(bench.open->licences.at("permit").version, 2U);
  ASSERT_EQ(bench.open->earlier_licences.at("permit").size(), 1U);
  EXPECT_EQ(bench.open->earlier_licences.at("permit")[0].state, lifecycle::LicenceState::kReplaced);
  const auto replayed = replay(bench.history, bench.personal);
  ASSERT_TRUE(replayed.ok());
  EXPECT_EQ(encode_case(*replayed, bench.personal), encode_case(*bench.open, bench.personal));
}

}  // namespace
}  // namespace lianban::decide::testing
