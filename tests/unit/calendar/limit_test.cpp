#include "calendar/limit.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/calendar/support.hpp"

namespace lianban::calendar {
namespace {

using testing::at;
using testing::cn;
using testing::day;
using testing::lasting;

std::string limit(const std::string& start, const std::string& duration) {
  return format_instant(limit_of(at(start), lasting(duration), cn()).value());
}

TEST(Limit, WorkdaysEndAt24OfTheLastDayWhateverTheHourOfTheStart) {
  for (const char* start : {"2021-09-15T00:00:00+08:00", "2021-09-15T09:00:00+08:00",
                            "2021-09-15T23:59:59.999999+08:00"}) {
    EXPECT_EQ(limit(start, "15 workdays"), "2021-10-13T00:00:00+08:00") << start;
  }
  EXPECT_EQ(format_limit(at("2021-10-13T00:00:00+08:00")), "2021-10-12");
}

TEST(Limit, WhatStartsAt24StartsOnTheNextDay) {
  // 24:00 of Tuesday is Wednesday, which is the first day and not counted.
  EXPECT_EQ(limit("2021-09-15T00:00:00+08:00", "1 workday"), "2021-09-17T00:00:00+08:00");
  EXPECT_EQ(limit("2021-09-14T23:59:59+08:00", "1 workday"), "2021-09-16T00:00:00+08:00");
  EXPECT_EQ(limit("2021-09-15T00:00:00+08:00", "1 day"), "2021-09-17T00:00:00+08:00");
}

TEST(Limit, UnitsOfDaysCountFromTheBeijingDate) {
  // 17:00 UTC is already the next day in Beijing.
  EXPECT_EQ(limit("2021-09-14T17:00:00Z", "1 day"), "2021-09-17T00:00:00+08:00");
}

TEST(Limit, DaysMonthsAndYearsEndAt24OfTheirLastDay) {
  EXPECT_EQ(limit("2021-09-15T09:00:00+08:00", "10 days"), "2021-09-26T00:00:00+08:00");
  EXPECT_EQ(limit("2021-01-15T09:00:00+08:00", "1 month"), "2021-02-16T00:00:00+08:00");
  EXPECT_EQ(limit("2021-01-31T09:00:00+08:00", "1 month"), "2021-03-01T00:00:00+08:00");
  EXPECT_EQ(limit("2020-02-29T09:00:00+08:00", "1 year"), "2021-03-01T00:00:00+08:00");
  EXPECT_EQ(limit("2021-09-15T09:00:00+08:00", "8 years"), "2029-09-16T00:00:00+08:00");
}

TEST(Limit, SmallerUnitsAreElapsedTime) {
  EXPECT_EQ(limit("2021-09-30T22:30:00+08:00", "2 hours"), "2021-10-01T00:30:00+08:00");
  EXPECT_EQ(limit("2021-09-30T22:30:00+08:00", "45 minutes"), "2021-09-30T23:15:00+08:00");
  EXPECT_EQ(limit("2021-09-30T22:30:00+08:00", "90 seconds"), "2021-09-30T22:31:30+08:00");
}

TEST(Limit, NoWorkdaysEndToday) {
  EXPECT_EQ(limit_of(at("2021-09-15T09:00:00+08:00"), {0, Unit::kWorkdays}, cn()).value(),
            at("2021-09-16T00:00:00+08:00"));
}

TEST(Limit, UnknownYearIsRefusedAndAbsurdAmountsAreOutOfRange) {
  const Instant start = at("2026-12-25T09:00:00+08:00");
  EXPECT_EQ(limit_of(start, lasting("20 workdays"), cn()).error().code, "calendar/unknown_year");
  // Whole days need no announcement.
  EXPECT_TRUE(limit_of(start, lasting("20 days"), cn()));
  for (const Unit unit : {Unit::kWorkdays, Unit::kDays, Unit::kMonths, Unit::kYears, Unit::kHours,
                          Unit::kMinutes, Unit::kSeconds, Unit::kMicroseconds}) {
    const Provisional view(cn());
    const auto result = limit_of(start, {INT64_MAX, unit}, view);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "calendar/out_of_range");
    EXPECT_FALSE(limit_of(start, {-1, unit}, view));
    EXPECT_FALSE(limit_of(start, {INT64_MIN, unit}, view));
  }
}

TEST(Step, WorkdaysKeepTheTimeOfDay) {
  const auto to = [](const char* from, const char* by) {
    return format_instant(step(at(from), lasting(by), cn()).value());
  };
  EXPECT_EQ(to("2021-09-30T09:15:00+08:00", "1 workday"), "2021-10-08T09:15:00+08:00");
  EXPECT_EQ(to("2021-09-30T09:15:00+08:00", "1 day"), "2021-10-01T09:15:00+08:00");
  EXPECT_EQ(to("2021-01-31T09:15:00+08:00", "1 month"), "2021-02-28T09:15:00+08:00");
  EXPECT_EQ(to("2021-09-30T09:15:00+08:00", "30 minutes"), "2021-09-30T09:45:00+08:00");
  EXPECT_EQ(to("2021-09-15T00:00:00+08:00", "1 workday"), "2021-09-16T00:00:00+08:00");
}

TEST(AddToDay, MovesADateByUnitsOfDaysOnly) {
  const auto to = [](const char* from, const char* by) {
    return add_to_day(day(from), lasting(by), cn());
  };
  EXPECT_EQ(to("2021-09-15", "15 workdays").value(), day("2021-10-12"));
  EXPECT_EQ(to("2024-02-29", "8 years").value(), day("2032-02-29"));
  EXPECT_EQ(to("2024-02-29", "1 year").value(), day("2025-02-28"));
  EXPECT_EQ(to("2021-12-31", "2 months").value(), day("2022-02-28"));
  EXPECT_EQ(to("2021-09-15", "3 hours").error().code, "calendar/unit");
}

TEST(Extension, KeepsALimitAt24) {
  const Instant limit = at("2021-10-13T00:00:00+08:00");  // 24:00 of the 12th
  EXPECT_EQ(extended(limit, lasting("1 workday"), cn()).value(), at("2021-10-14T00:00:00+08:00"));
  EXPECT_EQ(extended(limit, lasting("1 month"), cn()).value(), at("2021-11-13T00:00:00+08:00"));
  EXPECT_EQ(extended(limit, lasting("2 hours"), cn()).value(), at("2021-10-13T02:00:00+08:00"));
}

std::string warning(const std::string& warn, const std::string& duration) {
  const auto when = warning_of(parse_warn_at(warn).value(), at("2021-09-15T09:00:00+08:00"),
                               lasting(duration), cn())
                        .value();
  return when ? format_instant(*when) : "none";
}

TEST(Extension, ByDaysKeepsTheTimeOfDayOfALimitInHours) {
  const Instant limit = at("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(extended(limit, lasting("1 workday"), cn()).value(), at("2021-09-16T10:00:00+08:00"));
}

TEST(Warning, ShareIsTheEndOfTheRoundedUpDay) {
  EXPECT_EQ(warning("80%", "20 workdays"), "2021-10-14T00:00:00+08:00");  // 16th working day
  EXPECT_EQ(warning("80%", "7 workdays"), "2021-09-25T00:00:00+08:00");
  EXPECT_EQ(warning("80%", "8 workdays"), "2021-09-27T00:00:00+08:00");
  EXPECT_EQ(warning("80%", "1 workday"), "2021-09-17T00:00:00+08:00");
  EXPECT_EQ(warning("50%", "10 days"), "2021-09-21T00:00:00+08:00");
  EXPECT_EQ(warning("50%", "1 month"), "2021-10-01T00:00:00+08:00");
  EXPECT_EQ(warning("80%", "1 hour"), "2021-09-15T09:48:00+08:00");
}

TEST(Warning, BeforeTheLimitIsTheEndOfADay) {
  EXPECT_EQ(warning("3 workdays", "15 workdays"), "2021-10-09T00:00:00+08:00");
  EXPECT_EQ(warning("1 day", "15 workdays"), "2021-10-12T00:00:00+08:00");
  EXPECT_EQ(warning("2 hours", "15 workdays"), "2021-10-12T22:00:00+08:00");
  EXPECT_EQ(warning("10 minutes", "1 hour"), "2021-09-15T09:50:00+08:00");
}

TEST(Warning, BeforeTheStartIsNone) {
  EXPECT_EQ(warning("3 workdays", "2 workdays"), "none");
  EXPECT_EQ(warning("2 hours", "1 hour"), "none");
}

TEST(Warning, ReadsSharesAndDurationsOnly) {
  EXPECT_EQ(parse_warn_at("80%").value(), (WarnAt{80, std::nullopt}));
  EXPECT_EQ(parse_warn_at("3 workdays").value(), (WarnAt{0, Duration{3, Unit::kWorkdays}}));
  for (const char* bad : {"", "%", "0%", "100%", "-5%", "8 0%", "80 %", "80%%", "soon"}) {
    EXPECT_FALSE(parse_warn_at(bad)) << bad;
  }
}

}  // namespace
}  // namespace lianban::calendar
