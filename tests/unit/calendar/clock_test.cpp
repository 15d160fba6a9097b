#include "calendar/clock.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/reader.hpp"
#include "base/writer.hpp"
#include "unit/calendar/support.hpp"

namespace lianban::calendar {
namespace {

using testing::at;
using testing::cn;
using testing::day;
using testing::lasting;
using testing::overlay;

constexpr const char* kMorning = "2021-09-15T09:00:00+08:00";

/// The decision clock of the ride-hailing approval.
ClockSpec decision() {
  ClockSpec spec;
  spec.statutory = lasting("20 workdays");
  spec.promised = lasting("7 workdays");
  spec.extend = ExtendSpec{lasting("10 workdays"), 1, std::nullopt};
  spec.warn_at = {*parse_warn_at("80%"), *parse_warn_at("1 workday")};
  return spec;
}

ClockSpec single(const std::string& limit) {
  ClockSpec spec;
  spec.statutory = lasting(limit);
  spec.single = true;
  return spec;
}

ClockRun begun(const ClockSpec& spec, const std::string& when = kMorning) {
  return start(spec, 1, at(when), std::nullopt, cn());
}

std::string shown(const ClockRun& run, LimitKind kind = LimitKind::kStatutory) {
  return run.limit(kind) ? format_limit(run.limit(kind)->due) : "none";
}

/// Fires everything due until `until`, as "2021-09-24 warned promised".
std::vector<std::string> fire(ClockRun& run, Instant until) {
  std::vector<std::string> fired;
  for (auto due = next_due(run); due && due->at <= until; due = next_due(run)) {
    fired.push_back(format_limit(due->at) + " " + std::string(to_name(due->kind)) + " " +
                    std::string(to_name(due->limit)));
    run = mark_fired(run, *due);
  }
  return fired;
}

TEST(Clock, BothLimitsRunFromTheFirstDay) {
  const ClockRun run = begun(decision());
  EXPECT_EQ(run.state, ClockState::kRunning);
  EXPECT_EQ(run.zero, day("2021-09-15"));
  EXPECT_EQ(shown(run), "2021-10-19");
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-09-26");
  EXPECT_EQ(run.calendar_revision, cn().revision());
}

TEST(Clock, FiresWarningsThenExpiryInOrder) {
  ClockRun run = begun(decision());
  const std::vector<std::string> expected{
      "2021-09-24 warned promised",   // 80% of 7: the end of the 6th working day,
      "2021-09-24 warned promised",   // which is also one working day before the limit
      "2021-09-26 expired promised",  // a worked Sunday
      "2021-10-13 warned statutory", "2021-10-18 warned statutory", "2021-10-19 expired statutory"};
  EXPECT_EQ(fire(run, at("2022-01-01")), expected);
  EXPECT_FALSE(next_due(run));
  EXPECT_TRUE(run.statutory->expired);
  EXPECT_TRUE(run.promised->expired);
}

TEST(Clock, AtOneInstantWarningsComeFirstAndStatutoryBeforePromised) {
  ClockSpec spec;
  spec.statutory = lasting("1 workday");
  spec.promised = lasting("1 workday");
  spec.warn_at = {*parse_warn_at("80%")};
  ClockRun run = begun(spec);
  const std::vector<std::string> expected{
      "2021-09-16 warned statutory", "2021-09-16 warned promised", "2021-09-16 expired statutory",
      "2021-09-16 expired promised"};
  EXPECT_EQ(fire(run, at("2022-01-01")), expected);
}

TEST(Clock, AWarningThatWouldLieBeforeTheStartIsLeftOut) {
  ClockSpec spec = single("2 workdays");
  spec.warn_at = {*parse_warn_at("3 workdays")};
  EXPECT_TRUE(begun(spec).statutory->warnings.empty());
}

TEST(Clock, StartedAt24CountsFromTheNextDay) {
  EXPECT_EQ(shown(begun(single("1 workday"), "2021-09-15T00:00:00+08:00")), "2021-09-16");
  EXPECT_EQ(shown(begun(single("1 workday"), "2021-09-14T23:59:59+08:00")), "2021-09-15");
}

TEST(Clock, DatedBackCountsFromThereButFiresNowAtTheEarliest) {
  // Deemed accepted after five silent working days, as of the day of receipt (行政许可法 32).
  const Instant now = at("2021-09-24T00:00:00+08:00");
  ClockRun run = start(decision(), 1, now, at(kMorning), cn());
  EXPECT_EQ(shown(run), "2021-10-19");
  EXPECT_EQ(run.zero, day("2021-09-15"));
  ClockRun late = start(decision(), 1, at("2021-09-29T10:00:00+08:00"), at(kMorning), cn());
  const auto due = next_due(late);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->at, at("2021-09-29T10:00:00+08:00"));
  EXPECT_EQ(due->due, at("2021-09-25T00:00:00+08:00"));
}

TEST(Clock, WaitingFiresNothingAndHasNoLimits) {
  const ClockRun run = wait(2, at(kMorning));
  EXPECT_EQ(run.state, ClockState::kWaiting);
  EXPECT_EQ(run.number, 2);
  EXPECT_FALSE(next_due(run));
  EXPECT_FALSE(remaining(run, LimitKind::kStatutory, at(kMorning), cn()));
  EXPECT_EQ(extend(run, decision(), at(kMorning), cn()).error().code, "clock/not_running");
}

TEST(Pause, MovesLimitsByTheWorkingDaysPaused) {
  // 22 to 28 September 2021: 23, 24, 26 (a worked Sunday), 27, 28.
  ClockRun run = pause(begun(decision()), at("2021-09-22T10:00:00+08:00"));
  EXPECT_EQ(run.state, ClockState::kPaused);
  EXPECT_FALSE(next_due(run));
  run = resume(run, decision(), at("2021-09-28T16:00:00+08:00"), cn());
  EXPECT_EQ(shown(run), "2021-10-26");
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-10-08");
  EXPECT_EQ(format_limit(run.promised->warnings.front().due), "2021-09-30");
}

TEST(Pause, OnTheSameDayMovesNothing) {
  const ClockRun before = begun(decision());
  const ClockRun after = resume(pause(before, at("2021-09-22T10:00:00+08:00")), decision(),
                                at("2021-09-22T16:00:00+08:00"), cn());
  EXPECT_EQ(shown(after), shown(before));
  EXPECT_EQ(after.statutory->warnings, before.statutory->warnings);
}

TEST(Pause, OverDaysOffMovesNothing) {
  const ClockRun run = resume(pause(begun(decision()), at("2021-09-30T10:00:00+08:00")), decision(),
                              at("2021-10-07T16:00:00+08:00"), cn());
  EXPECT_EQ(shown(run), "2021-10-19");
}

TEST(Pause, LeavesWhatHasExpiredOrWarnedAlone) {
  ClockRun run = begun(decision());
  EXPECT_EQ(fire(run, at("2021-10-14T08:00:00+08:00")).size(), 4U);
  run = resume(pause(run, at("2021-10-14T09:00:00+08:00")), decision(),
               at("2021-10-15T09:00:00+08:00"), cn());
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-09-26");
  EXPECT_TRUE(run.promised->expired);
  EXPECT_EQ(shown(run), "2021-10-20");
  EXPECT_EQ(
      fire(run, at("2022-01-01")),
      (std::vector<std::string>{"2021-10-19 warned statutory", "2021-10-20 expired statutory"}));
}

TEST(Pause, MovesNothingThatHadPassedWhenItBegan) {
  // Passed but not fired, as when a provisional date may not be acted upon.
  const ClockRun run = resume(pause(begun(decision()), at("2021-09-28T10:00:00+08:00")), decision(),
                              at("2021-10-08T10:00:00+08:00"), cn());
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-09-26");
  EXPECT_EQ(next_due(run)->at, at("2021-10-08T10:00:00+08:00"));
}

TEST(Pause, MovesDaysByCalendarDaysAndHoursByElapsedTime) {
  const Instant from = at("2021-09-15T12:00:00+08:00");
  const Instant to = at("2021-09-20T15:30:00+08:00");
  const ClockSpec days = single("10 days");
  EXPECT_EQ(shown(resume(pause(begun(days), from), days, to, cn())), "2021-09-30");
  const ClockSpec months = single("1 month");
  EXPECT_EQ(shown(resume(pause(begun(months), from), months, to, cn())), "2021-10-20");
  const ClockSpec hours = single("24 hours");
  EXPECT_EQ(resume(pause(begun(hours), from), hours, to, cn()).statutory->due,
            at("2021-09-21T12:30:00+08:00"));
}

TEST(Pause, OnlyARunningClockPausesAndOnlyAPausedOneResumes) {
  const ClockRun stopped = stop(begun(decision()), at("2021-09-16T09:00:00+08:00"));
  EXPECT_EQ(pause(stopped, at("2021-09-17T09:00:00+08:00")), stopped);
  const ClockRun running = begun(decision());
  EXPECT_EQ(resume(running, decision(), at("2021-09-17T09:00:00+08:00"), cn()), running);
}

TEST(Extend, MovesTheStatutoryLimitOnceAndNotThePromise) {
  const Instant now = at("2021-09-23T09:00:00+08:00");
  const ClockRun run = extend(begun(decision()), decision(), now, cn()).value();
  EXPECT_EQ(shown(run), "2021-11-02");
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-09-26");
  const auto again = extend(run, decision(), now, cn());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "clock/extend_spent");
}

