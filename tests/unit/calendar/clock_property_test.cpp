#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "calendar/clock.hpp"
#include "calendar/explain.hpp"
#include "unit/calendar/support.hpp"

namespace lianban::calendar {
namespace {

using std::chrono::hours;
using testing::at;
using testing::cn;

ClockSpec workdays(std::int64_t n) {
  ClockSpec spec;
  spec.statutory = Duration{n, Unit::kWorkdays};
  spec.extend = ExtendSpec{{5, Unit::kWorkdays}, 1, std::nullopt};
  spec.warn_at = {*parse_warn_at("80%"), *parse_warn_at("2 workdays")};
  return spec;
}

Instant any_instant() { return at("2020-01-01") + hours{*rc::gen::inRange(0, 24 * 365 * 6)}; }

/// A run with up to five pauses before its limit, each long enough to matter.
struct Paused {
  ClockSpec spec = workdays(*rc::gen::inRange<std::int64_t>(1, 60));
  ClockRun run = start(spec, 1, any_instant(), std::nullopt, cn());
  std::int64_t paused_workdays = 0;

  Paused() {
    const int pauses = *rc::gen::inRange(0, 5);
    Instant now = run.started;
    for (int i = 0; i < pauses; ++i) {
      const Instant from = now + hours{*rc::gen::inRange(0, 100)};
      if (from >= run.statutory->due) break;
      now = from + hours{*rc::gen::inRange(0, 300)};
      run = resume(pause(run, from), spec, now, cn());
      paused_workdays += cn().between_provisional(day_of(from), day_of(now)).workdays;
    }
  }
};

RC_GTEST_PROP(ClockProperty, PausingShiftsByExactlyTheWorkingDaysPaused, ()) {
  const Paused p;
  const Day last = shown_day(p.run.statutory->due);
  RC_ASSERT(cn().between_provisional(p.run.zero, last).workdays ==
            p.spec.statutory->amount + p.paused_workdays);
}

RC_GTEST_PROP(ClockProperty, ExtendingOnceAddsItsDaysAndTwiceIsRefused, ()) {
  const Paused p;
  const auto once = extend(p.run, p.spec, p.run.armed, cn());
  RC_ASSERT(once.ok());
  const Day was = shown_day(p.run.statutory->due);
  RC_ASSERT(cn().between_provisional(was, shown_day(once->statutory->due)).workdays == 5);
  const auto twice = extend(*once, p.spec, p.run.armed, cn());
  RC_ASSERT(!twice.ok());
  RC_ASSERT(twice.error().code == "clock/extend_spent");
}

RC_GTEST_PROP(ClockProperty, EverythingFiresOnceInOrderOfTime, ()) {
  Paused p;
  Instant last = p.run.started;
  std::size_t fired = 0;
  while (const auto due = next_due(p.run)) {
    RC_ASSERT(due->at >= last);
    RC_ASSERT(due->at >= due->due);
    last = due->at;
    p.run = mark_fired(p.run, *due);
    ++fired;
    RC_ASSERT(fired <= 3U);
  }
  RC_ASSERT(p.run.statutory->expired);
}

RC_GTEST_PROP(ClockProperty, RecomputingWithTheSameDaysMovesNothing, ()) {
  const Paused p;
  ClockRun stale = p.run;
  stale.calendar_revision = "0";
  const Recomputed again = recompute(stale, p.spec, p.run.armed, cn());
  RC_ASSERT(again.moved.empty());
  RC_ASSERT(again.run == p.run);
}

RC_GTEST_PROP(ClockProperty, ExplanationCountsExactlyTheLimit, ()) {
  const Paused p;
  const auto days = explain(p.run, p.spec, LimitKind::kStatutory, cn());
  RC_ASSERT(!days.empty());
  RC_ASSERT(days.front().reason == Reason::kFirstDay);
  RC_ASSERT(days.back().day == shown_day(p.run.statutory->due));
  RC_ASSERT(days.back().number == p.spec.statutory->amount);
}

RC_GTEST_PROP(ClockProperty, RemainingFallsByTheWorkingDaysThatPass, ()) {
  const ClockSpec spec = workdays(*rc::gen::inRange<std::int64_t>(1, 60));
  const ClockRun run = start(spec, 1, any_instant(), std::nullopt, cn());
  const Instant now = run.started + hours{*rc::gen::inRange(0, 3000)};
  const auto passed = cn().between_provisional(run.zero, day_of(now)).workdays;
  const auto left = remaining(run, LimitKind::kStatutory, now, cn())->workdays;
  const auto over = overrun(run, LimitKind::kStatutory, now, cn())->workdays;
  RC_ASSERT(left - over == spec.statutory->amount - passed);
  RC_ASSERT(left == 0 || over == 0);
}

}  // namespace
}  // namespace lianban::calendar
