// Every file of broken/ is one small definition with what is wrong in it. A finding that is not
// named there fails the test too if it is an error.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "model/check_codes.hpp"
#include "model/definition.hpp"

namespace lianban::model {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = LIANBAN_SOURCE_DIR;

Json read(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return Json::parse(text.str());
}

std::vector<std::string> broken_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRoot / "tests/unit/model/broken")) {
    names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string line_of(const Diagnostic& finding) {
  return (finding.severity == Severity::kError ? "error " : "warning ") + finding.code + " at " +
         finding.pointer + ": " + finding.message.en;
}

/// From text, so that findings are placed.
Diagnostics findings_of(const Json& definition) { return load(definition.dump(2)).diagnostics; }

class Broken : public testing::TestWithParam<std::string> {
 protected:
  Json file_ = read(kRoot / "tests/unit/model/broken" / (GetParam() + ".json"));
  Diagnostics findings_ = findings_of(file_.at("definition"));

  [[nodiscard]] bool expects(const Diagnostic& finding) const {
    return std::ranges::any_of(file_.at("expect"), [&](const Json& each) {
      return each.at("code") == finding.code && each.at("pointer") == finding.pointer;
    });
  }
};

TEST_P(Broken, IsFoundWithCodeAndPlace) {
  for (const Json& each : file_.at("expect")) {
    const bool found = std::ranges::any_of(findings_, [&](const Diagnostic& finding) {
      return each.at("code") == finding.code && each.at("pointer") == finding.pointer;
    });
    EXPECT_TRUE(found) << "not found: " << each.dump();
  }
}

TEST_P(Broken, NothingElseIsAnError) {
  for (const Diagnostic& finding : findings_) {
    if (finding.severity == Severity::kError) {
      EXPECT_TRUE(expects(finding)) << line_of(finding);
    }
  }
}

TEST_P(Broken, IsPlacedAndSaidInBothLanguages) {
  for (const Diagnostic& finding : findings_) {
    EXPECT_GT(finding.line, 0u) << line_of(finding);
    EXPECT_GT(finding.column, 0u) << line_of(finding);
    EXPECT_FALSE(finding.message.zh.empty()) << line_of(finding);
    EXPECT_FALSE(finding.message.en.empty()) << line_of(finding);
    EXPECT_EQ(finding.hint.zh.empty(), finding.hint.en.empty()) << line_of(finding);
  }
}

TEST_P(Broken, TheCheckerAlwaysNamesAFix) {
  for (const Diagnostic& finding : findings_) {
    const bool is_checkers = std::ranges::any_of(
        codes::kChecks, [&](const codes::Code& each) { return each.code == finding.code; });
    if (is_checkers) {
      EXPECT_FALSE(finding.hint.empty()) << line_of(finding);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Definitions, Broken, testing::ValuesIn(broken_names()),
                         [](const auto& test) { return test.param; });

TEST(Check, EveryCodeOfTheCheckerHasABrokenDefinition) {
  std::set<std::string> shown;
  for (const std::string& name : broken_names()) {
    const Json file = read(kRoot / "tests/unit/model/broken" / (name + ".json"));
    for (const Json& each : file.at("expect")) shown.insert(each.at("code").get<std::string>());
  }
  for (const codes::Code& each : codes::kChecks) {
    EXPECT_TRUE(shown.contains(std::string(each.code))) << each.code << " " << each.en;
  }
}

TEST(Check, CodesAreUnique) {
  std::set<std::string_view> seen;
  for (const codes::Code& each : codes::kAll) seen.insert(each.code);
  for (const codes::Code& each : codes::kChecks) {
    EXPECT_TRUE(seen.insert(each.code).second) << each.code;
    EXPECT_FALSE(each.zh.empty());
    EXPECT_FALSE(each.en.empty());
  }
}

/// An approval with one deferrable document and the given states for what follows acceptance.
Diagnostics findings_after_acceptance(const std::string& review_transitions,
                                      const std::string& more_states) {
  return findings_of(Json::parse(R"({
    "lianban": 1, "id": "sound", "version": "1.0.0",
    "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
    "papers": {"pledge": {"title": "Pledge"}},
    "materials": {"doc": {"title": "Document", "source": "applicant", "defer": {
      "within": "5 workdays", "commitment": "pledge", "needed_by": ["deciding"],
      "overdue": "acceptance_revoked"}}},
    "chart": {"states": [
      {"id": "checking", "transitions": [
        {"on": "accept", "by": "bureau.clerk", "do": [{"accept": {}}], "to": "review"}]},
      {"id": "review", "transitions": [)" +
                                 review_transitions + R"(]},
      {"id": "deciding", "transitions": [
        {"on": "grant", "by": "bureau.clerk", "do": [{"decide": "granted"}], "to": "granted"}]},
      )" + more_states + R"(
      {"id": "granted", "kind": "final", "outcome": "granted"},
      {"id": "revoked", "kind": "final", "outcome": "acceptance_revoked"}]}})"));
}

void expect_nothing(const Diagnostics& findings) {
  for (const Diagnostic& each : findings) ADD_FAILURE() << line_of(each);
}

TEST(Check, OverdueDocumentMayStillBeMadeGood) {
  expect_nothing(findings_after_acceptance(
      R"({"on": "ready", "by": "bureau.clerk", "to": "deciding"},
         {"on": "deferral.doc.overdue", "to": "paused"})",
      R"({"id": "paused", "transitions": [
           {"on": "deferral.doc.satisfied", "to": "deciding"},
           {"on": "give_up", "by": "bureau.clerk", "do": [{"decide": "acceptance_revoked"}],
            "to": "revoked"}]},)"));
}

TEST(Check, NeededByHoldsAnOverdueCaseBack) {
  expect_nothing(findings_after_acceptance(
      R"({"on": "ready", "by": "bureau.clerk", "to": "deciding"},
         {"on": "revoke", "by": "bureau.clerk", "to": "revoked"},
         {"on": "deferral.doc.overdue", "do": [{"record": "late"}]})",
      ""));
}

TEST(Check, EndingOfTheNamedOutcomeNeedsNoDecision) {
  expect_nothing(findings_after_acceptance(
      R"({"on": "ready", "by": "bureau.clerk", "to": "deciding"},
         {"on": "deferral.doc.overdue", "to": "revoked"})",
      ""));
}

