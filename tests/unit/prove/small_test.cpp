// Small definitions, one for each thing the prover has to see.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "prove/judge.hpp"
#include "prove/report.hpp"
#include "support/workbench.hpp"

namespace lianban::prove {
namespace {

Proof proof_of(const std::string& text) {
  const auto shelf = support::shelved(text, false);
  EXPECT_TRUE(shelf->prepared.has_value());
  ProofOptions options;
  options.calendars = support::source_path("workflows/calendars");
  auto proof = prove_prepared(*shelf->prepared, options);
  EXPECT_TRUE(proof.ok());
  return std::move(proof).value();
}

/// Codes of the errors, each once.
std::vector<std::string> errors_of(const Proof& proof) {
  std::vector<std::string> found;
  for (const ProofFinding& each : proof.findings) {
    if (each.severity == Severity::kError) found.push_back(each.code);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Verdict verdict_of(const Proof& proof, const std::string& code) {
  const auto it = std::find_if(proof.properties.begin(), proof.properties.end(),
                               [&](const ProofProperty& each) { return each.code == code; });
  EXPECT_NE(it, proof.properties.end());
  return it->verdict;
}

std::string bare(const std::string& states, const std::string& more = "") {
  return R"({"lianban": 1, "id": "small", "version": "1.0.0", )" + more +
         R"("chart": {"states": )" + states + "}}";
}

using Errors = std::vector<std::string>;

TEST(Small, ChartThatEndsIsProved) {
  const Proof proof = proof_of(bare(R"([
    {"id": "a", "transitions": [{"on": "go", "to": "b"}]}, {"id": "b", "kind": "final"}])"));
  EXPECT_TRUE(proof.proved);
  EXPECT_TRUE(proof.findings.empty());
  EXPECT_EQ(proof.states, 2u);
  EXPECT_EQ(verdict_of(proof, codes::kLicence), Verdict::kNotApplicable);
}

TEST(Small, ChartWithoutAnEndingHasNothingToReach) {
  const Proof proof = proof_of(bare(R"([
    {"id": "a", "transitions": [{"on": "go", "to": "b"}]},
    {"id": "b", "transitions": [{"on": "back", "to": "a"}]}])"));
  EXPECT_TRUE(proof.proved);
  EXPECT_EQ(verdict_of(proof, codes::kTrap), Verdict::kNotApplicable);
}

TEST(Small, TrapIsFoundWithTheShortestStoryIntoIt) {
  const Proof proof = proof_of(bare(R"([
    {"id": "a", "transitions": [{"on": "go", "to": "b"}, {"on": "long", "to": "c"}]},
    {"id": "b", "transitions": [{"on": "end", "to": "z"}, {"on": "err", "to": "d"}]},
    {"id": "c", "transitions": [{"on": "err", "to": "e"}]},
    {"id": "d", "transitions": [{"on": "turn", "to": "d"}]},
    {"id": "e", "transitions": [{"on": "back", "to": "a"}]},
    {"id": "z", "kind": "final"}])"));
  ASSERT_EQ(errors_of(proof), Errors{codes::kTrap});
  EXPECT_EQ(proof.findings.front().subject, "d");
  const Json& steps = proof.findings.front().scenario["steps"];
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[1]["send"], "go");
  EXPECT_EQ(steps[2]["send"], "err");
  EXPECT_EQ(steps[3]["expect"]["states"], Json({"d"}));
}

TEST(Small, RegionThatIsNeverDoneIsATrap) {
  const Proof proof = proof_of(bare(R"([
    {"id": "p", "kind": "parallel", "states": [
      {"id": "one", "states": [{"id": "a", "transitions": [{"on": "x", "to": "a_done"}]},
                               {"id": "a_done", "kind": "final"}]},
      {"id": "two", "states": [{"id": "b"}, {"id": "b_done", "kind": "final"}]}],
     "transitions": [{"on": "done.state.p", "to": "z"}]},
    {"id": "z", "kind": "final"}])"));
  EXPECT_EQ(errors_of(proof), Errors{codes::kTrap});
}

TEST(Small, EventlessLoopIsFound) {
  const Proof proof = proof_of(bare(R"([
    {"id": "a", "transitions": [{"on": "go", "to": "b"}, {"on": "end", "to": "z"}]},
    {"id": "b", "transitions": [{"to": "c"}]}, {"id": "c", "transitions": [{"to": "b"}]},
    {"id": "z", "kind": "final"}])"));
  EXPECT_EQ(errors_of(proof), Errors{codes::kEngine});
}

TEST(Small, DataThatARuleComparesIsTriedOnBothSides) {
  const Proof proof = proof_of(bare(R"([
    {"id": "a", "transitions": [
      {"on": "go", "when": {">": [{"var": "event.data.n"}, 5]}, "to": "b"},
      {"on": "go", "to": "z"}]},
    {"id": "b"}, {"id": "z", "kind": "final"}])"));
  ASSERT_EQ(errors_of(proof), Errors{codes::kTrap});
  EXPECT_GT(proof.findings.front().scenario["steps"][1]["data"]["n"], 5);
}

TEST(Small, OrderOfLimitsThatNoDaysAllowIsNoViolation) {
  // The long wait is over first only if time runs backwards.
  const std::string text = bare(R"([
    {"id": "p", "kind": "parallel", "states": [
      {"id": "one", "states": [{"id": "a", "transitions": [{"after": "2 days", "to": "a2"}]},
                               {"id": "a2"}]},
      {"id": "two", "states": [{"id": "b", "transitions": [{"after": "9 days", "to": "b2"}]},
                               {"id": "b2"}]}],
     "transitions": [{"on": "end", "to": "z"}]},
    {"id": "z", "kind": "final"}])",
                                R"("properties": {
      "short_first": {"never": {"and": [{"in_state": "a"}, {"in_state": "b2"}]}},
      "long_last": {"never": {"in_state": "b2"}}}, )");
  const Proof proof = proof_of(text);
  ASSERT_EQ(proof.findings.size(), 1u);
  EXPECT_EQ(proof.findings.front().subject, "long_last");
  const auto dropped = std::find_if(proof.properties.begin(), proof.properties.end(),
                                    [](const auto& each) { return each.id == "short_first"; });
  EXPECT_GT(dropped->impossible, 0u);
  EXPECT_EQ(dropped->verdict, Verdict::kProved);
}