TEST(Extend, MovesThePromiseIfTheDefinitionSaysSo) {
  ClockSpec spec = decision();
  spec.extend->promised = lasting("3 workdays");
  const ClockRun run = extend(begun(spec), spec, at("2021-09-23T09:00:00+08:00"), cn()).value();
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-09-29");
}

TEST(Extend, DoesNotReviveAnExpiredPromise) {
  ClockSpec spec = decision();
  spec.extend->promised = lasting("10 workdays");
  ClockRun run = begun(spec);
  fire(run, at("2021-09-28T09:00:00+08:00"));
  run = extend(run, spec, at("2021-09-28T09:00:00+08:00"), cn()).value();
  EXPECT_EQ(shown(run, LimitKind::kPromised), "2021-09-26");
  EXPECT_TRUE(run.promised->expired);
}

TEST(Extend, IsRefusedAfterTheStatutoryLimitAndWithoutAnExtension) {
  ClockRun run = begun(decision());
  fire(run, at("2021-10-20T00:00:00+08:00"));
  EXPECT_EQ(extend(run, decision(), at("2021-10-20T09:00:00+08:00"), cn()).error().code,
            "clock/expired");
  const ClockSpec plain = single("5 workdays");
  EXPECT_EQ(extend(begun(plain), plain, at(kMorning), cn()).error().code, "clock/no_extension");
}

