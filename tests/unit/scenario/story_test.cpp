// Telling a story: its steps, and what is said of one that cannot be told.
#include "stories.hpp"

namespace lianban::scenario::testing {
namespace {

class Story : public Stories {
 protected:
  void fails(const json& one, const std::string& expected, const std::string& found) const {
    const auto report = step(one);
    EXPECT_FALSE(report.passed) << one.dump();
    EXPECT_EQ(report.step, "steps/1") << one.dump();
    EXPECT_NE(report.expected.find(expected), std::string::npos) << report.expected;
    EXPECT_NE(report.found.find(found), std::string::npos) << report.found;
  }
};

TEST_F(Story, PassesAndCountsItsSteps) {
  const auto report =
      tell(story(json::array({{{"send", "note"}}, {{"expect", {{"vars", {{"n", 2}}}}}}})));
  EXPECT_TRUE(report.passed) << report.found;
  EXPECT_EQ(report.name, "shop");
  EXPECT_EQ(report.steps, 3U);
}

TEST_F(Story, StopsAtTheFirstFailingStep) {
  const auto report =
      tell(story(json::array({{{"expect", {{"incidents", 9}}}}, {{"expect", {{"ended", true}}}}})));
  EXPECT_FALSE(report.passed);
  EXPECT_EQ(report.step, "steps/1");
  EXPECT_EQ(report.steps, 2U);
}

TEST_F(Story, RefusedStepFailsUnlessItWasExpected) {
  const json close{{"send", "close"}};
  json stranger = close;
  stranger["actor"] = {{"id", "li"}, {"roles", {"applicant"}}};
  fails(stranger, "an accepted step", "event/by");
  for (const json& said : {json(true), json("event/by"), json("bureau.clerk")}) {
    json expected = stranger;
    expected["refused"] = said;
    EXPECT_TRUE(step(expected).passed) << said;
  }
  json other = stranger;
  other["refused"] = "event/when";
  fails(other, "refused: event/when", "event/by");
  json accepted = close;
  accepted["actor"] = {{"id", "c1"}, {"roles", {"bureau.clerk"}}};
  accepted["refused"] = true;
  fails(accepted, "refused", "accepted");
}

TEST_F(Story, AnswersOnlyWhatWasAsked) {
  EXPECT_TRUE(step({{"reply", "ask"}, {"data", {{"ok", true}}}}).passed);
  fails({{"reply", "beg"}, {"data", {{"ok", true}}}}, "an outstanding request of beg", "none");
  fails({{"fail", "beg"}}, "an outstanding request of beg", "none");
}

TEST_F(Story, FailureIsOfAllAttemptsUnlessItSaysOne) {
  const json all =
      json::array({{{"fail", "ask"}}, {{"expect", {{"incidents", 1}, {"calls", json::array()}}}}});
  EXPECT_TRUE(tell(story(all)).passed);
  const json one = json::array(
      {{{"fail", "ask"}, {"attempts", 1}}, {{"expect", {{"incidents", 0}, {"calls", {"ask"}}}}}});
  EXPECT_TRUE(tell(story(one)).passed);
}

// Section 9: a date and working days keep the time of day; what is due fires on the way.
TEST_F(Story, TimeGoesOnlyForwardAndFiresWhatIsDue) {
  const json way = json::array({{{"advance", {{"to", "2021-09-24"}}}},
                                {{"expect", {{"history_has", {"clock.check.expired"}}}}},
                                {{"advance", "1 workday"}},
                                {{"advance", {{"to", "2021-09-26T09:00:00+08:00"}}}},
                                {{"advance", "PT1S"}}});
  const auto report = tell(story(way));
  EXPECT_TRUE(report.passed) << report.step << " " << report.expected << " " << report.found;
  fails({{"advance", {{"to", "2021-09-14"}}}}, "time going on", "past");
  fails({{"advance", "soon"}}, "a duration", "soon");
  fails({{"advance", {{"to", "tomorrow"}}}}, "an instant or date", "tomorrow");
  fails({{"advance", "9000 workdays"}}, "a date of the calendar", "calendar/unknown_year");
}

TEST_F(Story, UnknownStepIsAFault) {
  fails({{"sned", "close"}}, "a member that is known", "\"send\"");
  fails({{"wait", "close"}}, "a step that is known", "wait");
}

TEST_F(Story, WithoutAnOpeningTheSystemOpensAnEmptyCase) {
  json bare = story(json::array());
  bare["steps"] =
      json::parse(R"([{"expect": {"states": "desk", "materials": {"form": "missing"}}}])");
  const auto report = tell(bare);
  EXPECT_TRUE(report.passed) << report.found;
}

TEST_F(Story, AgenciesAnswerFromTheScript) {
  json scripted = story(json::array({{{"expect", {{"calls", {{"ask", {{"outcome", "no"}}}}}}}}}));
  scripted["agencies"] = {{"ask", {{"ok", false}}}};
  EXPECT_TRUE(tell(scripted).passed);
  scripted["agencies"] = {{"ask", {{"fail", "down"}}}};
  scripted["steps"].back() = {{"expect", {{"incidents", 1}}}};
  EXPECT_TRUE(tell(scripted).passed);
  scripted["agencies"] = {{"ask", "yes"}};
  const auto report = tell(scripted);
  EXPECT_FALSE(report.passed);
  EXPECT_EQ(report.step, "definition");
  EXPECT_NE(report.found.find("script/type"), std::string::npos) << report.found;
}

// A failure inside an included file names the file and the step in it.
TEST_F(Story, IncludedStepsAreToldInPlace) {
  write("parts/noted.json", R"({"steps": [{"send": "note"}, {"expect": {"vars": {"n": 2}}}]})");
  EXPECT_TRUE(step({{"include", "parts/noted.json"}}).passed);
  const auto twice = tell(
      story(json::array({{{"include", "parts/noted.json"}}, {{"include", "parts/noted.json"}}})));
  EXPECT_FALSE(twice.passed);
  EXPECT_EQ(twice.step, "steps/2 parts/noted.json/1");
  fails({{"include", "parts/none.json"}}, "parts/none.json", "file/not_found");
  write("parts/torn.json", R"({"steps": [)");
  fails({{"include", "parts/torn.json"}}, "parts/torn.json", "json/");
}

TEST_F(Story, DefinitionMayStandInAFileBesideIt) {
  write("parts/shop.json", shop().dump());
  json beside = story(json::array());
  beside["definition"] = "parts/shop.json";
  EXPECT_TRUE(tell(beside).passed);
  beside["definition"] = "parts/none.json";
  const auto report = tell(beside);
  EXPECT_EQ(report.step, "definition");
  EXPECT_NE(report.found.find("file/not_found"), std::string::npos) << report.found;
}

TEST_F(Story, FaultyDefinitionIsSaidWithItsFirstFault) {
  json faulty = story(json::array());
  faulty["definition"]["chart"]["states"][0]["transitions"][3]["to"] = "nowhere";
  const auto report = tell(faulty);
  EXPECT_FALSE(report.passed);
  EXPECT_EQ(report.step, "definition");
  EXPECT_TRUE(report.found.starts_with("LB-")) << report.found;
  EXPECT_NE(report.found.find("/chart/states/0/transitions/3/to"), std::string::npos);
  faulty.erase("definition");
  EXPECT_EQ(tell(faulty).step, "definition");
}

TEST_F(Story, StartHasToBeAnInstant) {
  json late = story(json::array());
  late["start"] = "nine o'clock";
  const auto report = tell(late);
  EXPECT_FALSE(report.passed);
  EXPECT_NE(report.found.find("nine o'clock"), std::string::npos);
}

// A list of stories shares what stands beside it; each is told on its own, one failing or not.
TEST_F(Story, ListOfStoriesIsToldOneByOne) {
  json list = story(json::array({{{"expect", {{"vars", {{"n", 1}}}}}}}));
  list["cases_of"] = json::parse(R"([
    {"scenario": "as it is"},
    {"scenario": "otherwise", "steps": [{"expect": {"vars": {"n": 7}}}]},
    {"scenario": "again", "start": "2024-03-04T09:00:00+08:00"}])");
  const auto reports = run(write("list.json", list.dump()));
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_TRUE(reports[0].passed && !reports[1].passed && reports[2].passed);
  EXPECT_EQ(reports[1].name, "otherwise");
  EXPECT_EQ(reports[1].step, "steps/0");
}

TEST_F(Story, SeveralCasesAreToldByName) {
  const json two =
      json::array({{{"open", {{"materials", {{"form", json::object()}}}}}, {"as", "second"}},
                   {{"send", "note"}, {"case", "second"}},
                   {{"expect", {{"vars", {{"n", 2}}}}}, {"case", "second"}},
                   {{"expect", {{"vars", {{"n", 1}}}}}}});
  const auto report = tell(story(two));
  EXPECT_TRUE(report.passed) << report.step << " " << report.found;
}

TEST_F(Story, SameStoryIsAlwaysToldTheSame) {
  const json wrong =
      story(json::array({{{"advance", "30 days"}}, {{"expect", {{"case", {{"id", "?"}}}}}}}));
  EXPECT_EQ(tell(wrong).found, tell(wrong).found);
}

TEST_F(Story, FileThatIsNoStoryIsOneFailedReport) {
  const auto found = [&](const std::string& text) {
    const auto report = tell(text);
    EXPECT_FALSE(report.passed);
    EXPECT_FALSE(report.name.empty());
    return report.found;
  };
  EXPECT_NE(found("{\"steps\": [\n  {,}").find("story.json:2:4"), std::string::npos);
  EXPECT_NE(found(R"({"steps": [], "steps": []})").find("json/"), std::string::npos);
  EXPECT_EQ(found("[1, 2]"), "something else");
  EXPECT_NE(found("").find("json/"), std::string::npos);
  const auto none = run("no/such/story.json");
  ASSERT_EQ(none.size(), 1U);
  EXPECT_NE(none.front().found.find("file/not_found no/such/story.json"), std::string::npos);
}

// A value of a wrong type ends the story, not the host.
TEST_F(Story, WrongShapesAreFailuresNotExceptions) {
  for (const char* one :
       {R"({"send": "note", "actor": {"id": 5}})", R"({"advance": {"to": 5}})", R"({"include": 5})",
        R"({"open": {"definition": 5}})", R"("send")", "5", R"({"expect": {"refusals": 5}})",
        R"({"expect": {"history_has": [5]}})"}) {
    const auto report = step(json::parse(one));
    EXPECT_FALSE(report.passed) << one;
    EXPECT_FALSE(report.expected.empty()) << one;
  }
}

TEST_F(Story, WrongShapesAreReportedWhereTheyStand) {
  EXPECT_FALSE(tell(std::string(R"({"scenario": 5})")).passed);
  EXPECT_FALSE(run(write("a.json", R"({"cases_of": 5})")).front().passed);
  EXPECT_EQ(run(write("b.json", R"({"cases_of": [5]})")).front().found, "cases_of/0");
  fails(json::parse(R"({"send": "note", "actor": {"id": 5}})"), "understood", "type");
  fails(json(5), "a step", "5");
  json steps_as_object = story(json::array());
  steps_as_object["steps"] = json::object();
  EXPECT_FALSE(tell(steps_as_object).passed);
}

TEST_F(Story, SlipsOfThePenAreFound) {
  fails({{"send", "note"}, {"dta", 1}}, "a member that is known", "\"data\"");
  json other = story(json::array());
  other["stpes"] = json::array();
  EXPECT_EQ(tell(other).found, "\"stpes\" (\"steps\"?)");
}

TEST_F(Story, FileThatIncludesItselfEnds) {
  (void)write("loop.json", R"({"steps": [{"include": "loop.json"}]})");
  json tale = story(json::array({{{"include", "loop.json"}}}));
  const auto report = tell(tale);
  EXPECT_FALSE(report.passed);
  EXPECT_NE(report.expected.find("files within files"), std::string::npos);
}

constexpr const char* kDoor =
    R"({"lianban": 1, "id": "ID", "version": "1.0.0", "chart": {"states": [
  {"id": "shut", "transitions": [{"on": "push", "to": "TO"}]}, {"id": "open"}, {"id": "locked"}]}})";

