// The legal clocks of one case: where they begin, what stops them, what their end means.
#include "wenzhou.hpp"

namespace lianban::decide::testing {
namespace {

Instant due_of(const Workbench& bench, const std::string& clock) {
  const calendar::ClockRun& run = bench.open->clocks.at(clock);
  return run.limit(calendar::main_limit(run).value())->due;
}

// 行政许可法 82; language section 3: the day of receipt is not counted, a worked Saturday is (the
// 18th), Mid-Autumn is not (19th to 21st), and the limit ends at 24:00 of its last day.
TEST(Clocks, FirstDayIsNotCountedAndTheLimitEndsAtMidnight) {
  Wenzhou bench;
  bench.file();
  EXPECT_EQ(due_of(bench, "acceptance"), end_of_day("2021-09-23"));
  EXPECT_EQ(next_wake(*bench.open), end_of_day("2021-09-23"));
  bench.wait_until(end_of_day("2021-09-23") - kMoment);
  EXPECT_EQ(bench.state(), "checking");
  bench.wait_until(end_of_day("2021-09-23"));
  EXPECT_EQ(bench.state(), "preliminary_review");
}

// The same day counts as day zero whether the papers came at its first moment or its last.
TEST(Clocks, HourOfReceiptDoesNotMatter) {
  for (const char* hour : {"2021-09-15T00:00:00+08:00", "2021-09-15T23:59:59+08:00"}) {
    Wenzhou bench;
    bench.now = at(hour);
    bench.file();
    EXPECT_EQ(due_of(bench, "acceptance"), end_of_day("2021-09-23")) << hour;
  }
}

// 行政许可法 42: twenty working days from acceptance; the promised time binds beside it.
TEST(Clocks, DecisionCountsFromAcceptance) {
  Wenzhou bench;
  bench.file();
  EXPECT_FALSE(bench.open->clocks.contains("decision"));
  bench.now = at("2021-09-17T16:00:00+08:00");
  bench.must(Verb::kSend, "accept", nullptr, kClerk);
  const auto& run = bench.open->clocks.at("decision");
  EXPECT_EQ(run.statutory->due, end_of_day("2021-10-21"));
  EXPECT_EQ(run.promised->due, end_of_day("2021-09-28"));
}

// 行政许可法 45: the time of an inspection is not counted, to the day.
TEST(Clocks, InspectionStopsTheClockAndLeavesExactlyTheDaysItHad) {
  Wenzhou bench;
  bench.accept();
  bench.now = at("2021-09-17T10:00:00+08:00");
  const Json before = bench.seen()["clocks"]["decision"]["remaining"];
  EXPECT_EQ(before, 18);
  bench.must(Verb::kSend, "inspect", nullptr, kReviewer);
  bench.wait_until(at("2021-12-01T10:00:00+08:00"));
  EXPECT_EQ(bench.seen()["clocks"]["decision"]["state"], "paused");
  EXPECT_EQ(bench.seen()["clocks"]["decision"]["remaining"], before);
  bench.must(Verb::kSend, "inspection_done", nullptr, kReviewer);
  EXPECT_EQ(bench.seen()["clocks"]["decision"]["state"], "running");
  EXPECT_EQ(bench.seen()["clocks"]["decision"]["remaining"], before);
  EXPECT_FALSE(happened(bench, "clock.decision.expired"));
}

// 行政许可法 45 lists what stops the clock; mending a deferred document is not on it.
TEST(Clocks, DeferralDoesNotStopTheDecision) {
  Wenzhou bench;
  bench.change();
  ASSERT_EQ(bench.policy(), lifecycle::DeferralState::kPromised);
  EXPECT_EQ(bench.open->clocks.at("decision").state, calendar::ClockState::kRunning);
  EXPECT_EQ(due_of(bench, "decision"), end_of_day("2021-10-19"));
}

// Section 6: a limit that nobody handles stays visible and undone; it never decides by itself.
TEST(Clocks, OverdueDecisionIsRecordedAndTheCaseGoesOn) {
  Wenzhou bench;
  bench.insure();
  bench.wait_until(end_of_day("2021-10-19") + std::chrono::hours(33));
  EXPECT_EQ(bench.state(), "final_review");
  const Json clock = bench.seen()["clocks"]["decision"];
  EXPECT_EQ(clock["expired"], Json({"statutory", "promised"}));
  EXPECT_EQ(clock["overrun"], 2) << "the 20th and the 21st";
  bench.must(Verb::kSend, "approve", nullptr, kApprover);
  EXPECT_EQ(bench.open->decision, "granted");
}

// Section 2: each timer fires with its due instant as now, however late anybody looks.
TEST(Clocks, LateLookChangesNoDate) {
  Wenzhou bench;
  bench.insure();
  bench.wait_until(at("2021-11-30T09:00:00+08:00"));
  for (const Happened& event : history_of<Happened>(bench)) {
    if (event.name != "clock.decision.expired") continue;
    const bool statutory = (*event.data)["limit"] == "statutory";
    EXPECT_EQ(event.at, end_of_day(statutory ? "2021-10-19" : "2021-09-26"));
  }
}

// Section 6: "80%" is the end of the 16th of twenty working days; of the promised seven the sixth,
// which is also the day before its last.
TEST(Clocks, WarningsComeBeforeTheirLimit) {
  Wenzhou bench;
  bench.insure();
  bench.wait_until(at("2021-11-30T09:00:00+08:00"));
  std::vector<std::string> warned;
  for (const Happened& event : history_of<Happened>(bench)) {
    if (event.name == "clock.decision.warned") {
      warned.push_back((*event.data)["limit"].get<std::string>() + " " + format_limit(event.at));
    }
  }
  EXPECT_EQ(warned, (std::vector<std::string>{"promised 2021-09-24", "promised 2021-09-24",
                                              "statutory 2021-10-13", "statutory 2021-10-18"}));
}

// 行政许可法 42: ten days more, once, by the head, with the reason told.
TEST(Clocks, DecisionIsExtendedOnceByTheHead) {
  Wenzhou bench;
  bench.accept();
  const Json reason{{"reason", "情况复杂"}};
  EXPECT_EQ(bench.send("extend_decision", kReviewer, reason), "event/by");
  EXPECT_EQ(bench.send("extend_decision", kHead, Json::object()), "event/input");
  bench.must(Verb::kSend, "extend_decision", reason, kHead);
  EXPECT_EQ(due_of(bench, "decision"), end_of_day("2021-11-02"));
  EXPECT_EQ(bench.open->clocks.at("decision").promised->due, end_of_day("2021-09-26"));
  EXPECT_EQ(paper(*bench.open, "extension_notice")["reason"], "情况复杂");
  EXPECT_TRUE(bench.send("extend_decision", kHead, reason).starts_with("clock/"));
  EXPECT_EQ(due_of(bench, "decision"), end_of_day("2021-11-02"));
}

// Section 6: what has passed cannot be made longer.
TEST(Clocks, ExtensionAfterTheLimitIsRefused) {
  Wenzhou bench;
  bench.accept();
  bench.wait_until(end_of_day("2021-10-19"));
  EXPECT_TRUE(bench.send("extend_decision", kHead, {{"reason", "晚了"}}).starts_with("clock/"));
}

// 行政许可法 44: delivered within ten working days of the decision.
TEST(Clocks, DeliveryHasTenWorkdaysFromTheDecision) {
  Wenzhou bench;
  bench.insure();
  bench.now = at("2021-09-28T15:00:00+08:00");
  bench.must(Verb::kSend, "approve", nullptr, kApprover);
  EXPECT_EQ(bench.open->clocks.at("decision").state, calendar::ClockState::kStopped);
  EXPECT_EQ(due_of(bench, "delivery"), end_of_day("2021-10-18"));
  bench.must(Verb::kSend, "hand_over", nullptr, kClerk);
  EXPECT_EQ(bench.open->clocks.at("delivery").state, calendar::ClockState::kStopped);
}

// Section 6: a new run begins at zero; it owes nothing to the one before.
TEST(Clocks, SupplementBeginsANewRunOfFiveDays) {
  Wenzhou bench;
  bench.file();
  bench.now = at("2021-09-22T09:00:00+08:00");
  bench.ask_supplement("driving_licence", "照片看不清");
  EXPECT_EQ(bench.open->clocks.at("acceptance").state, calendar::ClockState::kStopped);
  bench.must(Verb::kSend, "supplemented", nullptr, kZhang);
  EXPECT_EQ(bench.open->clocks.at("acceptance").number, 2);
  EXPECT_EQ(due_of(bench, "acceptance"), end_of_day("2021-09-28"));
}

// Dates past the announced years are shown as provisional; nobody loses anything on a guess.
TEST(Clocks, NothingFallsDueOnUnannouncedDays) {
  Wenzhou bench;
  bench.now = at("2026-12-30T09:00:00+08:00");
  bench.file();
  EXPECT_EQ(bench.seen()["clocks"]["acceptance"]["provisional"], true);
  bench.wait_until(at("2027-03-01T09:00:00+08:00"));
  EXPECT_EQ(bench.state(), "checking");
}

}  // namespace
}  // namespace lianban::decide::testing