TEST(Extend, WarnsAgainOfTheNewLimit) {
  ClockRun run = begun(decision());
  fire(run, at("2021-10-19T09:00:00+08:00"));
  run = extend(run, decision(), at("2021-10-19T09:00:00+08:00"), cn()).value();
  EXPECT_EQ(
      fire(run, at("2022-01-01")),
      (std::vector<std::string>{"2021-10-25 warned statutory",  // 24th of 30
                                "2021-11-01 warned statutory", "2021-11-02 expired statutory"}));
}

TEST(Extend, AfterAPauseBothCount) {
  ClockRun run = resume(pause(begun(decision()), at("2021-09-22T10:00:00+08:00")), decision(),
                        at("2021-09-28T16:00:00+08:00"), cn());
  run = extend(run, decision(), at("2021-09-29T09:00:00+08:00"), cn()).value();
  EXPECT_EQ(shown(run), "2021-11-09");  // 35 working days after the first
}

TEST(Clock, StoppedFiresNothingAndKeepsItsDates) {
  const ClockRun run = stop(begun(decision()), at("2021-09-22T09:00:00+08:00"));
  EXPECT_FALSE(next_due(run));
  EXPECT_EQ(shown(run), "2021-10-19");
  EXPECT_EQ(remaining(run, LimitKind::kStatutory, at("2021-12-01"), cn())->workdays, 16);
  EXPECT_EQ(stop(run, at("2021-09-29T09:00:00+08:00")), run);
}

