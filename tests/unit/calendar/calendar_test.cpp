#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "unit/calendar/support.hpp"

namespace lianban::calendar {
namespace {

using std::chrono::days;
using testing::calendar_text;
using testing::cn;
using testing::day;
using testing::overlay;

struct Vector {
  std::string from;
  std::int64_t n;
  std::string to;
};

/// Worked out by hand from the notices; the first day is not counted.
const std::vector<Vector> kVectors{
    {"2020-10-09", 15, "2020-10-29"}, {"2021-04-28", 5, "2021-05-08"},
    {"2021-09-15", 15, "2021-10-12"}, {"2021-09-30", 20, "2021-11-03"},
    {"2024-09-13", 5, "2024-09-23"},  {"2025-01-24", 15, "2025-02-20"},
    {"2025-09-26", 5, "2025-10-10"},  {"2026-02-13", 15, "2026-03-12"},
    {"2026-02-13", 20, "2026-03-19"}, {"2026-09-24", 10, "2026-10-15"},
    {"2020-01-22", 10, "2020-02-13"}, {"2022-12-30", 5, "2023-01-09"}};

TEST(Calendar, CountsThePublishedVectors) {
  for (const Vector& v : kVectors) {
    EXPECT_EQ(format_day(cn().add(day(v.from), v.n).value()), v.to) << v.from << " + " << v.n;
    EXPECT_EQ(cn().between(day(v.from), day(v.to)).value(), v.n) << v.from << " .. " << v.to;
  }
}

TEST(Calendar, HasTheWorkingDaysOfEachAnnouncedYear) {
  const std::vector<std::pair<int, std::int64_t>> years{
      {2020, 249}, {2021, 250}, {2022, 249}, {2023, 249}, {2024, 251}, {2025, 248}, {2026, 248}};
  for (const auto& [year, expected] : years) {
    const Day first = day(std::to_string(year) + "-01-01");
    const Day last = day(std::to_string(year) + "-12-31");
    EXPECT_EQ(cn().between(first - days{1}, last).value(), expected) << year;
  }
}

TEST(Calendar, KnowsWhatEachDayIs) {
  EXPECT_EQ(cn().kind_of(day("2021-09-17")), DayKind::kWorkday);
  EXPECT_EQ(cn().kind_of(day("2021-09-18")), DayKind::kWorkedWeekend);
  EXPECT_EQ(cn().kind_of(day("2021-09-20")), DayKind::kHoliday);
  EXPECT_EQ(cn().kind_of(day("2021-09-25")), DayKind::kWeekend);
  EXPECT_EQ(cn().kind_of(day("2027-01-04")), DayKind::kUnannounced);
  EXPECT_TRUE(cn().is_workday(day("2021-09-18")).value());
  EXPECT_FALSE(cn().is_workday(day("2021-09-20")).value());
}

TEST(Calendar, AddingNothingGivesTheDayItselfEvenADayOff) {
  EXPECT_EQ(cn().add(day("2021-10-01"), 0).value(), day("2021-10-01"));
}

TEST(Calendar, CountsBackwards) {
  EXPECT_EQ(cn().add(day("2021-10-12"), -15).value(), day("2021-09-15"));
  EXPECT_EQ(cn().between(day("2021-10-12"), day("2021-09-15")).value(), -15);
  // From a Sunday, one working day back is Thursday: Friday lies between.
  EXPECT_EQ(cn().add(day("2021-09-12"), -1).value(), day("2021-09-09"));
}

TEST(Calendar, RefusesDatesOutsideTheAnnouncedYears) {
  const auto past = cn().add(day("2026-12-25"), 10);
  ASSERT_FALSE(past);
  EXPECT_EQ(past.error().code, "calendar/unknown_year");
  EXPECT_NE(past.error().message.en.find("2026-12-31"), std::string::npos);
  EXPECT_FALSE(cn().add(day("2019-12-30"), 5));
  EXPECT_FALSE(cn().add(day("2020-01-02"), -5));
  EXPECT_FALSE(cn().between(day("2026-12-31"), day("2027-01-04")));
  EXPECT_FALSE(cn().is_workday(day("2027-01-04")));
  EXPECT_FALSE(cn().is_workday(day("2019-12-31")));
}

TEST(Calendar, ReachesExactlyToTheEdgesOfItsData) {
  EXPECT_EQ(cn().add(day("2019-12-31"), 1).value(), day("2020-01-02"));
  EXPECT_EQ(cn().add(day("2026-12-30"), 1).value(), day("2026-12-31"));
  EXPECT_FALSE(cn().add(day("2026-12-30"), 2));
  EXPECT_FALSE(cn().add(day("2019-12-30"), 1));
}

TEST(Calendar, CountsProvisionallyOverPlainWeeksPastItsData) {
  // 25 December 2026 is a Friday; four working days are left in the year.
  const ProvisionalDay inside = cn().add_provisional(day("2026-12-25"), 4);
  EXPECT_EQ(inside.day, day("2026-12-31"));
  EXPECT_FALSE(inside.provisional);
  const ProvisionalDay past = cn().add_provisional(day("2026-12-25"), 6);
  EXPECT_EQ(past.day, day("2027-01-04"));
  EXPECT_TRUE(past.provisional);
  const ProvisionalDay far = cn().add_provisional(day("2027-03-01"), 5);
  EXPECT_EQ(far.day, day("2027-03-08"));
  EXPECT_TRUE(far.provisional);
  EXPECT_EQ(cn().add_provisional(day("2019-12-20"), 5).day, day("2019-12-27"));
  EXPECT_EQ(cn().add_provisional(day("2020-01-02"), -1).day, day("2019-12-31"));
}

TEST(Calendar, ProvisionalViewTellsWhetherItWasNeeded) {
  const Provisional view(cn());
  EXPECT_EQ(view.add(day("2021-09-15"), 15).value(), day("2021-10-12"));
  EXPECT_FALSE(view.used());
  EXPECT_TRUE(view.is_workday(day("2027-01-04")).value());
  EXPECT_TRUE(view.used());
}

TEST(Calendar, OverlayClosesAndOpensDaysOfItsBase) {
  const Calendar local = overlay("2021", R"("2021-09-16", "2021-09-18")", R"("2021-10-01")");
  EXPECT_EQ(local.kind_of(day("2021-09-16")), DayKind::kClosure);
  EXPECT_EQ(local.kind_of(day("2021-09-18")), DayKind::kClosure);
  EXPECT_TRUE(local.is_workday(day("2021-10-01")).value());
  EXPECT_EQ(local.add(day("2021-09-15"), 15).value(), day("2021-10-13"));
  EXPECT_EQ(local.last_day(), cn().last_day());
}

TEST(Calendar, PublishedOverlayMovesTheFirstDaysOf2020) {
  const auto local = load("cn-zhejiang", [](const std::string& name) -> Result<std::string> {
    return calendar_text(name);
  });
  ASSERT_TRUE(local) << local.error().message.en;
  EXPECT_EQ(local->add(day("2020-01-22"), 10).value(), day("2020-02-20"));
  EXPECT_EQ(local->name(), "cn-zhejiang");
}

TEST(Calendar, RevisionFollowsTheDaysNotTheWords) {
  const std::string text = calendar_text("cn");
  std::string renamed = text;
  renamed.replace(renamed.find("Working days of"), 15, "Working-days of");
  EXPECT_EQ(Calendar::parse(renamed, "cn").value().revision(), cn().revision());
  EXPECT_EQ(cn().revision().size(), 16U);
  EXPECT_NE(overlay("2021", R"("2021-09-16")").revision(), cn().revision());
  EXPECT_EQ(overlay("2021", R"("2021-10-01")").revision(), cn().revision());
}

TEST(Calendar, NamesOfDayKindsReadBack) {
  for (const DayKind kind : {DayKind::kWorkday, DayKind::kWorkedWeekend, DayKind::kWeekend,
                             DayKind::kHoliday, DayKind::kClosure, DayKind::kUnannounced}) {
    DayKind read = kind == DayKind::kWorkday ? DayKind::kHoliday : DayKind::kWorkday;
    EXPECT_TRUE(from_name(to_name(kind), read));
    EXPECT_EQ(read, kind);
  }
  DayKind untouched = DayKind::kClosure;
  EXPECT_FALSE(from_name("sunday", untouched));
  EXPECT_EQ(untouched, DayKind::kClosure);
}

Day any_day() {
  const auto span = (cn().last_day() - cn().first_day()).count();
  return cn().first_day() + days{*rc::gen::inRange<std::int64_t>(0, span)};
}

/// Day by day, as the statute reads: the oracle for the table.
Day add_by_hand(Day from, std::int64_t n) {
  while (n > 0) {
    from += days{1};
    const DayKind kind = cn().kind_of(from);
    const std::chrono::weekday weekday{from};
    const bool plain = weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
    const bool work = kind == DayKind::kWorkday || kind == DayKind::kWorkedWeekend ||
                      (kind == DayKind::kUnannounced && plain);
    if (work) --n;
  }
  return from;
}

RC_GTEST_PROP(CalendarProperty, TableEqualsCountingDayByDay, ()) {
  const Day from = any_day() - days{*rc::gen::inRange<std::int64_t>(0, 60)};
  const auto n = *rc::gen::inRange<std::int64_t>(0, 600);
  RC_ASSERT(cn().add_provisional(from, n).day == add_by_hand(from, n));
}

RC_GTEST_PROP(CalendarProperty, AddingIsMonotone, ()) {
  const Day a = any_day();
  const Day b = any_day();
  const auto n = *rc::gen::inRange<std::int64_t>(1, 300);
  const auto m = *rc::gen::inRange<std::int64_t>(1, 300);
  RC_PRE(a <= b && n <= m);
  const Day less = cn().add_provisional(a, n).day;
  RC_ASSERT(less <= cn().add_provisional(b, n).day);
  RC_ASSERT(less <= cn().add_provisional(a, m).day);
  RC_ASSERT(less > a);
}

RC_GTEST_PROP(CalendarProperty, AddAndBetweenAreInverse, ()) {
  const Day from = any_day();
  const auto n = *rc::gen::inRange<std::int64_t>(-2500, 2500);
  RC_ASSERT(cn().between_provisional(from, cn().add_provisional(from, n).day).workdays == n);
}

RC_GTEST_PROP(CalendarProperty, BetweenAndAddAreInverseOnWorkingDays, ()) {
  const Day from = any_day();
  const Day to = any_day();
  RC_PRE(from != to && cn().is_workday(to).value());
  const auto n = cn().between(from, to).value();
  RC_PRE(n != 0);  // No working day apart: a weekend and the Friday before it.
  RC_ASSERT(cn().add(from, n).value() == to);
}

RC_GTEST_PROP(CalendarProperty, SplittingAnAdditionChangesNothing, ()) {
  const Day from = any_day();
  const auto n = *rc::gen::inRange<std::int64_t>(1, 400);
  const auto m = *rc::gen::inRange<std::int64_t>(1, 400);
  const Day twice = cn().add_provisional(cn().add_provisional(from, n).day, m).day;
  RC_ASSERT(twice == cn().add_provisional(from, n + m).day);
}

RC_GTEST_PROP(CalendarProperty, ExactAgreesWithProvisionalWhereItAnswers, ()) {
  const Day from = any_day() - days{*rc::gen::inRange<std::int64_t>(0, 90)};
  const auto n = *rc::gen::inRange<std::int64_t>(1, 400);
  const ProvisionalDay shown = cn().add_provisional(from, n);
  const auto exact = cn().add(from, n);
  RC_ASSERT(exact.ok() != shown.provisional);
  if (exact) RC_ASSERT(*exact == shown.day);
}

}  // namespace
}  // namespace lianban::calendar
