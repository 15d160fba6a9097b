#include "calendar/explain.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "calendar/data.hpp"

namespace lianban::calendar {

namespace {

using std::chrono::days;

constexpr std::array<NameOf<Reason>, 9> kReasonNames{{{Reason::kFirstDay, "first_day"},
                                                      {Reason::kWorkday, "workday"},
                                                      {Reason::kWorkedWeekend, "worked_weekend"},
                                                      {Reason::kCalendarDay, "calendar_day"},
                                                      {Reason::kWeekend, "weekend"},
                                                      {Reason::kHoliday, "holiday"},
                                                      {Reason::kClosure, "closure"},
                                                      {Reason::kPaused, "paused"},
                                                      {Reason::kUnannounced, "unannounced"}}};

Reason reason_of(DayKind kind, Day day) {
  switch (kind) {
    case DayKind::kWorkday:
      return Reason::kWorkday;
    case DayKind::kWorkedWeekend:
      return Reason::kWorkedWeekend;
    case DayKind::kWeekend:
      return Reason::kWeekend;
    case DayKind::kHoliday:
      return Reason::kHoliday;
    case DayKind::kClosure:
      return Reason::kClosure;
    case DayKind::kUnannounced:
      break;
  }
  return is_weekday(day) ? Reason::kUnannounced : Reason::kWeekend;
}

bool counts(Reason reason) {
  switch (reason) {
    case Reason::kWorkday:
    case Reason::kWorkedWeekend:
    case Reason::kCalendarDay:
    case Reason::kUnannounced:
      return true;
    case Reason::kFirstDay:
    case Reason::kWeekend:
    case Reason::kHoliday:
    case Reason::kClosure:
    case Reason::kPaused:
      break;
  }
  return false;
}

bool paused_on(const std::vector<Pause>& pauses, Day day) {
  return std::ranges::any_of(pauses, [&](const Pause& pause) {
    return pause.to && day > day_of(pause.from) && day <= day_of(*pause.to);
  });
}

std::vector<ExplainedDay> days_between(Day zero, Day last, Unit unit,
                                       const std::vector<Pause>& pauses, const Calendar& calendar) {
  std::vector<ExplainedDay> out;
  std::int64_t number = 0;
  for (Day day = zero; day <= last && out.size() < kExplainedDays; day += days{1}) {
    const DayKind kind = calendar.kind_of(day);
    Reason reason = unit == Unit::kWorkdays ? reason_of(kind, day) : Reason::kCalendarDay;
    // A weekend inside a pause would not have counted anyway: say what is true without the pause.
    if (counts(reason) && paused_on(pauses, day)) reason = Reason::kPaused;
    if (day == zero) reason = Reason::kFirstDay;
    if (counts(reason)) ++number;
    const bool unsure = unit == Unit::kWorkdays && kind == DayKind::kUnannounced;
    out.push_back({day, counts(reason), number, reason, unsure});
  }
  return out;
}

std::string_view weekday_name(Day day, Language language) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kNames{
      {{"周日", "Sun"},
       {"周一", "Mon"},
       {"周二", "Tue"},
       {"周三", "Wed"},
       {"周四", "Thu"},
       {"周五", "Fri"},
       {"周六", "Sat"}}};
  const auto& [zh, en] = kNames[std::chrono::weekday{day}.c_encoding()];
  return language == Language::kChinese ? zh : en;
}

}  // namespace

std::string_view to_name(Reason reason) { return find_name(kReasonNames, reason); }
bool from_name(std::string_view name, Reason& reason) {
  return find_value(kReasonNames, name, reason);
}

Text text_of(Reason reason) {
  switch (reason) {
    case Reason::kFirstDay:
      return {"起算当日不计入", "first day, not counted"};
    case Reason::kWorkday:
      return {"工作日", "working day"};
    case Reason::kWorkedWeekend:
      return {"调休上班", "worked weekend"};
    case Reason::kCalendarDay:
      return {"自然日", "calendar day"};
    case Reason::kWeekend:
      return {"周末", "weekend"};
    case Reason::kHoliday:
      return {"节假日放假", "holiday"};
    case Reason::kClosure:
      return {"本地停止办公", "local closure"};
    case Reason::kPaused:
      return {"时限中止", "clock paused"};
    case Reason::kUnannounced:
      break;
  }
  return {"尚未公布放假安排，暂按工作日计", "not announced yet, taken as a working day"};
}

Result<std::vector<ExplainedDay>> explain(Instant start, const Duration& duration,
                                          const Calendar& calendar) {
  if (is_elapsed(duration.unit)) return std::vector<ExplainedDay>{};
  const auto limit = limit_of(start, duration, Provisional(calendar));
  if (!limit) return limit.error();
  return days_between(day_of(start), shown_day(*limit), duration.unit, {}, calendar);
}

std::vector<ExplainedDay> explain(const ClockRun& run, const ClockSpec& spec, LimitKind kind,
                                  const Calendar& calendar) {
  const auto& limit = run.limit(kind);
  const auto& length = kind == LimitKind::kStatutory ? spec.statutory : spec.promised;
  if (!limit || !length || is_elapsed(length->unit)) return {};
  std::vector<Pause> before_due;
  std::ranges::copy_if(run.pauses, std::back_inserter(before_due),
                       [&](const Pause& pause) { return pause.from < limit->due; });
  return days_between(run.zero, shown_day(limit->due), length->unit, before_due, calendar);
}

std::string render(const std::vector<ExplainedDay>& days, Language language) {
  std::string out;
  for (const ExplainedDay& each : days) {
    const std::string number = each.counted ? std::to_string(each.number) : "-";
    out += format_day(each.day) + "  " + std::string(weekday_name(each.day, language)) + "  ";
    out += std::string(number.size() < 4 ? 4 - number.size() : 0, ' ') + number + "  ";
    out += each.text().in(language);
    if (each.provisional) out += language == Language::kChinese ? "（暂定）" : " (provisional)";
    out += '\n';
  }
  return out;
}

}  // namespace lianban::calendar