TEST(Remaining, CountsDownToZeroThenOverrunCountsUp) {
  const ClockRun run = begun(decision());
  const auto left = [&](const char* now) {
    return remaining(run, LimitKind::kPromised, at(now), cn())->workdays;
  };
  const auto over = [&](const char* now) {
    return overrun(run, LimitKind::kPromised, at(now), cn())->workdays;
  };
  EXPECT_EQ(left(kMorning), 7);
  EXPECT_EQ(left("2021-09-25T09:00:00+08:00"), 1);
  EXPECT_EQ(left("2021-09-26T09:00:00+08:00"), 0);
  EXPECT_EQ(left("2021-09-30T09:00:00+08:00"), 0);
  EXPECT_EQ(over("2021-09-26T23:00:00+08:00"), 0);
  EXPECT_EQ(over("2021-09-28T09:00:00+08:00"), 2);
}

TEST(Remaining, StandsStillWhilePausedAndOverrunLeavesPausesOut) {
  const ClockRun paused = pause(begun(decision()), at("2021-09-22T10:00:00+08:00"));
  EXPECT_EQ(remaining(paused, LimitKind::kPromised, at("2021-11-01"), cn())->workdays, 3);
  EXPECT_EQ(overrun(paused, LimitKind::kPromised, at("2021-11-01"), cn())->workdays, 0);
  ClockRun run = begun(decision());
  fire(run, at("2021-09-28T00:00:00+08:00"));
  run = pause(run, at("2021-09-28T10:00:00+08:00"));
  EXPECT_EQ(overrun(run, LimitKind::kPromised, at("2021-10-08T09:00:00+08:00"), cn())->workdays, 2);
  run = resume(run, decision(), at("2021-10-08T10:00:00+08:00"), cn());
  EXPECT_EQ(overrun(run, LimitKind::kPromised, at("2021-10-09T09:00:00+08:00"), cn())->workdays, 3);
}

TEST(Recompute, ListsTheLimitsThatANewCalendarMoves) {
  const ClockRun run = begun(decision());
  const Calendar closed = overlay("2021", R"("2021-09-28")");
  const Recomputed later = recompute(run, decision(), at("2021-09-20"), closed);
  ASSERT_EQ(later.moved.size(), 1U);
  EXPECT_EQ(later.moved[0].limit, LimitKind::kStatutory);
  EXPECT_EQ(format_limit(later.moved[0].was), "2021-10-19");
  EXPECT_EQ(format_limit(later.moved[0].is), "2021-10-20");
  EXPECT_FALSE(later.moved[0].shortened());
  EXPECT_EQ(later.run.calendar_revision, closed.revision());
  const Recomputed back = recompute(later.run, decision(), at("2021-09-20"), cn());
  ASSERT_EQ(back.moved.size(), 1U);
  EXPECT_TRUE(back.moved[0].shortened());
}

TEST(Recompute, LeavesExpiredAndStoppedAloneAndTheSameCalendarChangesNothing) {
  ClockRun run = begun(decision());
  fire(run, at("2021-09-28T00:00:00+08:00"));
  const Calendar closed = overlay("2021", R"("2021-09-23")");
  EXPECT_EQ(shown(recompute(run, decision(), at("2021-09-28"), closed).run, LimitKind::kPromised),
            "2021-09-26");
  const ClockRun stopped = stop(run, at("2021-09-28"));
  EXPECT_EQ(recompute(stopped, decision(), at("2021-09-29"), closed).run, stopped);
  EXPECT_EQ(recompute(run, decision(), at("2021-09-28"), cn()).run, run);
}

TEST(Recompute, PastTheAnnouncedYearsALimitIsProvisionalUntilTheYearIsThere) {
  const ClockRun run = begun(decision(), "2026-12-18T09:00:00+08:00");
  EXPECT_TRUE(run.statutory->provisional);
  EXPECT_EQ(shown(run), "2027-01-15");
  EXPECT_TRUE(run.promised->provisional == false);
  EXPECT_FALSE(next_due(run)->provisional);
  std::string text = testing::calendar_text("cn");
  text.replace(text.find("\"2026\": {"), 0, R"("2027": {"off": ["2027-01-01"]}, )");
  const Calendar longer = Calendar::parse(text, "cn").value();
  const Recomputed exact = recompute(run, decision(), at("2026-12-20"), longer);
  EXPECT_FALSE(exact.run.statutory->provisional);
  ASSERT_EQ(exact.moved.size(), 1U);
  EXPECT_EQ(format_limit(exact.moved[0].is), "2027-01-18");
}

