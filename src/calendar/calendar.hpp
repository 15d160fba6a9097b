#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/workdays.hpp"
#include "lianban/result.hpp"
#include "lianban/text.hpp"
#include "lianban/time.hpp"

namespace lianban::calendar {

/// What a day is, and so why it counts or does not.
enum class DayKind {
  kWorkday,        ///< Monday to Friday.
  kWorkedWeekend,  ///< A weekend day worked in exchange for a longer holiday (调休).
  kWeekend,
  kHoliday,      ///< Off by the yearly notice, weekend days inside the break too.
  kClosure,      ///< A working day of the base calendar on which an overlay closes.
  kUnannounced,  ///< Outside the announced years: nobody knows yet.
};
[[nodiscard]] std::string_view to_name(DayKind kind);
[[nodiscard]] bool from_name(std::string_view name, DayKind& kind);

struct ProvisionalDay {
  Day day;
  bool provisional = false;  ///< Counted over unannounced days, taken as plain weeks.
};
struct ProvisionalCount {
  std::int64_t workdays = 0;
  bool provisional = false;
};

/// Working days from announced data. Immutable and cheap to copy (shared data); any thread.
///
/// add and between look up a table of working days: O(1), whatever the distance. The table is made
/// of whole years; outside them the exact members refuse with `calendar/unknown_year`, because the
/// notice for a year appears only in the autumn before and no rule predicts it.
class Calendar final : public base::Workdays {
 public:
  /// Reads a calendar file (workflows/calendars/README.md has the format). `name` is what the file
  /// must call itself. A file with `extends` is an overlay and needs that calendar as `base`; the
  /// result holds a copy of what it needs.
  ///
  /// Errors: json/... for syntax; calendar/format, calendar/unknown_key, calendar/version,
  /// calendar/name, calendar/extends, calendar/year (a year that is none, a gap, or one that the
  /// base lacks), calendar/date (no date, or of another year), calendar/duplicate,
  /// calendar/no_change (`work` on a day that is worked anyway). Their place is
  /// "LINE:COLUMN POINTER".
  [[nodiscard]] static Result<Calendar> parse(std::string_view text, std::string name,
                                              const Calendar* base = nullptr);

  [[nodiscard]] Result<bool> is_workday(Day day) const override;
  /// n-th working day after `from`, O(1). n < 0: the latest working day whose distance to `from`
  /// is -n, so that between(from, add(from, n)) == n for every n.
  [[nodiscard]] Result<Day> add(Day from, std::int64_t n) const override;
  [[nodiscard]] Result<std::int64_t> between(Day from, Day to) const override;

  /// For display and for limits that nobody can know exactly yet: as add, but days outside the
  /// announced years count as plain weeks of five working days, and the result says so. Amounts
  /// beyond four million saturate (after the year 9999).
  [[nodiscard]] ProvisionalDay add_provisional(Day from, std::int64_t n) const;
  [[nodiscard]] ProvisionalCount between_provisional(Day from, Day to) const;

  [[nodiscard]] DayKind kind_of(Day day) const;
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const Text& title() const;
  /// First and last announced day.
  [[nodiscard]] Day first_day() const;
  [[nodiscard]] Day last_day() const;
  /// 16 hexadecimal digits of SM3 over first year and day kinds: two calendars that count alike
  /// have the same revision whatever their titles, so that a corrected spelling moves no clock.
  [[nodiscard]] const std::string& revision() const;

 private:
  struct Data;
  explicit Calendar(std::shared_ptr<const Data> data);
  std::shared_ptr<const Data> data_;
};

/// The calendar a file extends; empty if it stands alone. Errors as Calendar::parse.
[[nodiscard]] Result<std::string> extends_of(std::string_view text);

/// Gives the text of the calendar file with this name ("cn"), or an Error of its own.
using Reader = std::function<Result<std::string>(const std::string& name)>;
/// Reads a calendar and what it extends, at most four deep. Errors as Calendar::parse, with the
/// calendar's name before the place, and the reader's own.
[[nodiscard]] Result<Calendar> load(const std::string& name, const Reader& read);

/// Working days that always have an answer, over a calendar that must outlive it. `used` tells
/// whether any answer so far rested on unannounced days. For one computation on one thread.
class Provisional final : public base::Workdays {
 public:
  explicit Provisional(const Calendar& calendar) : calendar_(calendar) {}
  [[nodiscard]] Result<bool> is_workday(Day day) const override;
  [[nodiscard]] Result<Day> add(Day from, std::int64_t n) const override;
  [[nodiscard]] Result<std::int64_t> between(Day from, Day to) const override;
  [[nodiscard]] bool used() const { return used_; }

 private:
  const Calendar& calendar_;
  mutable bool used_ = false;
};

}  // namespace lianban::calendar
