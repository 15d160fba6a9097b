// Trying a definition out: stories with their coverage, a case step by step, a draft rehearsed.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "lianban/rehearsal.hpp"
#include "lianban/scenario.hpp"
#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const std::string kWorkflows = LIANBAN_SOURCE_DIR "/workflows";

constexpr const char* kStall = R"({
  "lianban": 1, "id": "stall", "version": "1.0.0",
  "agencies": {"office": {"title": "Office", "lead": true, "roles": {"clerk": "Clerk"}}},
  "materials": {"lease": {"title": "Lease", "source": "applicant",
    "data": {"type": "object", "required": ["no"], "properties": {"no": {"type": "string"}}}}},
  "clocks": {"check": {"title": "Check", "limit": "5 workdays", "runs_in": ["filed"]}},
  "chart": {"states": [
    {"id": "filed", "holder": "office", "title": "Filed", "transitions": [
      {"on": "accept", "by": "office.clerk", "title": "Accept", "do": [{"accept": {}}],
       "to": "review"},
      {"on": "refuse", "by": "office.clerk", "title": "Refuse", "input": {"type": "object",
       "required": ["reason"], "properties": {"reason": {"enum": ["late", "wrong"]}}},
       "do": [{"decide": "refused"}], "to": "refused"},
      {"on": "clock.check.expired", "do": [{"accept": {"deemed": true}}], "to": "review"}]},
    {"id": "review", "holder": "office", "transitions": [
      {"on": "grant", "by": "office.clerk", "do": [{"decide": "granted"}], "to": "granted"}]},
    {"id": "granted", "kind": "final", "outcome": "granted"},
    {"id": "refused", "kind": "final", "outcome": "refused"}]}})";

class Trying : public ::testing::Test {
 protected:
  Trying() { write("stall.json", kStall); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.file(name), std::ios::binary) << text;
    return folder_.file(name);
  }
  [[nodiscard]] Finished simulate(const std::string& lines,
                                  std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"simulate", folder_.file("stall.json"), "--lang", "en",
                                   "--now",    "2021-09-15T09:00:00+08:00"};
    words.insert(words.end(), more.begin(), more.end());
    return run_cli(words, lines);
  }
  /// The number under which the last listing offers a line with this text.
  [[nodiscard]] static std::string number_of(const std::string& out, const std::string& text) {
    const auto at = out.rfind(text);
    if (at == std::string::npos) return "none: " + text;
    const auto from = out.rfind('\n', at) + 1;
    return std::to_string(std::atoi(out.c_str() + from));
  }
  TempFolder folder_;
};

TEST_F(Trying, CoverageNamesWhatNoStoryTakesAndFailsBelowTheLeast) {
  const auto story = write("story.json", R"({"scenario": "granted", "definition": "stall.json",
    "steps": [{"open": {"materials": {"lease": {"no": "1"}}}, "actor": {"id": "w", "roles": ["applicant"]}},
    {"send": "accept", "actor": {"id": "c", "roles": ["office.clerk"]}},
    {"send": "grant", "actor": {"id": "c", "roles": ["office.clerk"]}},
    {"expect": {"outcome": "granted"}}]})");
  const Finished shown = run_cli({"test", story, "--coverage", "--lang", "en"});
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_TRUE(has(shown.out, "50 %  stall 1.0.0")) << shown.out;
  EXPECT_TRUE(has(shown.out, "filed  refuse  -> refused")) << shown.out;
  EXPECT_TRUE(has(shown.out, "stall.json:11 (/chart/states/0/transitions/1)")) << shown.out;
  EXPECT_EQ(run_cli({"test", story, "--coverage-min", "50"}).exit, 0);
  const Finished less = run_cli({"test", story, "--coverage-min", "50.5", "--json"});
  EXPECT_EQ(less.exit, 1);
  const json result = json::parse(less.out);
  ASSERT_EQ(result["coverage"].size(), 1U);
  EXPECT_EQ(result["coverage"][0]["taken"], 2);
  EXPECT_EQ(result["coverage"][0]["untaken"][0]["events"], json({"refuse"}));
  EXPECT_EQ(result["coverage"][0]["untaken"][0]["line"], 11);
  EXPECT_FALSE(json::parse(run_cli({"test", story, "--json"}).out).contains("coverage"));
}

