#include "calendar/explain.hpp"

#include <gtest/gtest.h>

#include <string>

#include "unit/calendar/support.hpp"

namespace lianban::calendar {
namespace {

using testing::at;
using testing::cn;
using testing::lasting;
using testing::overlay;

constexpr const char* kMorning = "2021-09-15T09:00:00+08:00";

TEST(Explain, TellsDayByDayWhatCountsAndWhy) {
  const auto days = explain(at(kMorning), lasting("5 workdays"), cn());
  ASSERT_TRUE(days);
  EXPECT_EQ(render(*days, Language::kEnglish),
            "2021-09-15  Wed     -  first day, not counted\n"
            "2021-09-16  Thu     1  working day\n"
            "2021-09-17  Fri     2  working day\n"
            "2021-09-18  Sat     3  worked weekend\n"
            "2021-09-19  Sun     -  holiday\n"
            "2021-09-20  Mon     -  holiday\n"
            "2021-09-21  Tue     -  holiday\n"
            "2021-09-22  Wed     4  working day\n"
            "2021-09-23  Thu     5  working day\n");
}

TEST(Explain, SpeaksChinese) {
  const auto days = explain(at("2021-09-17T09:00:00+08:00"), lasting("1 workday"), cn());
  EXPECT_EQ(render(*days, Language::kChinese),
            "2021-09-17  周五     -  起算当日不计入\n"
            "2021-09-18  周六     1  调休上班\n");
}

TEST(Explain, ShowsPausesOnTheDaysTheyCost) {
  ClockSpec spec;
  spec.statutory = lasting("3 workdays");
  ClockRun run = start(spec, 1, at(kMorning), std::nullopt, cn());
  run = resume(pause(run, at("2021-09-16T10:00:00+08:00")), spec, at("2021-09-20T10:00:00+08:00"),
               cn());
  const auto days = explain(run, spec, LimitKind::kStatutory, cn());
  EXPECT_EQ(render(days, Language::kEnglish),
            "2021-09-15  Wed     -  first day, not counted\n"
            "2021-09-16  Thu     1  working day\n"
            "2021-09-17  Fri     -  clock paused\n"
            "2021-09-18  Sat     -  clock paused\n"
            "2021-09-19  Sun     -  holiday\n"
            "2021-09-20  Mon     -  holiday\n"
            "2021-09-21  Tue     -  holiday\n"
            "2021-09-22  Wed     2  working day\n"
            "2021-09-23  Thu     3  working day\n");
  EXPECT_TRUE(explain(run, spec, LimitKind::kPromised, cn()).empty());
}

TEST(Explain, NamesLocalClosuresAndPlainWeekends) {
  const Calendar local = overlay("2021", R"("2021-09-10")");
  const auto days = explain(at("2021-09-09T09:00:00+08:00"), lasting("1 workday"), local);
  ASSERT_EQ(days->size(), 5U);
  EXPECT_EQ((*days)[1].reason, Reason::kClosure);
  EXPECT_EQ((*days)[2].reason, Reason::kWeekend);
  EXPECT_EQ((*days)[4].number, 1);
}

TEST(Explain, MarksUnannouncedDaysAsProvisional) {
  const auto days = explain(at("2026-12-30T09:00:00+08:00"), lasting("2 workdays"), cn());
  ASSERT_EQ(days->size(), 3U);
  EXPECT_FALSE((*days)[1].provisional);
  EXPECT_TRUE((*days)[2].provisional);
  EXPECT_EQ((*days)[2].reason, Reason::kUnannounced);
  EXPECT_NE(render(*days, Language::kEnglish).find("(provisional)"), std::string::npos);
}

TEST(Explain, CalendarDaysAllCountAndHoursHaveNoDays) {
  const auto days = explain(at(kMorning), lasting("10 days"), cn());
  EXPECT_EQ(days->back().number, 10);
  EXPECT_EQ(days->back().reason, Reason::kCalendarDay);
  EXPECT_TRUE(explain(at(kMorning), lasting("2 hours"), cn())->empty());
}

TEST(Explain, StopsAtItsLengthLimit) {
  EXPECT_EQ(explain(at(kMorning), lasting("50 years"), cn())->size(), kExplainedDays);
}

TEST(Explain, EveryReasonHasANameAndAText) {
  for (int i = 0; i <= static_cast<int>(Reason::kUnannounced); ++i) {
    const auto reason = static_cast<Reason>(i);
    Reason read = Reason::kFirstDay;
    EXPECT_TRUE(from_name(to_name(reason), read));
    EXPECT_EQ(read, reason);
    EXPECT_FALSE(text_of(reason).zh.empty());
    EXPECT_FALSE(text_of(reason).en.empty());
  }
}

}  // namespace
}  // namespace lianban::calendar
