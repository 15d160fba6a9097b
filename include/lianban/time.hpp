#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lianban {

/// A point in time, microseconds since 1970-01-01T00:00:00Z. Always an argument: the library asks
/// the engine's clock, never the system's.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// A date of the official calendar. China keeps Beijing time (UTC+8) without daylight saving, so a
/// date and an instant convert by a fixed offset.
using Day = std::chrono::local_days;

inline constexpr std::chrono::hours kBeijingOffset{8};

/// The Beijing date on which the instant lies.
[[nodiscard]] constexpr Day day_of(Instant at) {
  return Day{std::chrono::floor<std::chrono::days>(at.time_since_epoch() + kBeijingOffset)};
}
/// 00:00 Beijing time of the day.
[[nodiscard]] constexpr Instant start_of(Day day) {
  return Instant{day.time_since_epoch() - kBeijingOffset};
}
/// 24:00 of the day: the instant at which a limit that ends with this day has passed.
[[nodiscard]] constexpr Instant end_of(Day day) { return start_of(day + std::chrono::days{1}); }

/// The date a limit is shown as: a limit at 24:00 belongs to the day it ends, not to the next.
[[nodiscard]] constexpr Day shown_day(Instant limit) {
  return day_of(limit - std::chrono::microseconds{1});
}
/// Whether it is 00:00 Beijing time.
[[nodiscard]] constexpr bool at_midnight(Instant at) { return at == start_of(day_of(at)); }

/// What a length is counted in.
enum class Unit { kWorkdays, kDays, kMonths, kYears, kHours, kMinutes, kSeconds, kMicroseconds };

/// One length of time as the definition language writes it. A workday is a unit, never 24 hours.
struct Duration {
  std::int64_t amount = 0;
  Unit unit = Unit::kDays;
  /// As written: 24 hours are not a day.
  friend bool operator==(const Duration&, const Duration&) = default;
};

/// "15 workdays", "1 workday", "8 years" or ISO 8601 ("P3D", "P8Y", "PT0.01S", "PT1H30M", "P2W");
/// nothing for anything else, for a negative or an absurd amount, and for an ISO text that mixes
/// calendar and clock parts (its meaning would depend on the order of adding).
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);
/// As parse_duration reads it: "15 workdays", "1 workday".
[[nodiscard]] std::string format_duration(const Duration& duration);

/// "2021-09-15"; nothing for a date that does not exist.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// "2021-09-15".
[[nodiscard]] std::string format_day(Day day);

/// RFC 3339 with an offset or "Z"; without an offset Beijing time is meant. Fractions up to
/// microseconds.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);
/// "2021-09-15T09:00:00+08:00", with a fraction only where there is one.
[[nodiscard]] std::string format_instant(Instant at);
/// A limit as the public sees it: the date where it ends with a day, else the instant.
[[nodiscard]] std::string format_limit(Instant limit);

}  // namespace lianban