TEST_F(Trying, JunitIsReadBack) {
  const auto story = write("two.json", R"({"definition": "stall.json", "cases_of": [
    {"scenario": "passes <& \"quoted\"", "steps": []},
    {"scenario": "fails", "steps": [{"expect": {"states": ["<nowhere>"]}}]}]})");
  const std::string file = folder_.file("out.xml");
  EXPECT_EQ(run_cli({"test", story, "--junit", file}).exit, 1);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_file(file.c_str()));
  const auto suite = document.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("name").as_string(), story);
  EXPECT_EQ(suite.attribute("tests").as_int(), 2);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  auto one = suite.child("testcase");
  EXPECT_STREQ(one.attribute("name").as_string(), "passes <& \"quoted\"");
  EXPECT_FALSE(one.child("failure"));
  EXPECT_GE(one.attribute("time").as_double(-1), 0);
  one = one.next_sibling("testcase");
  ASSERT_TRUE(one.child("failure"));
  EXPECT_TRUE(has(one.child("failure").attribute("message").as_string(), "<nowhere>"));
  EXPECT_TRUE(has(one.child("failure").text().as_string(), "step: steps/0"));
  EXPECT_TRUE(has(one.child("failure").text().as_string(), "found: [\"filed\"]"));
  EXPECT_FALSE(one.next_sibling());
  const Finished nowhere = run_cli({"test", story, "--junit", folder_.file("no/such/folder.xml")});
  EXPECT_NE(nowhere.exit, 1) << "not a failed story";
  EXPECT_NE(nowhere.exit, 0);
}

TEST_F(Trying, ACaseIsTriedTakenBackDoneOtherwiseAndSaved) {
  const std::string first = simulate("1 !\n").out;
  EXPECT_EQ(simulate("1!\n").out, first) << "the space may be left out";
  const std::string accept = number_of(first, "  accept ");
  const std::string refuse = number_of(first, "  refuse ");
  const std::string saved = folder_.file("saved.json");
  const Finished run = simulate("1 !\n" + refuse + " {\"reason\": \"late\"}\n" + "b\n" + accept +
                                "\n+3\n1\ns " + saved + "\nq\n");
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_TRUE(has(run.out, "ended refused")) << run.out;
  EXPECT_TRUE(has(run.out, "ended granted")) << run.out;
  EXPECT_TRUE(has(run.out, "2021-09-18 09:00")) << "three working days on" << run.out;
  const json story = json::parse(text_of(saved));
  EXPECT_EQ(story["definition"], "stall.json") << "as it holds from where it was saved";
  EXPECT_EQ(story["steps"].size(), 5U) << "filing, accepting, three days, granting; expectation";
  const Finished told = run_cli({"test", saved});
  EXPECT_EQ(told.exit, 0) << told.out;
  EXPECT_TRUE(has(told.out, "1 passed, 0 failed"));
}

TEST_F(Trying, TheOtherWayIsKept) {
  const std::string listed = simulate("1 !\n").out;
  const Finished run = simulate("1 !\n" + number_of(listed, "  refuse ") + " !\nb\n" +
                                number_of(listed, "  accept ") + "\nb\nf 1\n?\ni filed\nq\n");
  EXPECT_EQ(run.exit, 0) << run.out;
  EXPECT_TRUE(has(run.out, "2 ways were tried from here")) << run.out;
  EXPECT_GT(run.out.rfind("ended refused"), run.out.rfind("2 ways"));
  EXPECT_TRUE(has(run.out, "clock.check.expired")) << "what the step knows";
}

TEST_F(Trying, TheNextLimitIsJumpedTo) {
  const std::string listed = simulate("1 !\n").out;
  const Finished run = simulate("1 !\n" + number_of(listed, "wait for the next limit") + "\nq\n");
  EXPECT_TRUE(has(run.out, "wait for the next limit, 2021-09-23")) << run.out;
  EXPECT_TRUE(has(run.out, "clock.check.expired")) << run.out;
  EXPECT_TRUE(has(run.out, "-> review")) << run.out;
}