std::string door(const std::string& id, const std::string& to) {
  std::string text = kDoor;
  text.replace(text.find("ID"), 2, id);
  return text.replace(text.find("TO"), 2, to);
}

TEST_F(Story, StoriesOfAnotherFileAreToldOfThisDefinition) {
  write("wooden.json", door("wooden", "open"));
  write("iron.json", door("iron", "locked"));
  write("wood.json", R"({"definition": "wooden.json", "cases_of": [
    {"scenario": "pushed", "steps": [{"send": "push"}, {"expect": {"states": ["open"]}}]},
    {"scenario": "left alone", "steps": [{"expect": {"states": ["shut"]}}]}]})");
  const auto reports =
      run(write("iron_story.json", R"({"definition": "iron.json", "stories_of": ["wood.json"]})"));
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_FALSE(reports[0].passed) << "an iron door does not open";
  EXPECT_EQ(reports[0].found, R"(["locked"])");
  EXPECT_TRUE(reports[1].passed) << reports[1].found;
}

TEST_F(Story, StoriesToldAgainNeedTheirFilesAndADefinition) {
  write("wooden.json", door("wooden", "open"));
  const auto lost =
      run(write("a.json", R"({"definition": "wooden.json", "stories_of": ["gone.json"]})"));
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_FALSE(lost[0].passed);
  EXPECT_NE(lost[0].name.find("gone.json"), std::string::npos);
  EXPECT_FALSE(run(write("b.json", R"({"stories_of": ["a.json"]})")).front().passed);
  EXPECT_FALSE(
      run(write("c.json", R"({"definition": "wooden.json", "stories_of": 1})")).front().passed);
}

}  // namespace
}  // namespace lianban::scenario::testing
