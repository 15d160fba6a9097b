#include "calendar/limit.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

namespace lianban::calendar {

namespace {

using std::chrono::days;
using std::chrono::microseconds;

/// No law counts further, and every sum below stays far from overflow.
constexpr std::int64_t kMostDays = 4'000'000;
constexpr std::int64_t kMostMonths = 120'000;

constexpr Day kFirstDay = Day{std::chrono::local_days{std::chrono::year{0} / 1 / 1}};
constexpr Day kLastDay = Day{std::chrono::local_days{std::chrono::year{9999} / 12 / 31}};

Error out_of_range() {
  return make_error("calendar/out_of_range", "时长超出可计算的范围",
                    "the duration leads outside the years that can be computed");
}

Result<Day> checked(Day day) {
  if (day < kFirstDay || day > kLastDay) return out_of_range();
  return day;
}

Result<Instant> checked(Instant at) {
  if (at < start_of(kFirstDay) || at > end_of(kLastDay)) return out_of_range();
  return at;
}

Result<Instant> checked_end(const Result<Day>& day) {
  if (!day) return day.error();
  return end_of(*day);
}

Result<Day> add_months(Day from, std::int64_t months) {
  const std::chrono::year_month_day date{from};
  const auto month = date.year() / date.month() + std::chrono::months{months};
  const auto last = month / std::chrono::last;
  return checked(Day{std::chrono::local_days{month / std::min(date.day(), last.day())}});
}

/// from + sign * duration, for units of days.
Result<Day> move_day(Day from, const Duration& duration, int sign, const base::Workdays& workdays) {
  const std::int64_t n = duration.amount;
  if (n < 0) return out_of_range();
  switch (duration.unit) {
    case Unit::kWorkdays: {
      if (n > kMostDays) return out_of_range();
      const auto day = workdays.add(from, sign * n);
      return day ? checked(*day) : day;
    }
    case Unit::kDays:
      return n > kMostDays ? out_of_range() : checked(from + days{sign * n});
    case Unit::kMonths:
      return n > kMostMonths ? out_of_range() : add_months(from, sign * n);
    case Unit::kYears:
      return n > kMostMonths / 12 ? out_of_range() : add_months(from, sign * n * 12);
    case Unit::kHours:
    case Unit::kMinutes:
    case Unit::kSeconds:
    case Unit::kMicroseconds:
      break;
  }
  return make_error("calendar/unit", "日期只能按工作日、日、月、年推算",
                    "a date moves by workdays, days, months or years only");
}

Result<Instant> move_elapsed(Instant from, const Duration& duration, int sign) {
  const auto length = elapsed(duration);
  if (!length) return out_of_range();
  return checked(from + sign * *length);
}

std::int64_t ceil_share(std::int64_t amount, int percent) { return (amount * percent + 99) / 100; }

}  // namespace

bool is_elapsed(Unit unit) {
  switch (unit) {
    case Unit::kWorkdays:
    case Unit::kDays:
    case Unit::kMonths:
    case Unit::kYears:
      return false;
    case Unit::kHours:
    case Unit::kMinutes:
    case Unit::kSeconds:
    case Unit::kMicroseconds:
      break;
  }
  return true;
}

std::optional<microseconds> elapsed(const Duration& duration) {
  std::int64_t unit = 1;
  switch (duration.unit) {
    case Unit::kWorkdays:
    case Unit::kDays:
    case Unit::kMonths:
    case Unit::kYears:
      return std::nullopt;
    case Unit::kHours:
      unit = microseconds{std::chrono::hours{1}}.count();
      break;
    case Unit::kMinutes:
      unit = microseconds{std::chrono::minutes{1}}.count();
      break;
    case Unit::kSeconds:
      unit = microseconds{std::chrono::seconds{1}}.count();
      break;
    case Unit::kMicroseconds:
      break;
  }
  constexpr std::int64_t kMost = microseconds{days{kMostDays}}.count();
  if (duration.amount < 0 || duration.amount > kMost / unit) return std::nullopt;
  return microseconds{duration.amount * unit};
}

Result<Instant> limit_of(Instant start, const Duration& duration, const base::Workdays& workdays) {
  if (is_elapsed(duration.unit)) return move_elapsed(start, duration, 1);
  return checked_end(move_day(day_of(start), duration, 1, workdays));
}

Result<Instant> extended(Instant limit, const Duration& by, const base::Workdays& workdays) {
  if (is_elapsed(by.unit) || !at_midnight(limit)) return step(limit, by, workdays);
  return checked_end(move_day(shown_day(limit), by, 1, workdays));
}

Result<Instant> step(Instant from, const Duration& duration, const base::Workdays& workdays) {
  if (is_elapsed(duration.unit)) return move_elapsed(from, duration, 1);
  const auto day = move_day(day_of(from), duration, 1, workdays);
  if (!day) return day.error();
  return start_of(*day) + (from - start_of(day_of(from)));
}

Result<Day> add_to_day(Day from, const Duration& duration, const base::Workdays& workdays) {
  return move_day(from, duration, 1, workdays);
}

std::optional<WarnAt> parse_warn_at(std::string_view text) {
  if (!text.ends_with('%')) {
    auto before = parse_duration(text);
    return before ? std::optional(WarnAt{0, before}) : std::nullopt;
  }
  int percent = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, percent);
  if (error != std::errc{} || stop != end || percent < 1 || percent > 99) return std::nullopt;
  return WarnAt{percent, std::nullopt};
}

Result<Duration> share_of(const Duration& limit, int percent, Instant start,
                          const base::Workdays& workdays) {
  if (const auto length = elapsed(limit)) {
    // Hours too are shared exactly: 80% of 1 hour are 48 minutes.
    return Duration{length->count() / 100 * percent + ceil_share(length->count() % 100, percent),
                    Unit::kMicroseconds};
  }
  if (limit.unit == Unit::kWorkdays || limit.unit == Unit::kDays) {
    if (limit.amount < 0 || limit.amount > kMostDays) return out_of_range();
    return Duration{ceil_share(limit.amount, percent), limit.unit};
  }
  const auto end = limit_of(start, limit, workdays);
  if (!end) return end.error();
  return Duration{ceil_share((shown_day(*end) - day_of(start)).count(), percent), Unit::kDays};
}

Result<Instant> before_limit(Instant limit, const Duration& before,
                             const base::Workdays& workdays) {
  if (is_elapsed(before.unit)) return move_elapsed(limit, before, -1);
  return checked_end(move_day(shown_day(limit), before, -1, workdays));
}

Result<std::optional<Instant>> warning_of(const WarnAt& warn, Instant start, const Duration& limit,
                                          const base::Workdays& workdays) {
  Result<Instant> at = out_of_range();
  if (warn.before) {
    at = limit_of(start, limit, workdays);
    if (at) at = before_limit(*at, *warn.before, workdays);
  } else {
    const auto share = share_of(limit, warn.percent, start, workdays);
    if (!share) return share.error();
    at = limit_of(start, *share, workdays);
  }
  if (!at) return at.error();
  return *at > start ? std::optional(*at) : std::nullopt;
}

}  // namespace lianban::calendar