TEST_F(Trying, MembersAreAskedForWithTypeAndSample) {
  const std::string listed = simulate("1 !\n").out;
  const Finished run =
      simulate("1 !\n" + number_of(listed, "  refuse ") + "\nwrong\nq\n", {"--json"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  const json result = json::parse(run.out);
  EXPECT_EQ(result["case"]["outcome"], "refused");
  EXPECT_EQ(result["story"]["steps"][1]["data"]["reason"], "wrong");
}

TEST_F(Trying, WhyNotIsAnsweredAndNonsenseIsAFinding) {
  const Finished why = simulate("1 {}\nw accept\nq\n");
  EXPECT_TRUE(has(why.out, "Lease")) << why.out;
  for (const char* const lines : {"99\n", "fly\n", "+x\n", "1 {no json\n", "f\n", "i nowhere\n"}) {
    EXPECT_EQ(simulate(lines).exit, 1) << lines;
  }
  EXPECT_EQ(simulate("").exit, 0) << "the end of the input is an end";
  EXPECT_EQ(run_cli({"simulate", folder_.file("none.json")}, "").exit, 3);
}

TEST_F(Trying, AStoryIsTheBeginning) {
  const Finished run = run_cli(
      {"simulate", kWenzhou, "--story", kWorkflows + "/scenarios/window_granted.json", "--json"},
      "b\n");
  EXPECT_EQ(run.exit, 0) << run.err;
  const json result = json::parse(run.out);
  EXPECT_EQ(result["case"]["states"]["active"], json({"handing_over"}));
}

TEST_F(Trying, AShippedStoryIsRehearsedWithoutPersonalData) {
  const Finished kept = run_cli({"test", kWorkflows + "/scenarios/policy_on_day_9.json", "--keep",
                                 fs::path(folder_.file("x")).parent_path().string()});
  ASSERT_EQ(kept.exit, 0) << kept.out << kept.err;
  json draft = json::parse(text_of(kWenzhou));
  draft["materials"]["carrier_policy"]["defer"]["within"] = "6 workdays";
  draft["materials"]["carrier_policy"]["defer"]["at_least"] = "1 workday";
  write("draft.json", draft.dump());
  const Finished run = run_cli({"rehearse", folder_.file("draft.json"), "--database",
                                folder_.file("policy_on_day_9-1.db"), "--lang", "en"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_TRUE(has(run.out, "cannot be told further")) << "whether the owner consents" << run.out;
  EXPECT_TRUE(has(run.out, "missing: state.consent (after 2021-09-25 00:00)")) << run.out;
  EXPECT_TRUE(has(run.out, "decision  granted -> acceptance revoked")) << run.out;
  EXPECT_TRUE(has(run.out, "limit passed: deferral.carrier_policy  0 -> 1")) << run.out;
  EXPECT_TRUE(has(run.out, "limit passed: deferral.carrier_policy  1 added")) << run.out;
  for (const char* const personal : {"张伟", "330302198512124560", "13800000001", "LGXCE6CB1M"}) {
    EXPECT_FALSE(has(run.out + run.err, personal)) << personal;
  }
  EXPECT_EQ(run_cli({"rehearse", kWenzhou, "--database", folder_.file("none.db")}).exit, 3);
}

// What the engine did once, it does again: every case of every story of the approval.
TEST(Rehearsing, TheSameDefinitionChangesNoCaseOfAnyStory) {
  const TempFolder folder;
  const std::string kept = fs::path(folder.file("x")).parent_path().string();
  ScenarioOptions options;
  options.calendars = kWorkflows + "/calendars";
  options.keep = kept;
  const auto definition = Definition::check(text_of(kWenzhou)).definition;
  ASSERT_NE(definition, nullptr);
  std::size_t cases = 0;
  for (const auto& each : fs::directory_iterator(kWorkflows + "/scenarios")) {
    if (each.path().extension() == ".json") (void)run_scenarios(each.path().string(), options);
  }
  for (const auto& each : fs::directory_iterator(kept)) {
    if (each.path().extension() != ".db") continue;
    RehearsalOptions rehearsal;
    rehearsal.database = each.path().string();
    rehearsal.calendars = options.calendars;
    const auto report = rehearse_cases(*definition, rehearsal);
    const std::string name = each.path().filename().string();
    ASSERT_TRUE(report.ok()) << name << report.error().code;
    for (const RehearsedCase& one : report->cases) {
      ++cases;
      const bool same = one.verdict == RehearsedCase::Verdict::kSame ||
                        one.verdict == RehearsedCase::Verdict::kOpen;
      EXPECT_TRUE(same) << name << " " << to_name(one.verdict) << " "
                        << (one.missing.empty() ? "" : one.missing.front());
      EXPECT_EQ(one.before.outcome, one.after.outcome) << name;
      EXPECT_EQ(one.before.states, one.after.states) << name;
      EXPECT_EQ(one.before.days_to_decision, one.after.days_to_decision) << name;
      EXPECT_EQ(one.before.days_to_ending, one.after.days_to_ending) << name;
      EXPECT_EQ(one.before.used, one.after.used) << name;
      EXPECT_EQ(one.before.breaches, one.after.breaches) << name;
      EXPECT_EQ(one.before.applicant_turns, one.after.applicant_turns) << name;
      EXPECT_TRUE(one.refused.empty())
          << name << " " << one.refused.front().subject << " " << one.refused.front().code;
      EXPECT_TRUE(one.unasked.empty()) << name << " " << one.unasked.front();
      EXPECT_TRUE(one.unneeded.empty()) << name;
      EXPECT_EQ(one.moot, 0U) << name;
    }
  }
  EXPECT_GE(cases, 35U);
}

}  // namespace
}  // namespace lianban::cli::test
