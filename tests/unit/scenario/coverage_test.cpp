// Which transitions the stories took: what counts, what is named, what adds up.
#include "stories.hpp"

namespace lianban::scenario::testing {
namespace {

constexpr const char* kForks = R"({
  "lianban": 1, "id": "forks", "version": "1.0.0",
  "vars": {"n": 0},
  "chart": {"initial": "which", "states": [
    {"id": "which", "kind": "choice", "transitions": [
      {"when": {"==": [{"var": "case.channel"}, "window"]}, "to": "desk"},
      {"to": "online"}]},
    {"id": "desk", "title": "Desk", "transitions": [
      {"on": "go", "title": "Go on", "do": [{"assign": {"vars.n": 1}}], "to": "sorting"},
      {"on": ["stop", "end"], "to": "done"},
      {"after": "3 days", "to": "done"}]},
    {"id": "online", "transitions": [{"on": "go", "to": "sorting"}, {"on": "stay"}]},
    {"id": "sorting", "transitions": [
      {"when": {"==": [{"var": "vars.n"}, 1]}, "to": "done"},
      {"to": "elsewhere"}]},
    {"id": "done", "kind": "final"},
    {"id": "elsewhere", "kind": "final"}]}})";

class CoverageOf : public Stories {
 protected:
  std::vector<DefinitionCoverage> told(const std::vector<json>& stories) const {
    write("forks.json", kForks);
    Coverage coverage;
    std::size_t index = 0;
    for (const json& story : stories) {
      const auto file = write("s" + std::to_string(index++) + ".json", story.dump());
      ScenarioOptions options;
      options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
      options.coverage = true;
      for (const ScenarioReport& report : run_scenarios(file, options)) {
        EXPECT_TRUE(report.passed) << report.expected << " | " << report.found;
        coverage.add(report);
      }
    }
    return coverage.definitions();
  }
  static json at_the_window(const json& steps) {
    json all = json::array({{{"open", {{"channel", "window"}}}}});
    for (const json& step : steps) all.push_back(step);
    return {{"definition", "forks.json"}, {"steps", all}};
  }
};

std::vector<std::string> pointers(const std::vector<Uncovered>& all) {
  std::vector<std::string> out;
  for (const Uncovered& each : all) out.push_back(each.pointer);
  return out;
}

TEST_F(CoverageOf, ChoicesAndTransitionsWithoutEventsCount) {
  const auto all = told({at_the_window(json::parse(R"([{"send": "go"}])"))});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].id, "forks");
  EXPECT_EQ(all[0].transitions, 9U);
  EXPECT_EQ(all[0].taken, 3U) << "the branch of the choice, go, the one without an event";
  EXPECT_NEAR(all[0].percent(), 100.0 / 3, 1e-9);
  EXPECT_EQ(
      pointers(all[0].untaken),
      (std::vector<std::string>{"/chart/states/0/transitions/1", "/chart/states/1/transitions/1",
                                "/chart/states/1/transitions/2", "/chart/states/2/transitions/0",
                                "/chart/states/2/transitions/1", "/chart/states/3/transitions/1"}));
  EXPECT_EQ(all[0].states, 5U) << "nobody stands in a choice";
  EXPECT_EQ(all[0].entered, 3U);
  EXPECT_EQ(pointers(all[0].never_entered),
            (std::vector<std::string>{"/chart/states/2", "/chart/states/5"}));
}

TEST_F(CoverageOf, WhatWasNotTakenIsNamed) {
  const auto all = told({at_the_window(json::parse(R"([{"send": "stop"}])"))});
  ASSERT_EQ(all.size(), 1U);
  const auto go = std::find_if(
      all[0].untaken.begin(), all[0].untaken.end(),
      [](const Uncovered& each) { return each.pointer == "/chart/states/1/transitions/0"; });
  ASSERT_NE(go, all[0].untaken.end());
  EXPECT_EQ(go->state, "desk");
  EXPECT_EQ(go->title.en, "Go on");
  EXPECT_EQ(go->events, std::vector<std::string>{"go"});
  EXPECT_EQ(go->to, "sorting");
  EXPECT_EQ(go->line, 9U);
  EXPECT_TRUE(go->file.ends_with("forks.json"));
  const auto after = std::find_if(all[0].untaken.begin(), all[0].untaken.end(),
                                  [](const Uncovered& each) { return !each.after.empty(); });
  ASSERT_NE(after, all[0].untaken.end());
  EXPECT_EQ(after->after, "3 days");
  EXPECT_TRUE(after->events.empty());
}

TEST_F(CoverageOf, FilesAboutOneDefinitionAddUpToAll) {
  const json online = json::parse(R"([{"send": "stay"}, {"send": "go"}])");
  const auto all = told({at_the_window(json::parse(R"([{"send": "go"}])")),
                         at_the_window(json::parse(R"([{"send": "end"}])")),
                         at_the_window(json::parse(R"([{"advance": "4 days"}])")),
                         {{"definition", "forks.json"}, {"steps", online}}});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].stories, 4U);
  EXPECT_TRUE(all[0].untaken.empty()) << pointers(all[0].untaken).front();
  EXPECT_TRUE(all[0].never_entered.empty());
  EXPECT_EQ(all[0].percent(), 100);
}

// The text within a story is the story's: its lines are those of that file.
TEST_F(CoverageOf, ADefinitionInsideAStoryIsPlacedThere) {
  const std::string text = "{\"definition\":\n" + std::string(kForks) + ",\n\"steps\": []}";
  const auto file = write("inside.json", text);
  ScenarioOptions options;
  options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
  options.coverage = true;
  Coverage coverage;
  for (const ScenarioReport& report : run_scenarios(file, options)) coverage.add(report);
  const auto all = coverage.definitions();
  ASSERT_EQ(all.size(), 1U);
  ASSERT_FALSE(all[0].untaken.empty());
  EXPECT_EQ(all[0].untaken.front().file, file);
  EXPECT_EQ(all[0].untaken.front().line, 7U);
}

TEST_F(CoverageOf, ARefusedEventTakesNothing) {
  const json refused = json::parse(R"([{"send": "elsewhere"}, {"send": "nothing"}])");
  const auto all = told({at_the_window(refused)});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].taken, 1U) << "the choice only";
}

TEST_F(CoverageOf, ReportsWithoutPathsAddNothing) {
  Coverage coverage;
  coverage.add(ScenarioReport{});
  EXPECT_TRUE(coverage.definitions().empty());
}

}  // namespace
}  // namespace lianban::scenario::testing
