#include "lianban/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <limits>

namespace lianban {
namespace {

using std::chrono::microseconds;

/// Nothing in an approval lasts a thousand years; with this bound no sum of an instant and a
/// duration can overflow.
constexpr std::int64_t kMostYears = 1000;

struct UnitName {
  Unit unit;
  std::string_view one;
  std::string_view many;
  std::int64_t most;
};

constexpr std::int64_t kMostDays = kMostYears * 366;
constexpr std::int64_t kMostSeconds = kMostDays * 86'400;

constexpr std::array<UnitName, 8> kUnits{{
    {Unit::kWorkdays, "workday", "workdays", kMostDays},
    {Unit::kDays, "day", "days", kMostDays},
    {Unit::kMonths, "month", "months", kMostYears * 12},
    {Unit::kYears, "year", "years", kMostYears},
    {Unit::kHours, "hour", "hours", kMostDays * 24},
    {Unit::kMinutes, "minute", "minutes", kMostDays * 1440},
    {Unit::kSeconds, "second", "seconds", kMostSeconds},
    {Unit::kMicroseconds, {}, {}, kMostSeconds * 1'000'000},  // Only in ISO form.
}};

const UnitName& unit_name(Unit unit) {
  for (const UnitName& each : kUnits) {
    if (each.unit == unit) return each;
  }
  return kUnits.back();
}

std::optional<Duration> bounded(std::int64_t amount, Unit unit) {
  if (amount < 0 || amount > unit_name(unit).most) return std::nullopt;
  return Duration{amount, unit};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes digits off the front, `fewest` to `most` of them.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t fewest,
                                        std::size_t most) {
  std::size_t count = 0;
  std::int64_t value = 0;
  while (count < text.size() && is_digit(text[count])) {
    if (++count > most) return std::nullopt;
    value = value * 10 + (text[count - 1] - '0');
  }
  if (count < fewest) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// The digits after a point as microseconds; up to nine are read, what is finer is dropped.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  const std::size_t before = text.size();
  auto value = take_number(text, 1, 9);
  if (!value) return std::nullopt;
  std::size_t digits = before - text.size();
  for (; digits < 6; ++digits) *value *= 10;
  for (; digits > 6; --digits) *value /= 10;
  return value;
}

constexpr std::size_t kAmountDigits =
    17;  // As many as kMostYears of microseconds need, far from 2^63.

std::optional<Duration> parse_words(std::string_view text) {
  const auto amount = take_number(text, 1, kAmountDigits);
  if (!amount || !take(text, ' ')) return std::nullopt;
  for (const UnitName& each : kUnits) {
    if (!each.one.empty() && (text == each.one || text == each.many)) {
      return bounded(*amount, each.unit);
    }
  }
  return std::nullopt;
}

/// What an ISO 8601 text adds up to. A part counts when it was written, zero or not.
struct IsoParts {
  std::optional<std::int64_t> years, months, weeks, days, hours, minutes, seconds, micros;
};

struct IsoField {
  char letter;
  std::optional<std::int64_t> IsoParts::*part;
};

/// Reads "1Y6M..." in the order of `fields`; at least one must be there.
template <std::size_t N>
bool take_fields(std::string_view& text, const std::array<IsoField, N>& fields, IsoParts& parts) {
  std::size_t next = 0;
  bool any = false;
  while (!text.empty() && text.front() != 'T') {
    const auto amount = take_number(text, 1, kAmountDigits);
    if (!amount || text.empty()) return false;
    if (text.front() == '.' || text.front() == ',') {
      text.remove_prefix(1);
      parts.micros = take_fraction(text);
      if (!parts.micros || text != "S") return false;
    }
    while (next < N && fields[next].letter != text.front()) ++next;
    if (next == N) return false;
    parts.*fields[next++].part = amount;
    text.remove_prefix(1);
    any = true;
  }
  return any;
}

/// Sums in the finest unit that was written. Every part is bounded first, so nothing overflows.
std::optional<Duration> clock_duration(const IsoParts& parts) {
  const auto hours = bounded(parts.hours.value_or(0), Unit::kHours);
  const auto minutes = bounded(parts.minutes.value_or(0), Unit::kMinutes);
  const auto seconds = bounded(parts.seconds.value_or(0), Unit::kSeconds);
  if (!hours || !minutes || !seconds) return std::nullopt;
  if (!parts.minutes && !parts.seconds) return hours;
  const std::int64_t all_minutes = hours->amount * 60 + minutes->amount;
  if (!parts.seconds) return bounded(all_minutes, Unit::kMinutes);
  const auto all_seconds = bounded(all_minutes * 60 + seconds->amount, Unit::kSeconds);
  if (!all_seconds || !parts.micros) return all_seconds;
  return bounded(all_seconds->amount * 1'000'000 + *parts.micros, Unit::kMicroseconds);
}

std::optional<Duration> calendar_duration(const IsoParts& parts) {
  const auto years = bounded(parts.years.value_or(0), Unit::kYears);
  const auto months = bounded(parts.months.value_or(0), Unit::kMonths);
  const auto weeks = bounded(parts.weeks.value_or(0), Unit::kDays);
  const auto days = bounded(parts.days.value_or(0), Unit::kDays);
  if (!years || !months || !weeks || !days) return std::nullopt;
  const bool by_month = parts.years || parts.months;
  const bool by_day = parts.weeks || parts.days;
  // One Duration has one unit: "P1M3D" would need two.
  if (by_month && by_day) return std::nullopt;
  if (by_day) return bounded(weeks->amount * 7 + days->amount, Unit::kDays);
  if (!parts.months) return years;
  return bounded(years->amount * 12 + months->amount, Unit::kMonths);
}

std::optional<Duration> parse_iso(std::string_view text) {
  static constexpr std::array<IsoField, 4> kCalendar{{{'Y', &IsoParts::years},
                                                      {'M', &IsoParts::months},
                                                      {'W', &IsoParts::weeks},
                                                      {'D', &IsoParts::days}}};
  static constexpr std::array<IsoField, 3> kClock{
      {{'H', &IsoParts::hours}, {'M', &IsoParts::minutes}, {'S', &IsoParts::seconds}}};
  IsoParts parts;
  if (take(text, 'T')) {
    if (!take_fields(text, kClock, parts) || !text.empty()) return std::nullopt;
    return clock_duration(parts);
  }
  if (!take_fields(text, kCalendar, parts) || !text.empty()) return std::nullopt;
  return calendar_duration(parts);
}

std::string with_fraction(std::string text, std::int64_t micros, std::size_t least_digits) {
  std::array<char, 8> digits;
  std::snprintf(digits.data(), digits.size(), "%06d", static_cast<int>(micros % 1'000'000));
  std::string_view fraction(digits.data(), 6);
  while (fraction.size() > least_digits && fraction.back() == '0') fraction.remove_suffix(1);
  if (!fraction.empty()) text.append(".").append(fraction);
  return text;
}

std::optional<Day> take_day(std::string_view& text) {
  const auto year = take_number(text, 4, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

std::optional<microseconds> take_clock_time(std::string_view& text) {
  const auto hour = take_number(text, 2, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::int64_t micros = 0;
  if (take(text, '.')) {
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    micros = *fraction;
  }
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
         microseconds{micros};
}

/// The rest of an instant: nothing (Beijing time), "Z" or "+08:00".
std::optional<microseconds> parse_offset(std::string_view text) {
  if (text.empty()) return kBeijingOffset;
  if (text == "Z" || text == "z") return microseconds{0};
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hour = take_number(text, 2, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2, 2);
  if (!minute || !text.empty() || *hour > 23 || *minute > 59) return std::nullopt;
  const microseconds offset = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  return west ? -offset : offset;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  return take(text, 'P') ? parse_iso(text) : parse_words(text);
}

std::string format_duration(const Duration& duration) {
  if (duration.unit == Unit::kMicroseconds) {
    // The point stays even for whole seconds, so that the text reads back as microseconds.
    return with_fraction("PT" + std::to_string(duration.amount / 1'000'000), duration.amount, 1) +
           "S";
  }
  const UnitName& name = unit_name(duration.unit);
  std::string text = std::to_string(duration.amount) + " ";
  return text.append(duration.amount == 1 ? name.one : name.many);
}

std::optional<Day> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::string format_day(Day day) {
  const std::chrono::year_month_day date{day};
  std::array<char, 24> text;
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return std::nullopt;
  const auto time = take_clock_time(text);
  if (!time) return std::nullopt;
  const auto offset = parse_offset(text);
  if (!offset) return std::nullopt;
  return Instant{day->time_since_epoch() + *time - *offset};
}

std::string format_instant(Instant at) {
  const Day day = day_of(at);
  const std::chrono::hh_mm_ss time{at - start_of(day)};
  std::array<char, 16> text;
  const int size = std::snprintf(
      text.data(), text.size(), "T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  const std::string whole = format_day(day).append(text.data(), static_cast<std::size_t>(size));
  return with_fraction(whole, time.subseconds().count(), 0) + "+08:00";
}

std::string format_limit(Instant limit) {
  return at_midnight(limit) ? format_day(shown_day(limit)) : format_instant(limit);
}

}  // namespace lianban
