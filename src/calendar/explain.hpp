#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "calendar/clock.hpp"
#include "lianban/result.hpp"
#include "lianban/text.hpp"
#include "lianban/time.hpp"

namespace lianban::calendar {

/// Twelve years of days: longer than any limit of the sources, short enough for a screen's memory.
inline constexpr std::size_t kExplainedDays = 4400;

/// Why a day was counted, or was not.
enum class Reason {
  kFirstDay,  ///< The day a limit begins is not counted (民法典 201).
  kWorkday,
  kWorkedWeekend,
  kCalendarDay,  ///< The limit counts every day.
  kWeekend,
  kHoliday,
  kClosure,
  kPaused,
  kUnannounced,  ///< Counted as a plain weekday: the year's notice is not out.
};
[[nodiscard]] std::string_view to_name(Reason reason);
[[nodiscard]] bool from_name(std::string_view name, Reason& reason);
[[nodiscard]] Text text_of(Reason reason);

struct ExplainedDay {
  Day day;
  bool counted = false;
  std::int64_t number = 0;  ///< How many have been counted with this day.
  Reason reason = Reason::kWorkday;
  bool provisional = false;  ///< The day is outside the announced years.
  [[nodiscard]] Text text() const { return text_of(reason); }
};

/// Day by day from the first day, not counted, to the last. Empty for limits in hours and smaller
/// (there is nothing to count) and cut at kExplainedDays. Error: calendar/out_of_range.
[[nodiscard]] Result<std::vector<ExplainedDay>> explain(Instant start, const Duration& duration,
                                                        const Calendar& calendar);
/// Why one limit of a run falls on its day, pauses included. Empty without that limit, while
/// waiting, and for limits in hours and smaller.
[[nodiscard]] std::vector<ExplainedDay> explain(const ClockRun& run, const ClockSpec& spec,
                                                LimitKind kind, const Calendar& calendar);

/// One line a day: "2021-09-18  Sat   3  worked weekend".
[[nodiscard]] std::string render(const std::vector<ExplainedDay>& days, Language language);

}  // namespace lianban::calendar
