// Every kind of expectation can fail, and says where, what was expected and what was found.
#include "stories.hpp"

namespace lianban::scenario::testing {
namespace {

const json kClerk{{"id", "c1"}, {"roles", {"bureau.clerk"}}};

struct Kind {
  const char* name;
  const char* right;
  const char* wrong;
  const char* found;  ///< In the report of the wrong one.
};

class Expect : public Stories {
 protected:
  /// The right value passes, the wrong one fails at its step.
  void check(const Kind& kind, const json& before = json::array()) const {
    const auto steps = [&](const char* value) {
      json all = before;
      all.push_back({{"expect", {{kind.name, json::parse(value)}}}, {"actor", kClerk}});
      return all;
    };
    const auto good = tell(story(steps(kind.right)));
    EXPECT_TRUE(good.passed) << kind.name << ": " << good.expected << " | " << good.found;
    EXPECT_TRUE(good.step.empty() && good.expected.empty() && good.found.empty()) << kind.name;
    const auto bad = tell(story(steps(kind.wrong)));
    EXPECT_FALSE(bad.passed) << kind.name;
    EXPECT_EQ(bad.step, "steps/" + std::to_string(before.size() + 1)) << kind.name;
    EXPECT_TRUE(bad.expected.starts_with("/" + std::string(kind.name))) << bad.expected;
    EXPECT_NE(bad.found.find(kind.found), std::string::npos) << kind.name << ": " << bad.found;
  }
};

TEST_F(Expect, WhereTheCaseStands) {
  check({"states", R"("desk")", R"(["desk", "granting"])", R"(["desk"])"});
  check({"states", R"(["desk"])", "[]", R"(["desk"])"});
  check({"in", R"(["desk"])", R"("granting")", R"(["desk"])"});
}

TEST_F(Expect, HowItEnded) {
  check({"ended", "false", "true", "false"});
  check({"outcome", "null", R"("terminated")", "null"});
  const json closed = json::array({{{"send", "close"}, {"actor", kClerk}}});
  check({"outcome", R"("terminated")", R"("granted")", "terminated"}, closed);
  check({"ended", "true", "false", "true"}, closed);
}

TEST_F(Expect, WhatTheCaseSays) {
  check({"case", R"({"accepted_at": null})", R"({"accepted_at": "2021-09-15"})", "null"});
  check({"case", R"({"deferrals": [{"material": "proof"}]})", R"({"deferrals": []})", "proof"});
  check({"vars", R"({"n": 1})", R"({"n": 2})", "1"});
}

TEST_F(Expect, DocumentsAndPromises) {
  check({"materials", R"({"form": "supplied"})", R"({"form": "verified"})", "supplied"});
  check({"materials", R"({"form": {"at": "applicant"}})", R"({"deed": "supplied"})", "nothing"});
  check({"deferrals", R"({"proof": "promised"})", R"({"proof": "satisfied"})", "promised"});
}

TEST_F(Expect, ClocksAndHolders) {
  check({"clocks", R"({"check": {"state": "running", "due": "2021-09-23"}})",
         R"({"check": {"due": "2021-09-22"}})", "2021-09-23"});
  check({"clocks", R"({"check": "running"})", R"({"check": "paused"})", "running"});
  const json waited = json::array({{{"advance", "2 workdays"}}});
  check({"holders", R"({"bureau": 2})", R"({"bureau": 1})", "2"}, waited);
}

TEST_F(Expect, CallsOutstandingAndTheirEffect) {
  check({"calls", R"(["ask"])", "[]", "ask"});
  check({"calls", R"({"ask": {"effect": "none"}})", R"({"ask": {"effect": "standing"}})", "none"});
  const json answered = json::array({{{"reply", "ask"}, {"data", {{"ok", true}}}}});
  check({"calls", "[]", R"(["ask"])", "[]"}, answered);
  check({"calls", R"({"ask": {"outcome": "yes"}})", R"({"ask": {"outcome": "no"}})", "yes"},
        answered);
}

TEST_F(Expect, LicencesAndPapers) {
  const json granted = json::parse(R"([
    {"supply": "proof", "data": {}, "actor": {"id": "zhang", "roles": ["applicant"]}},
    {"send": "accept", "actor": {"id": "c1", "roles": ["bureau.clerk"]}},
    {"send": "grant", "actor": {"id": "c1", "roles": ["bureau.clerk"]}}])");
  check({"licences", R"({"permit": {"state": "made", "number": "P001"}})",
         R"({"permit": "issued"})", "made"},
        granted);
  check({"licences", "{}", R"({"permit": "made"})", "nothing"});
  check({"papers", R"(["pledge"])", R"(["pledge", "pledge"])", "pledge"});
}

// Notices are those since the last expectation: a second look finds none.
TEST_F(Expect, NoticesSinceTheLastLook) {
  check({"notices", R"([{"to": "bureau", "paper": "pledge"}])", "[]", "pledge"});
  const json looked = json::array({{{"expect", {{"in", "desk"}}}}});
  check({"notices", "[]", R"([{"to": "bureau"}])", "[]"}, looked);
}

TEST_F(Expect, OpenIncidentsAreCounted) {
  check({"incidents", "0", "1", "0"});
  check({"incidents", "1", "0", "1"}, json::array({{{"send", "alarm"}}}));
}

TEST_F(Expect, WhatThisActorMayDo) {
  check({"actions", R"(["close"])", R"(["accept", "close"])", R"(["close"])"});
  const auto other = step(
      {{"expect", {{"actions", {"close"}}}}, {"actor", {{"id", "li"}, {"roles", {"applicant"}}}}});
  EXPECT_FALSE(other.passed) << "asked for another person";
  EXPECT_EQ(other.found, "[]");
}

TEST_F(Expect, WhyAnActionIsRefused) {
  check({"refusals", R"({"grant": "event/unknown"})", R"({"grant": "event/by"})", "no such event"});
  check({"refusals", R"({"accept": "event/needed_by"})", R"({"accept": "event/by"})", "needed_by"});
  check({"refusals", "{}", R"({"close": "event/by"})", "allowed"});
  const json stranger{{"id", "li"}, {"roles", json::array()}};
  EXPECT_TRUE(
      step({{"expect", {{"refusals", {{"accept", "event/by"}}}}}, {"actor", stranger}}).passed);
  EXPECT_TRUE(
      step({{"expect", {{"refusals", {{"accept", "bureau.clerk"}}}}}, {"actor", stranger}}).passed)
      << "a fragment of its text";
  const auto other =
      step({{"expect", {{"refusals", {{"accept", "event/when"}}}}}, {"actor", stranger}});
  EXPECT_FALSE(other.passed);
  EXPECT_NE(other.found.find("event/by"), std::string::npos);
}

TEST_F(Expect, HistoryHasEventsInOrder) {
  const json happened = json::array({{{"send", "note"}}, {{"send", "alarm"}}});
  check({"history_has", R"(["note", "alarm"])", R"(["alarm", "note"])", "note"}, happened);
  check({"history_has", R"(["note"])", R"(["note", "note"])", "alarm"}, happened);
}

TEST_F(Expect, UnknownExpectationIsAFault) {
  const auto report = step({{"expect", {{"state", "desk"}}}});
  EXPECT_FALSE(report.passed);
  EXPECT_EQ(report.step, "steps/1");
  EXPECT_EQ(report.found, "state");
}

}  // namespace
}  // namespace lianban::scenario::testing