TEST(Check, EventlessCircleThatCountsIsNoCircle) {
  expect_nothing(findings_of(Json::parse(R"({
    "lianban": 1, "id": "counts", "version": "1.0.0", "vars": {"n": 0},
    "chart": {"states": [
      {"id": "counting", "transitions": [
        {"when": {"==": [{"var": "vars.n"}, 9]}, "to": "over"},
        {"do": [{"assign": {"vars.n": {"+": [{"var": "vars.n"}, 1]}}}]}]},
      {"id": "over", "kind": "final"}]}})")));
}

TEST(Check, DecisionBeforeParallelRegionsIsKnownAfterThem) {
  const Diagnostics findings = findings_of(Json::parse(R"({
    "lianban": 1, "id": "regions", "version": "1.0.0",
    "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}}},
    "chart": {"states": [
      {"id": "deciding", "transitions": [
        {"on": "decide", "by": "bureau.clerk", "do": [{"decide": "refused"}], "to": "telling"}]},
      {"id": "telling", "kind": "parallel", "transitions": [
        {"on": "done.state.telling", "to": "granted"}],
       "states": [
        {"id": "one", "states": [{"id": "one_work", "transitions": [{"on": "a", "to": "one_end"}]},
                                 {"id": "one_end", "kind": "final"}]},
        {"id": "two", "states": [{"id": "two_work", "transitions": [{"on": "b", "to": "two_end"}]},
                                 {"id": "two_end", "kind": "final"}]}]},
      {"id": "granted", "kind": "final", "outcome": "granted"}]}})"));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings.front().code, codes::kContradiction);
}

TEST(Check, RideHailingHasNoFinding) {
  for (const Diagnostic& each :
       findings_of(read(kRoot / "workflows/wenzhou-ride-hailing-vehicle.json"))) {
    ADD_FAILURE() << line_of(each);
  }
}

/// Calls `use` for every definition written inline in a scenario file.
template <class Use>
void each_definition(const Json& scenario, Use&& use) {
  if (scenario.contains("definition") && scenario["definition"].is_object()) {
    use(scenario["definition"]);
  }
  for (const char* list : {"definitions", "cases_of"}) {
    if (!scenario.contains(list)) continue;
    for (const Json& each : scenario[list]) {
      if (each.is_object() && each.contains("lianban")) use(each);
      if (each.is_object() && !each.contains("lianban")) each_definition(each, use);
    }
  }
}

std::size_t expect_loadable(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    each_definition(read(entry.path()), [&](const Json& definition) {
      ++count;
      for (const Diagnostic& each : findings_of(definition)) {
        if (each.severity == Severity::kError) {
          ADD_FAILURE() << entry.path().filename() << ": " << line_of(each);
        }
      }
    });
  }
  return count;
}

TEST(Check, StoriesOfTheLanguageHaveNoError) {
  EXPECT_GE(expect_loadable(kRoot / "tests/scenario"), 60u);
}

TEST(Check, PublicChartSuiteHasNoError) {
  const fs::path suite = kRoot / "../shared/conformance/scion";
  if (!fs::exists(suite)) GTEST_SKIP() << "the suite is not beside the checkout";
  EXPECT_GE(expect_loadable(suite), 100u);
}

TEST(Check, PinnedDefinitionsLoadWithoutTheChecker) {
  const Json file = read(kRoot / "tests/unit/model/broken/second_decision.json");
  EXPECT_EQ(load(file.at("definition")).definition, nullptr);
  EXPECT_NE(load(file.at("definition"), false).definition, nullptr);
}

}  // namespace
}  // namespace lianban::model
