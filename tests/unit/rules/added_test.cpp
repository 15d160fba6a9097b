#include <gtest/gtest.h>

#include "world.hpp"

namespace lianban::rules::test {
namespace {

// The clock of World stands at 2021-09-15T09:30:00+08:00, a Wednesday.
Json at(std::string_view rule, std::string_view data = "{}") {
  return value(rule, data, CompileContext{});
}

std::string error_at(std::string_view rule, std::string_view data = "{}") {
  return error_code(rule, data, CompileContext{});
}

TEST(Added, RequireGivesTheValueOrAnError) {
  EXPECT_EQ(at(R"({"require": "form.seats"})", R"({"form": {"seats": 0}})"), 0);
  EXPECT_EQ(at(R"({"require": [{"var": ["form.seats"]}]})", R"({"form": {"seats": ""}})"), "");
  EXPECT_EQ(error_at(R"({"require": "form.seats"})"), "rule/missing");
  const auto result = run(R"({"!": [{"require": "form.seats"}]})", R"({"form": {"seats": null}})",
                          CompileContext{});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "rule/missing");
  EXPECT_EQ(result.error().place, "/!/0");
}

TEST(Added, ObjectEvaluatesItsMembers) {
  EXPECT_EQ(at(R"({"object": {"name": {"var": "form.x"}, "list": [1, {"var": "form.x"}]}})",
               R"({"form": {"x": 7}})"),
            parse(R"({"name": 7, "list": [1, 7]})"));
  EXPECT_EQ(at(R"({"object": {}})"), Json::object());
  EXPECT_EQ(at(R"({"object": {"outer": {"object": {"inner": 1}}, "z": 2}})"),
            parse(R"({"outer": {"inner": 1}, "z": 2})"));
}

TEST(Added, StateAndConditionAreAskedOfTheCase) {
  EXPECT_EQ(at(R"({"in_state": "checking"})"), true);
  EXPECT_EQ(at(R"({"in_state": "granted"})"), false);
  EXPECT_EQ(at(R"({"holds": "credit_clean"})"), true);
  EXPECT_EQ(at(R"({"holds": "other"})"), false);
  EXPECT_EQ(error_at(R"({"or": [{"holds": "broken"}, true]})"), "rule/missing");
}

TEST(Added, AScopeMayAnswerWithAPartOfWhatItBuilt) {
  EXPECT_EQ(at(R"({"cat": [{"var": "case.gaps.0.material"}, "!"]})"), "carrier_policy!");
  EXPECT_EQ(at(R"({"map": [[1, 2], {"var": "case.gaps.0.material"}]})"),
            parse(R"(["carrier_policy", "carrier_policy"])"));
}

TEST(Added, ADefaultAlsoStandsInForNull) {
  EXPECT_EQ(at(R"({"var": ["form.seats", 5]})", R"({"form": {"seats": null}})"), 5);
}

TEST(Time, NowAndTodayComeFromTheClockInBeijingTime) {
  EXPECT_EQ(at(R"({"now": []})"), "2021-09-15T09:30:00+08:00");
  EXPECT_EQ(at(R"({"today": null})"), "2021-09-15");
}

TEST(Time, TwoDatesOrTwoInstantsAreComparedAsSuch) {
  EXPECT_EQ(at(R"({"before": ["2021-09-14", {"today": []}]})"), true);
  EXPECT_EQ(at(R"({"before": ["2021-09-15", {"today": []}]})"), false);
  EXPECT_EQ(at(R"({"not_after": ["2021-09-15", {"today": []}]})"), true);
  EXPECT_EQ(at(R"({"not_before": ["2021-09-15", {"today": []}]})"), true);
  EXPECT_EQ(at(R"({"after": ["2021-09-16", {"today": []}]})"), true);
  EXPECT_EQ(at(R"({"after": ["2021-09-15T01:30:01Z", {"now": []}]})"), true);
  EXPECT_EQ(at(R"({"not_after": ["2021-09-15T01:30:00Z", {"now": []}]})"), true);
}

TEST(Time, ADateAndAnInstantAreComparedByBeijingDate) {
  // 16:30 UTC on the 14th is half past midnight on the 15th in Beijing.
  EXPECT_EQ(at(R"({"before": ["2021-09-14", "2021-09-14T16:30:00Z"]})"), true);
  EXPECT_EQ(at(R"({"not_before": ["2021-09-15", "2021-09-14T16:30:00Z"]})"), true);
  EXPECT_EQ(at(R"({"after": ["2021-09-15T23:59:59+08:00", "2021-09-15"]})"), false);
}

TEST(Time, WhatIsNoDateIsAnErrorAndNotYearZero) {
  EXPECT_EQ(error_at(R"({"before": [{"var": "form.d"}, {"today": []}]})"), "rule/type");
  EXPECT_EQ(error_at(R"({"age": {"var": "form.d"}})", R"({"form": {"d": "2021-13-01"}})"),
            "rule/type");
  EXPECT_EQ(
      error_at(R"({"after": [{"var": "form.d"}, {"today": []}]})", R"({"form": {"d": 20210101}})"),
      "rule/type");
  EXPECT_EQ(
      error_at(R"({"add": [{"today": []}, {"var": "form.d"}]})", R"({"form": {"d": "soon"}})"),
      "rule/type");
}

TEST(Time, AgeCountsFullYears) {
  EXPECT_EQ(at(R"({"age": "2013-09-15"})"), 8);
  EXPECT_EQ(at(R"({"age": "2013-09-16"})"), 7);
  EXPECT_EQ(at(R"({"age": ["2013-09-16T08:00:00+08:00", "2021-09-16"]})"), 8);
  EXPECT_EQ(at(R"({"age": ["2016-02-29", "2017-02-27"]})"), 0);
  EXPECT_EQ(at(R"({"age": ["2016-02-29", "2017-02-28"]})"), 1);
  EXPECT_EQ(at(R"({"age": ["2021-09-16", "2021-09-15"]})"), -1);
}

TEST(Time, AddingToADateGivesADate) {
  EXPECT_EQ(at(R"({"add": ["2021-01-31", "1 month"]})"), "2021-02-28");
  EXPECT_EQ(at(R"({"add": ["2020-02-29", "1 year"]})"), "2021-02-28");
  EXPECT_EQ(at(R"({"add": ["2020-02-29", "P8Y"]})"), "2028-02-29");
  EXPECT_EQ(at(R"({"add": ["2021-12-31", "1 days"]})"), "2022-01-01");
  EXPECT_EQ(at(R"({"add": ["2021-09-17", "1 workday"]})"), "2021-09-20");
  EXPECT_EQ(at(R"({"add": ["2021-09-18", "0 workdays"]})"), "2021-09-18");
  EXPECT_EQ(at(R"({"before": [{"add": [{"today": []}, "15 days"]}, "2021-10-01"]})"), true);
  EXPECT_EQ(error_at(R"({"add": ["2021-09-17", "3 hours"]})"), "rule/type");
  EXPECT_EQ(error_at(R"({"add": ["9999-09-17", "1 year"]})"), "rule/type");
}

TEST(Time, AddingWholeDaysToAnInstantKeepsTheTimeOfDay) {
  EXPECT_EQ(at(R"({"add": ["2021-09-17T18:00:00+08:00", "1 workday"]})"),
            "2021-09-20T18:00:00+08:00");
  EXPECT_EQ(at(R"({"add": ["2021-01-31T01:00:00+08:00", "1 months"]})"),
            "2021-02-28T01:00:00+08:00");
  EXPECT_EQ(at(R"({"add": ["2021-09-15T23:30:00+08:00", "45 minutes"]})"),
            "2021-09-16T00:15:00+08:00");
  EXPECT_EQ(at(R"({"add": ["2021-09-15T23:30:00Z", "PT1S"]})"), "2021-09-16T07:30:01+08:00");
  EXPECT_EQ(at(R"({"add": ["2021-09-15T23:00:00+08:00", "2 hours"]})"),
            "2021-09-16T01:00:00+08:00");
}

TEST(Time, WorkdaysAreAskedOfTheCalendarAndItsErrorIsPassedOn) {
  EXPECT_EQ(at(R"({"workdays_between": ["2021-09-15", "2021-09-22"]})"), 5);
  EXPECT_EQ(at(R"({"workdays_between": ["2021-09-22T08:00:00Z", "2021-09-15"]})"), -5);
  EXPECT_EQ(error_at(R"({"add": ["2030-01-01", "1 workday"]})"), "calendar/unknown_year");
  EXPECT_EQ(error_at(R"({"workdays_between": ["2021-01-01", "2030-01-01"]})"),
            "calendar/unknown_year");
}

TEST(Added, MatchesFindsThePatternAnywhere) {
  EXPECT_EQ(at(R"({"matches": ["浙C12345", "^浙[A-Z]"]})"), true);
  EXPECT_EQ(at(R"({"matches": ["x浙C12345", "^浙"]})"), false);
  EXPECT_EQ(at(R"({"matches": ["浙C12345", "\\d{5}"]})"), true);
  EXPECT_EQ(at(R"({"matches": [{"var": "form.none"}, ".*"]})"), false);
  EXPECT_EQ(at(R"({"matches": [5, "5"]})"), false);
}

TEST(Added, MatchesTakesLinearTime) {
  // Exponential in a backtracking engine.
  const Json rule{{"matches", {std::string(2000, 'a'), "^(a+)+$b"}}};
  EXPECT_EQ(at(rule.dump()), false);
}

TEST(Added, ValidChecksIdentifiers) {
  EXPECT_EQ(at(R"({"valid": ["vin", "1M8GDM9AXKP042788"]})"), true);
  EXPECT_EQ(at(R"({"valid": ["vin", {"var": "form.vin"}]})"), false);
}

}  // namespace
}  // namespace lianban::rules::test