TEST(Stays, ChargeEachHolderTheWorkingDaysHeld) {
  const std::vector<Stay> stays{{"transport", at("2021-09-15T09:00:00+08:00"), at("2021-09-17")},
                                {"police", at("2021-09-17"), at("2021-09-28T11:00:00+08:00")},
                                {"transport", at("2021-09-28T11:00:00+08:00"), std::nullopt}};
  const auto used = workdays_used(stays, at("2021-09-30T09:00:00+08:00"), cn());
  EXPECT_EQ(used.at("transport"), 1 + 2);  // The first stay ends at 24:00 of the 16th.
  EXPECT_EQ(used.at("police"), 7);
  EXPECT_EQ(used.size(), 2U);
}

TEST(Clock, ADayIsTheHoldersToWhomItIsCharged) {
  const std::vector<Stay> stays{
      {"transport", at("2021-09-15T09:00:00+08:00"), at("2021-09-17T10:00:00+08:00")},
      {"police", at("2021-09-17T10:00:00+08:00"), at("2021-09-23T00:00:00+08:00")},
      {"transport", at("2021-09-20T09:00:00+08:00"), std::nullopt}};
  const auto holders = [&](const char* date) {
    return holders_on(stays, day(date), at("2021-09-24T09:00:00+08:00"));
  };
  using Holders = std::vector<std::string>;
  EXPECT_EQ(holders("2021-09-15"), Holders{});  // The first day is nobody's.
  EXPECT_EQ(holders("2021-09-17"), Holders{"transport"});
  EXPECT_EQ(holders("2021-09-18"), Holders{"police"});
  EXPECT_EQ(holders("2021-09-22"), (Holders{"police", "transport"}));
  EXPECT_EQ(holders("2021-09-23"), Holders{"transport"});  // The police ended at 24:00 before.
  EXPECT_EQ(holders("2021-09-24"), Holders{"transport"});
  EXPECT_EQ(holders("2021-09-25"), Holders{});  // It has not come.
}

TEST(Clock, ReadsBackWhatWasWritten) {
  ClockRun run = begun(decision());
  fire(run, at("2021-09-28T00:00:00+08:00"));
  run = pause(run, at("2021-09-28T10:00:00+08:00"));
  run = extend(run, decision(), at("2021-09-28T10:00:00+08:00"), cn()).value();
  std::string text;
  base::Writer(text).value(run);
  EXPECT_NE(text.find("\"paused\""), std::string::npos);
  const Json json = Json::parse(text);
  base::Reader reader(json);
  ClockRun read;
  reader.value(read);
  ASSERT_TRUE(reader.ok()) << reader.error().place;
  EXPECT_EQ(read, run);
}

TEST(Clock, StoredNamesAreFixed) {
  EXPECT_EQ(to_name(ClockState::kWaiting), "waiting");
  EXPECT_EQ(to_name(ClockState::kRunning), "running");
  EXPECT_EQ(to_name(ClockState::kPaused), "paused");
  EXPECT_EQ(to_name(ClockState::kStopped), "stopped");
  EXPECT_EQ(to_name(LimitKind::kPromised), "promised");
  EXPECT_EQ(to_name(LimitKind::kStatutory), "statutory");
  EXPECT_EQ(to_name(FireKind::kWarned), "warned");
  EXPECT_EQ(to_name(FireKind::kExpired), "expired");
  ClockState state = ClockState::kRunning;
  EXPECT_FALSE(from_name("halted", state));
  EXPECT_TRUE(from_name("stopped", state));
  EXPECT_EQ(state, ClockState::kStopped);
}

}  // namespace
}  // namespace lianban::calendar
