// What is not told apart, and what has to be although it looks alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "prove/codes.hpp"
#include "prove/report.hpp"
#include "support/workbench.hpp"

namespace lianban::prove {
namespace {

Proof proof_of(const std::string& states, const std::string& more = "") {
  const std::string text = R"({"lianban": 1, "id": "small", "version": "1.0.0",
    "agencies": {"office": {"title": "office", "lead": true, "roles": {"clerk": "clerk"}}},
    "materials": {"one": {"title": "one", "source": "applicant"},
                  "two": {"title": "two", "source": "applicant"}}, )" +
                           more + R"("chart": {"states": )" + states + "}}";
  const auto shelf = support::shelved(text, false);
  EXPECT_TRUE(shelf->prepared.has_value());
  ProofOptions options;
  options.calendars = support::source_path("workflows/calendars");
  auto proof = prove_prepared(*shelf->prepared, options);
  EXPECT_TRUE(proof.ok());
  return std::move(proof).value();
}

std::string there(const std::string& id) {
  return R"({"in": [{"var": "materials.)" + id + R"(.state"}, ["supplied", "verified"]]})";
}

bool has_error(const Proof& proof, const char* code) {
  return std::any_of(proof.findings.begin(), proof.findings.end(), [&](const ProofFinding& each) {
    return each.severity == Severity::kError && each.code == code;
  });
}

// Begins when both documents are there.
std::string begin() {
  return R"([{"id": "s", "transitions": [{"on": "begin", "by": "office.clerk", "when": {"and": [)" +
         there("one") + ", " + there("two") + R"(]}, "to": "a"}]}, )";
}

// Chart with a way into a trap under `guard`, and an ending.
std::string trap_under(const std::string& guard) {
  return begin() + R"({"id": "a", "transitions": [
      {"on": "fall", "by": "office.clerk", "when": )" +
         guard + R"(, "to": "b"}, {"on": "end", "by": "office.clerk", "to": "z"}]},
    {"id": "b"}, {"id": "z", "kind": "final"}])";
}

TEST(Documents, TwoThatAreMissingAtOnceAreSeenWhereAGuardAsksAgainstThem) {
  const Proof proof = proof_of(
      trap_under(R"({"and": [{"!": [)" + there("one") + R"(]}, {"!": [)" + there("two") + "]}]}"));
  EXPECT_TRUE(has_error(proof, codes::kTrap));
}

TEST(Documents, TwoThatAreMissingAtOnceAreSeenWhereWaysStandBesideEachOther) {
  const Proof proof = proof_of(begin() + R"({"id": "a", "transitions": [
      {"on": "go", "by": "office.clerk", "when": )" +
                               there("one") + R"(, "to": "z"},
      {"on": "go", "by": "office.clerk", "when": )" +
                               there("two") + R"(, "to": "z"},
      {"on": "go", "by": "office.clerk", "to": "b"}, {"on": "end", "by": "office.clerk", "to": "z"}]},
    {"id": "b"}, {"id": "z", "kind": "final"}])");
  EXPECT_TRUE(has_error(proof, codes::kTrap));
}

TEST(Documents, OneThatOnlyAConditionAsksAgainstIsSeen) {
  const Proof proof = proof_of(trap_under(R"({"!": [{"holds": "both"}]})"),
                               R"("conditions": {"both": {"title": "both", "rule": {"and": [)" +
                                   there("one") + ", " + there("two") + "]}}}, ");
  EXPECT_TRUE(has_error(proof, codes::kTrap));
}

TEST(Documents, CheckedIsToldFromHandedInWhereARuleDoes) {
  const Proof proof =
      proof_of(trap_under(R"({"in": [{"var": "materials.one.state"}, ["verified"]]})"));
  EXPECT_TRUE(has_error(proof, codes::kTrap));
}