TEST(Small, LeadsToHoldsOrIsToldHowItBreaks) {
  const char* states = R"([
    {"id": "a", "transitions": [{"on": "go", "to": "b"}]},
    {"id": "b", "transitions": [{"on": "next", "to": "c"}, {"on": "skip", "to": "z"}]},
    {"id": "c", "transitions": [{"on": "end", "to": "z"}]}, {"id": "z", "kind": "final"}])";
  const Proof proof = proof_of(bare(states, R"("properties": {
    "good": {"leads_to": [{"in_state": "a"}, {"in_state": "b"}]},
    "bad": {"leads_to": [{"in_state": "b"}, {"in_state": "c"}]}}, )"));
  ASSERT_EQ(proof.findings.size(), 1u);
  EXPECT_EQ(proof.findings.front().subject, "bad");
  EXPECT_FALSE(proof.proved);
}

TEST(Small, FourEyesFindASecondPerson) {
  const std::string agencies = R"("agencies": {"office": {"title": "office", "lead": true,
    "roles": {"clerk": "clerk"}}}, )";
  const Proof proof = proof_of(bare(R"([
    {"id": "a", "transitions": [{"on": "check", "by": "office.clerk", "to": "b"}]},
    {"id": "b", "transitions": [
      {"on": "decide", "by": "office.clerk", "not_by": ["a"], "to": "z"}]},
    {"id": "z", "kind": "final"}])",
                                    agencies));
  EXPECT_TRUE(proof.proved);
  EXPECT_EQ(verdict_of(proof, codes::kFourEyes), Verdict::kProved);
}

TEST(Small, SameDefinitionSameAnswer) {
  const std::string text = bare(R"([
    {"id": "a", "transitions": [{"on": "go", "to": "b"}, {"after": "3 days", "to": "c"}]},
    {"id": "b", "transitions": [{"on": "end", "to": "z"}]}, {"id": "c"},
    {"id": "z", "kind": "final"}])");
  const Proof one = proof_of(text);
  const Proof other = proof_of(text);
  ASSERT_EQ(one.findings.size(), other.findings.size());
  ASSERT_FALSE(one.findings.empty());
  EXPECT_EQ(one.findings.front().scenario, other.findings.front().scenario);
  EXPECT_EQ(one.states, other.states);
}

TEST(Small, LimitOfSituationsIsNoProof) {
  const auto shelf = support::shelved(bare(R"([
    {"id": "a", "transitions": [{"on": "more", "do": [
      {"assign": {"vars.n": {"+": [{"var": "vars.n"}, 1]}}}]},
      {"on": "end", "when": {"<": [{"var": "vars.n"}, 3]}, "to": "z"}]},
    {"id": "z", "kind": "final"}])",
                                           R"("vars": {"n": 0}, )"),
                                      false);
  ASSERT_TRUE(shelf->prepared.has_value());
  ProofOptions options;
  options.calendars = support::source_path("workflows/calendars");
  options.max_states = 50;
  const auto proof = prove_prepared(*shelf->prepared, options);
  ASSERT_TRUE(proof.ok());
  EXPECT_FALSE(proof->proved);
  EXPECT_FALSE(proof->incomplete.empty());
  EXPECT_EQ(verdict_of(*proof, codes::kTrap), Verdict::kUnknown);
}

Diagnostics faults_of(const std::string& properties) {
  const char* states = R"([{"id": "a", "transitions": [{"on": "go", "to": "z"}]},
                           {"id": "z", "kind": "final"}])";
  return model::load(bare(states, R"("properties": )" + properties + ", ")).diagnostics;
}

TEST(Properties, EachClaimsOneThing) {
  EXPECT_TRUE(faults_of(R"({"p": {"always": {"in_state": "a"}}})").empty());
  const auto code = [](const std::string& properties) {
    const auto faults = faults_of(properties);
    return faults.empty() ? std::string() : faults.front().code;
  };
  EXPECT_EQ(code(R"({"p": {"title": "nothing"}})"), "LB-E1103");
  EXPECT_EQ(code(R"({"p": {"always": true, "never": false}})"), "LB-E1123");
  EXPECT_EQ(code(R"({"p": {"leads_to": [{"in_state": "a"}]}})"), "LB-E1104");
  EXPECT_EQ(code(R"({"p": {"always": {"in_state": "nowhere"}}})"), "LB-E1404");
  EXPECT_EQ(code(R"({"p": {"always": true, "often": 1}})"), "LB-E1102");
}

}  // namespace
}  // namespace lianban::prove
