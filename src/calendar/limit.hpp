#pragma once

#include <optional>
#include <string_view>

#include "base/workdays.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"

namespace lianban::calendar {

/// How the definition language counts time (definition-language.md, section 3). Pure functions; a
/// year outside the calendar is `calendar/unknown_year`, a result after 9999 or a negative amount
/// `calendar/out_of_range`.

/// The instant at which a limit that began at `start` has passed. Workdays and days end at 24:00 of
/// their last day, the first day not counted (民法典 201); months and years at 24:00 of the same
/// day of the month, or of its last day where it has no such day (民法典 202); smaller units are
/// elapsed time. A `start` of 24:00 is 00:00 of the day that begins then.
[[nodiscard]] Result<Instant> limit_of(Instant start, const Duration& duration,
                                       const base::Workdays& workdays);

/// A limit moved on by a further duration: an extension. A limit at 24:00 stays at 24:00.
[[nodiscard]] Result<Instant> extended(Instant limit, const Duration& by,
                                       const base::Workdays& workdays);

/// One step of a recheck or of `advance`: workdays, days, months and years keep the time of day.
[[nodiscard]] Result<Instant> step(Instant from, const Duration& duration,
                                   const base::Workdays& workdays);

/// The `add` of rules on a date. Hours and smaller units are `calendar/unit`: a date has no hours.
[[nodiscard]] Result<Day> add_to_day(Day from, const Duration& duration,
                                     const base::Workdays& workdays);

/// Whether the unit is elapsed time (hours and smaller) and not a count of days.
[[nodiscard]] bool is_elapsed(Unit unit);
/// Length of an elapsed amount; nothing for units of days and for what does not fit.
[[nodiscard]] std::optional<std::chrono::microseconds> elapsed(const Duration& duration);

/// When to warn: at a share of the limit ("80%"), or so long before it ("3 workdays").
struct WarnAt {
  int percent = 0;  ///< 1 to 99; 0 where `before` is set.
  std::optional<Duration> before;
  friend bool operator==(const WarnAt&, const WarnAt&) = default;
};
[[nodiscard]] std::optional<WarnAt> parse_warn_at(std::string_view text);

/// The length after which a share of a limit has passed: ceil(percent of the amount) in its unit,
/// so that "80%" of 7 workdays is the end of the 6th. Of months and years it is that share of the
/// calendar days between `start` and the limit.
[[nodiscard]] Result<Duration> share_of(const Duration& limit, int percent, Instant start,
                                        const base::Workdays& workdays);

/// `before` the limit: the end of the day that lies so many (work)days before its last day; for
/// smaller units elapsed time.
[[nodiscard]] Result<Instant> before_limit(Instant limit, const Duration& before,
                                           const base::Workdays& workdays);

/// When to warn of a limit that began at `start`; nothing where that is not after the start (three
/// days before a limit of two). For clocks, which may pause, see clock.hpp.
[[nodiscard]] Result<std::optional<Instant>> warning_of(const WarnAt& warn, Instant start,
                                                        const Duration& limit,
                                                        const base::Workdays& workdays);

}  // namespace lianban::calendar