TEST(Documents, AskedForOnlyTheyAreFewerSituations) {
  const std::string both = R"({"and": [)" + there("one") + ", " + there("two") + "]}";
  const auto states = [](const std::string& guard) {
    return R"([{"id": "a", "transitions": [{"on": "go", "by": "office.clerk", "when": )" + guard +
           R"(, "to": "z"}]}, {"id": "z", "kind": "final"}])";
  };
  const std::string told_apart =
      R"({"and": [{"!=": [{"var": "materials.one.state"}, "missing"]}, )" + there("two") + "]}";
  const Proof few = proof_of(states(both));
  const Proof many = proof_of(states(told_apart));
  EXPECT_TRUE(few.proved);
  EXPECT_LT(few.states, many.states);
}

// A region that can run again, and a reader of its result.
std::string regions(const std::string& elsewhere, const std::string& after) {
  return R"([{"id": "p", "kind": "parallel", "states": [
      {"id": "work", "states": [
        {"id": "busy", "transitions": [{"on": "yes", "by": "office.clerk", "to": "good"},
                                       {"on": "no", "by": "office.clerk", "to": "bad"}]},
        {"id": "good", "kind": "final", "done": {"object": {"result": "good"}}},
        {"id": "bad", "kind": "final", "done": {"object": {"result": "bad"}}}]},
      {"id": "watch", "states": [
        {"id": "open", "transitions": [
          {"on": "again", "by": "office.clerk", "restarts": ["work"], "to": "watch"},
          {"on": "close", "by": "office.clerk", "to": "closed"})" +
         elsewhere + R"(]},
        {"id": "closed", "kind": "final"})" +
         (elsewhere.empty() ? "" : R"(, {"id": "stuck"})") + R"(]}],
     "transitions": [{"on": "done.state.p", "to": "q"}]},
    {"id": "q", "transitions": [{"on": "end", "by": "office.clerk")" +
         after + R"(, "to": "z"}]}, {"id": "z", "kind": "final"}])";
}

TEST(Results, OfARegionThatRunsAgainTheOldOneIsReadWhileItRuns) {
  const Proof proof = proof_of(regions(
      R"(, {"on": "look", "by": "office.clerk",
            "when": {"and": [{"in_state": "busy"}, {"==": [{"var": "done.work.result"}, "bad"]}]},
            "to": "stuck"})",
      ""));
  EXPECT_TRUE(has_error(proof, codes::kTrap));
}

TEST(Results, ThatTheEndOfTheRegionReplacesAreNotTold) {
  const Proof read =
      proof_of(regions("", R"(, "when": {"in": [{"var": "done.work.result"}, ["good", "bad"]]})"));
  const Proof unread = proof_of(regions("", ""));
  EXPECT_TRUE(read.proved);
  // Only where the region has ended its two results are two situations: open and closed, and after.
  EXPECT_EQ(read.states, unread.states + 1);
}

TEST(Clocks, ALimitThatIsOnlyToldMakesNoSituationOfItsOwn) {
  const std::string states = R"([{"id": "a", "transitions": [
      {"on": "end", "by": "office.clerk", "to": "z"},
      {"on": "clock.c.expired", "do": [{"notify": {"to": "applicant", "text": "late"}}]}]},
    {"id": "z", "kind": "final"}])";
  const std::string clock =
      R"("clocks": {"c": {"title": "c", "limit": "5 workdays", "runs_in": ["a"]}}, )";
  const Proof proof = proof_of(states, clock);
  EXPECT_TRUE(proof.proved);
  const auto limits = std::find_if(proof.properties.begin(), proof.properties.end(),
                                   [](const auto& each) { return each.code == codes::kClock; });
  ASSERT_NE(limits, proof.properties.end());
  EXPECT_EQ(limits->verdict, Verdict::kProved);
  // It was seen to pass all the same, or the transition would be among what was never taken.
  EXPECT_TRUE(proof.unseen.empty());
}

}  // namespace
}  // namespace lianban::prove
