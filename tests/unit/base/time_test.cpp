#include "lianban/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lianban {
namespace {

using namespace std::chrono_literals;

std::optional<Duration> amount(std::int64_t n, Unit unit) { return Duration{n, unit}; }

TEST(Duration, IsReadInWords) {
  EXPECT_EQ(parse_duration("15 workdays"), amount(15, Unit::kWorkdays));
  EXPECT_EQ(parse_duration("1 workday"), amount(1, Unit::kWorkdays));
  EXPECT_EQ(parse_duration("3 days"), amount(3, Unit::kDays));
  EXPECT_EQ(parse_duration("1 month"), amount(1, Unit::kMonths));
  EXPECT_EQ(parse_duration("8 years"), amount(8, Unit::kYears));
  EXPECT_EQ(parse_duration("2 hours"), amount(2, Unit::kHours));
  EXPECT_EQ(parse_duration("30 minutes"), amount(30, Unit::kMinutes));
  EXPECT_EQ(parse_duration("0 seconds"), amount(0, Unit::kSeconds));
}

TEST(Duration, IsReadInIso8601) {
  EXPECT_EQ(parse_duration("P8Y"), amount(8, Unit::kYears));
  EXPECT_EQ(parse_duration("P1Y6M"), amount(18, Unit::kMonths));
  EXPECT_EQ(parse_duration("P3D"), amount(3, Unit::kDays));
  EXPECT_EQ(parse_duration("P2W"), amount(14, Unit::kDays));
  EXPECT_EQ(parse_duration("P1W1D"), amount(8, Unit::kDays));
  EXPECT_EQ(parse_duration("PT2H"), amount(2, Unit::kHours));
  EXPECT_EQ(parse_duration("PT1H30M"), amount(90, Unit::kMinutes));
  EXPECT_EQ(parse_duration("PT1M5S"), amount(65, Unit::kSeconds));
  EXPECT_EQ(parse_duration("PT0.01S"), amount(10'000, Unit::kMicroseconds));
  EXPECT_EQ(parse_duration("PT1,5S"), amount(1'500'000, Unit::kMicroseconds));
}

TEST(Duration, MeansOneUnitOnly) {
  EXPECT_FALSE(parse_duration("P1DT1H"));
  EXPECT_FALSE(parse_duration("P1M3D"));
  EXPECT_FALSE(parse_duration("P1YT1S"));
}

TEST(Duration, RefusesWhatIsNotOne) {
  for (const char* text : {"",        "15",       "15workdays", "15  days",     "-1 days",
                           "+1 days", "1.5 days", "days",       "5 fortnights", "5 microseconds",
                           " 5 days", "5 days ",  "P",          "PT",           "P1",
                           "PD",      "P1H",      "PT1D",       "P1D1W",        "P1D1D",
                           "P1.5D",   "PT1.5M",   "PT.5S",      "PT1.S",        "PT0.1SS",
                           "P-1D",    "p1d"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, RefusesAbsurdAmounts) {
  EXPECT_TRUE(parse_duration("1000 years"));
  EXPECT_FALSE(parse_duration("1001 years"));
  EXPECT_FALSE(parse_duration("999999999999999999999 days"));
  EXPECT_FALSE(parse_duration("P99999999999999999W"));
  EXPECT_FALSE(parse_duration("PT99999999999999999H1S"));
}

TEST(Duration, IsWrittenAsItIsRead) {
  EXPECT_EQ(format_duration({15, Unit::kWorkdays}), "15 workdays");
  EXPECT_EQ(format_duration({1, Unit::kWorkdays}), "1 workday");
  EXPECT_EQ(format_duration({10'000, Unit::kMicroseconds}), "PT0.01S");
}

RC_GTEST_PROP(Duration, TextReadsBackAsTheSame, ()) {
  const auto unit =
      *rc::gen::element(Unit::kWorkdays, Unit::kDays, Unit::kMonths, Unit::kYears, Unit::kHours,
                        Unit::kMinutes, Unit::kSeconds, Unit::kMicroseconds);
  const Duration duration{*rc::gen::inRange<std::int64_t>(0, 1001), unit};
  RC_ASSERT(parse_duration(format_duration(duration)) == std::optional(duration));
}

TEST(Day, MustExist) {
  EXPECT_TRUE(parse_day("2024-02-29"));
  for (const char* text : {"2023-02-29", "2021-13-01", "2021-00-10", "2021-04-31", "2021-4-3",
                           "21-04-03", "2021-04-03 ", "20210403", ""}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
}

RC_GTEST_PROP(Day, TextReadsBackAsTheSame, ()) {
  const Day day{std::chrono::days{*rc::gen::inRange(-100'000, 1'000'000)}};
  RC_ASSERT(parse_day(format_day(day)) == std::optional(day));
}

TEST(Instant, IsReadWithItsOffset) {
  const Instant nine = start_of(*parse_day("2021-09-15")) + 9h;
  EXPECT_EQ(parse_instant("2021-09-15T09:00:00+08:00"), nine);
  EXPECT_EQ(parse_instant("2021-09-15T01:00:00Z"), nine);
  EXPECT_EQ(parse_instant("2021-09-14T20:30:00-04:30"), nine);
  EXPECT_EQ(parse_instant("2021-09-15T09:00:00"), nine) << "no offset is Beijing time";
  EXPECT_EQ(parse_instant("2021-09-15T09:00:00.25+08:00"), nine + 250ms);
  EXPECT_EQ(parse_instant("2021-09-15T09:00:00.123456789+08:00"), nine + 123'456us);
}

TEST(Instant, RefusesWhatIsNotOne) {
  for (const char* text :
       {"2021-09-15", "2021-09-15T09:00", "2021-09-15T24:00:00", "2021-09-15T09:60:00",
        "2021-09-15T09:00:60", "2021-09-15T09:00:00+8", "2021-09-15T09:00:00+0800",
        "2021-09-15T09:00:00.", "2021-09-31T09:00:00", "2021-09-15T09:00:00ZZ", ""}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Instant, IsWrittenInBeijingTime) {
  const Instant nine = start_of(*parse_day("2021-09-15")) + 9h;
  EXPECT_EQ(format_instant(nine), "2021-09-15T09:00:00+08:00");
  EXPECT_EQ(format_instant(nine + 10ms), "2021-09-15T09:00:00.01+08:00");
  EXPECT_EQ(format_instant(Instant{}), "1970-01-01T08:00:00+08:00");
}

RC_GTEST_PROP(Instant, TextReadsBackAsTheSame, ()) {
  const Instant at{std::chrono::microseconds{
      *rc::gen::inRange<std::int64_t>(-60'000'000'000'000'000, 200'000'000'000'000'000)}};
  RC_ASSERT(parse_instant(format_instant(at)) == std::optional(at));
}

TEST(Limit, ThatEndsWithADayIsShownAsThatDay) {
  const Day day = *parse_day("2021-10-12");
  EXPECT_EQ(format_limit(end_of(day)), "2021-10-12");
  EXPECT_EQ(format_limit(end_of(day) + 1us), "2021-10-13T00:00:00.000001+08:00");
}

}  // namespace
}  // namespace lianban
