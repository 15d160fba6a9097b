#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/calendar/support.hpp"

namespace lianban::calendar {
namespace {

using testing::calendar_text;
using testing::cn;

std::string file(const std::string& years, const std::string& more = "") {
  return R"({"lianban_calendar": 1, "name": "x", "title": {"zh": "样", "en": "sample"}, )" + more +
         "\"years\": " + years + "}";
}

struct Fault {
  std::string text;
  std::string code;
  std::string pointer;
};

TEST(CalendarFile, EachFaultHasItsCodeAndPlace) {
  const std::vector<Fault> faults{
      {"{", "json/syntax", ""},
      {"[]", "calendar/format", ""},
      {R"({"name": "x", "title": "x", "years": {"2021": {}}})", "calendar/version",
       "/lianban_calendar"},
      {R"({"lianban_calendar": 2, "name": "x", "title": "x", "years": {"2021": {}}})",
       "calendar/version", "/lianban_calendar"},
      {R"({"lianban_calendar": 1, "name": "x", "title": "x"})", "calendar/format", ""},
      {R"({"lianban_calendar": 1, "name": 7, "title": "x", "years": {"2021": {}}})",
       "calendar/format", "/name"},
      {R"({"lianban_calendar": 1, "name": "y", "title": "x", "years": {"2021": {}}})",
       "calendar/name", "/name"},
      {R"({"lianban_calendar": 1, "name": "x", "title": {"fr": "x"}, "years": {"2021": {}}})",
       "calendar/unknown_key", "/title/fr"},
      {file(R"({"2021": {}})", R"("holidays": 1, )"), "calendar/unknown_key", "/holidays"},
      {file(R"({"2021": {}})", R"("extends": 1, )"), "calendar/format", "/extends"},
      {file(R"({"2021": {}})", R"("extends": "cn", )"), "calendar/extends", "/extends"},
      {file("{}"), "calendar/format", "/years"},
      {file("[]"), "calendar/format", "/years"},
      {file(R"({"21": {}})"), "calendar/year", "/years/21"},
      {file(R"({"2021": {}, "2023": {}})"), "calendar/year", "/years"},
      {file(R"({"2021": []})"), "calendar/format", "/years/2021"},
      {file(R"({"2021": {"of": []}})"), "calendar/unknown_key", "/years/2021/of"},
      {file(R"({"2021": {"off": {}}})"), "calendar/format", "/years/2021/off"},
      {file(R"({"2021": {"off": ["2021-02-30"]}})"), "calendar/date", "/years/2021/off/0"},
      {file(R"({"2021": {"off": ["2021-01-01", "2022-01-01"]}})"), "calendar/date",
       "/years/2021/off/1"},
      {file(R"({"2021": {"off": [20210101]}})"), "calendar/date", "/years/2021/off/0"},
      {file(R"({"2021": {"off": ["2021-01-01", "2021-01-01"]}})"), "calendar/duplicate",
       "/years/2021/off/1"},
      {file(R"({"2021": {"off": ["2021-01-02"], "work": ["2021-01-02"]}})"), "calendar/duplicate",
       "/years/2021/work/0"},
      {file(R"({"2021": {"work": ["2021-01-09", "2021-01-11"]}})"), "calendar/no_change",
       "/years/2021/work/1"},
      {file(R"({"2021": {"source": "gov"}})"), "calendar/format", "/years/2021/source"},
      {file(R"({"2021": {"source": [{"link": "x"}]}})"), "calendar/unknown_key",
       "/years/2021/source/0/link"},
  };
  for (const Fault& each : faults) {
    const auto result = Calendar::parse(each.text, "x");
    ASSERT_FALSE(result) << each.text;
    EXPECT_EQ(result.error().code, each.code) << each.text;
    EXPECT_FALSE(result.error().message.zh.empty());
    if (each.pointer.empty()) continue;
    EXPECT_TRUE(result.error().place.ends_with(" " + each.pointer)) << result.error().place;
  }
}

TEST(CalendarFile, PlaceNamesLineAndColumn) {
  const auto result = Calendar::parse(
      "{\"lianban_calendar\": 1, \"name\": \"x\", \"title\": \"x\",\n"
      " \"years\": {\"2021\": {\n  \"off\": [\"2021-13-01\"]}}}",
      "x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().place, "3:11 /years/2021/off/0");
}

TEST(CalendarFile, OverlayMayNotInventAYear) {
  const auto result = Calendar::parse(
      file(R"({"2027": {"off": ["2027-01-01"]}})", R"("extends": "cn", )"), "x", &cn());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "calendar/year");
}

TEST(CalendarFile, OverlayMayNotOpenAWorkingDay) {
  const auto result = Calendar::parse(
      file(R"({"2021": {"work": ["2021-09-18"]}})", R"("extends": "cn", )"), "x", &cn());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "calendar/no_change");
}

TEST(CalendarFile, BaseMustBeTheOneNamed) {
  const auto standing_alone = Calendar::parse(file(R"({"2021": {}})"), "x", &cn());
  ASSERT_FALSE(standing_alone);
  EXPECT_EQ(standing_alone.error().code, "calendar/extends");
  const auto other =
      Calendar::parse(file(R"({"2021": {}})", R"("extends": "other", )"), "x", &cn());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "calendar/extends");
}

TEST(CalendarFile, ExtendsTellsTheBaseBeforeItIsThere) {
  EXPECT_EQ(extends_of(calendar_text("cn-zhejiang")).value(), "cn");
  EXPECT_EQ(extends_of(calendar_text("cn")).value(), "");
  EXPECT_FALSE(extends_of("{"));
}

TEST(CalendarFile, LoadingInACircleEnds) {
  const auto result = load("x", [](const std::string&) -> Result<std::string> {
    return file(R"({"2021": {}})", R"("extends": "x", )");
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "calendar/extends");
}

TEST(CalendarFile, LoadingHandsOnTheReadersErrorAndNamesTheFaultyFile) {
  const auto missing = load("cn-zhejiang", [](const std::string& name) -> Result<std::string> {
    if (name == "cn") return make_error("test/missing", "没有", "none");
    return calendar_text(name);
  });
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "test/missing");
  const auto broken = load("cn-zhejiang", [](const std::string& name) -> Result<std::string> {
    return name == "cn" ? std::string("{}") : calendar_text(name);
  });
  ASSERT_FALSE(broken);
  EXPECT_TRUE(broken.error().place.starts_with("cn: ")) << broken.error().place;
}

}  // namespace
}  // namespace lianban::calendar
