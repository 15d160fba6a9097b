#include "calendar/calendar.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/hash.hpp"
#include "calendar/data.hpp"

namespace lianban::calendar {

namespace {

using std::chrono::days;

constexpr std::array<NameOf<DayKind>, 6> kKindNames{{{DayKind::kWorkday, "workday"},
                                                     {DayKind::kWorkedWeekend, "worked_weekend"},
                                                     {DayKind::kWeekend, "weekend"},
                                                     {DayKind::kHoliday, "holiday"},
                                                     {DayKind::kClosure, "closure"},
                                                     {DayKind::kUnannounced, "unannounced"}}};

/// Four million working days lead past the year 9999, where dates end, and stay far from overflow.
constexpr std::int64_t kFarWorkdays = 4'000'000;

/// A Monday, from which plain weeks are counted.
constexpr Day kMonday{days{-3}};  // 1969-12-29

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Weekdays from kMonday to `day`, both counted (negative before).
std::int64_t weekdays_through(Day day) {
  const std::int64_t serial = (day - kMonday).count();
  const std::int64_t week = floor_div(serial, 7);
  return 5 * week + std::min<std::int64_t>(serial - 7 * week + 1, 5);
}

/// The day that is the k-th weekday from kMonday: the inverse of weekdays_through.
Day nth_weekday(std::int64_t k) {
  const std::int64_t week = floor_div(k - 1, 5);
  return kMonday + days{7 * week + (k - 1 - 5 * week)};
}

Error unknown_year(const std::string& name, Day first, Day last) {
  const std::string range = format_day(first) + ".." + format_day(last);
  return make_error("calendar/unknown_year",
                    "工作日历“" + name + "”只公布到 " + range + "，无法确定此范围以外的日期",
                    "calendar '" + name + "' is announced for " + range +
                        " only; a date outside it cannot be exact");
}

}  // namespace

std::string_view to_name(DayKind kind) { return find_name(kKindNames, kind); }
bool from_name(std::string_view name, DayKind& kind) { return find_value(kKindNames, name, kind); }

bool is_weekday(Day day) {
  const std::int64_t serial = (day - kMonday).count();
  return serial - 7 * floor_div(serial, 7) < 5;
}

bool is_work(DayKind kind) { return kind == DayKind::kWorkday || kind == DayKind::kWorkedWeekend; }

void Calendar::Data::index() {
  through.clear();
  workdays.clear();
  std::string content = format_day(first) + ' ';
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (is_work(kinds[i])) workdays.push_back(first + days{static_cast<std::int64_t>(i)});
    through.push_back(static_cast<std::int32_t>(workdays.size()));
    content += to_name(kinds[i]);
    content += ' ';
  }
  const base::Digest digest = base::sm3({content});
  revision = base::hex(digest).substr(0, 16);
}

namespace {

/// Working days of (the day before `data.first`, day], outside the table over plain weeks.
template <class Data>
std::int64_t count_through(const Data& data, Day day) {
  if (day < data.first) {
    return weekdays_through(day) - weekdays_through(data.first - days{1});
  }
  if (day > data.last()) {
    return data.through.back() + weekdays_through(day) - weekdays_through(data.last());
  }
  return data.through[static_cast<std::size_t>((day - data.first).count())];
}

/// The working day with count_through == k.
template <class Data>
Day nth_workday(const Data& data, std::int64_t k) {
  const auto size = static_cast<std::int64_t>(data.workdays.size());
  if (k < 1) return nth_weekday(weekdays_through(data.first - days{1}) + k);
  if (k > size) return nth_weekday(weekdays_through(data.last()) + k - size);
  return data.workdays[static_cast<std::size_t>(k - 1)];
}

/// Whether the count up to this day rests on announced days only.
template <class Data>
bool covers_through(const Data& data, Day day) {
  return day >= data.first - days{1} && day <= data.last();
}

}  // namespace

Calendar::Calendar(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Result<bool> Calendar::is_workday(Day day) const {
  const DayKind kind = kind_of(day);
  if (kind == DayKind::kUnannounced) return unknown_year(name(), first_day(), last_day());
  return is_work(kind);
}

Result<Day> Calendar::add(Day from, std::int64_t n) const {
  if (n == 0) return from;
  const ProvisionalDay day = add_provisional(from, n);
  if (day.provisional) return unknown_year(name(), first_day(), last_day());
  return day.day;
}

Result<std::int64_t> Calendar::between(Day from, Day to) const {
  const ProvisionalCount count = between_provisional(from, to);
  if (count.provisional) return unknown_year(name(), first_day(), last_day());
  return count.workdays;
}

ProvisionalDay Calendar::add_provisional(Day from, std::int64_t n) const {
  if (n == 0) return {from, false};
  n = std::clamp(n, -kFarWorkdays, kFarWorkdays);
  const Day day = nth_workday(*data_, count_through(*data_, from) + n);
  return {day, !covers_through(*data_, from) || kind_of(day) == DayKind::kUnannounced};
}

ProvisionalCount Calendar::between_provisional(Day from, Day to) const {
  if (from == to) return {0, false};
  return {count_through(*data_, to) - count_through(*data_, from),
          !covers_through(*data_, from) || !covers_through(*data_, to)};
}

DayKind Calendar::kind_of(Day day) const {
  if (day < data_->first || day > data_->last()) return DayKind::kUnannounced;
  return data_->kinds[static_cast<std::size_t>((day - data_->first).count())];
}

const std::string& Calendar::name() const { return data_->name; }
const Text& Calendar::title() const { return data_->title; }
Day Calendar::first_day() const { return data_->first; }
Day Calendar::last_day() const { return data_->last(); }
const std::string& Calendar::revision() const { return data_->revision; }

Result<bool> Provisional::is_workday(Day day) const {
  const DayKind kind = calendar_.kind_of(day);
  if (kind != DayKind::kUnannounced) return is_work(kind);
  used_ = true;
  return is_weekday(day);
}

Result<Day> Provisional::add(Day from, std::int64_t n) const {
  const ProvisionalDay day = calendar_.add_provisional(from, n);
  used_ = used_ || day.provisional;
  return day.day;
}

Result<std::int64_t> Provisional::between(Day from, Day to) const {
  const ProvisionalCount count = calendar_.between_provisional(from, to);
  used_ = used_ || count.provisional;
  return count.workdays;
}

}  // namespace lianban::calendar
