#include <array>

#include "rules/evaluation.hpp"
#include "rules/moment.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

bool moment_argument(Evaluation& evaluation, const Node& node, std::size_t index, Moment& out) {
  Operand operand;
  if (!evaluation.run_argument(node, index, operand)) return false;
  if (operand.value().is_null()) {
    return evaluation.fail_type(node, "有一个日期没有值", "a date has no value");
  }
  const auto* text = operand.value().get_ptr<const std::string*>();
  const auto moment = text != nullptr ? parse_moment(*text) : std::nullopt;
  if (!moment) {
    return evaluation.fail_type(node, "有一个参数不是日期或时刻",
                                "an argument is neither a date nor an instant");
  }
  out = *moment;
  return true;
}

template <bool (*kHolds)(std::partial_ordering)>
bool run_order(Evaluation& evaluation, const Node& node, Operand& out) {
  Moment left;
  Moment right;
  if (!moment_argument(evaluation, node, 0, left) || !moment_argument(evaluation, node, 1, right)) {
    return false;
  }
  out.set_truth(kHolds(compare(left, right)));
  return true;
}

bool run_now(Evaluation& evaluation, const Node&, Operand& out) {
  out.set(format_instant(evaluation.scope().now()));
  return true;
}

bool run_today(Evaluation& evaluation, const Node&, Operand& out) {
  out.set(format_day(day_of(evaluation.scope().now())));
  return true;
}

// {"age": [date]}, {"age": [date, on]}
bool run_age(Evaluation& evaluation, const Node& node, Operand& out) {
  Moment since;
  if (!moment_argument(evaluation, node, 0, since)) return false;
  Moment on{day_of(evaluation.scope().now()), std::nullopt};
  if (node.count == 2 && !moment_argument(evaluation, node, 1, on)) return false;
  out.set(full_years(since.day, on.day));
  return true;
}

bool run_workdays_between(Evaluation& evaluation, const Node& node, Operand& out) {
  Moment from;
  Moment to;
  if (!moment_argument(evaluation, node, 0, from) || !moment_argument(evaluation, node, 1, to)) {
    return false;
  }
  Result<std::int64_t> days = evaluation.scope().workdays().between(from.day, to.day);
  if (!days) return evaluation.fail(std::move(days).error());
  out.set(*days);
  return true;
}

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
      return true;
  }
  return false;
}

Result<Day> plus_days(const base::Workdays& workdays, Day from, const Duration& duration) {
  switch (duration.unit) {
    case Unit::kWorkdays:
      return workdays.add(from, duration.amount);
    case Unit::kDays:
      return from + std::chrono::days{duration.amount};
    case Unit::kMonths:
      return plus_months(from, static_cast<int>(duration.amount));
    case Unit::kYears:
      return plus_months(from, static_cast<int>(duration.amount) * 12);
    case Unit::kHours:
    case Unit::kMinutes:
    case Unit::kSeconds:
    case Unit::kMicroseconds:
      break;
  }
  return from;
}

Instant plus_elapsed(Instant from, const Duration& duration) {
  switch (duration.unit) {
    case Unit::kHours:
      return from + std::chrono::hours{duration.amount};
    case Unit::kMinutes:
      return from + std::chrono::minutes{duration.amount};
    case Unit::kSeconds:
      return from + std::chrono::seconds{duration.amount};
    case Unit::kMicroseconds:
      return from + std::chrono::microseconds{duration.amount};
    case Unit::kWorkdays:
    case Unit::kDays:
    case Unit::kMonths:
    case Unit::kYears:
      break;
  }
  return from;
}

bool duration_argument(Evaluation& evaluation, const Node& node, Duration& out) {
  Operand operand;
  if (!evaluation.run_argument(node, 1, operand)) return false;
  const auto* text = operand.value().get_ptr<const std::string*>();
  const auto duration = text != nullptr ? parse_duration(*text) : std::nullopt;
  if (!duration) {
    return evaluation.fail_type(node, "第二个参数不是时长", "the second argument is no duration");
  }
  out = *duration;
  return true;
}

// {"add": [date, duration]}: a date stays a date; an instant keeps its time of day when whole days
// are added.
bool run_add(Evaluation& evaluation, const Node& node, Operand& out) {
  constexpr std::chrono::year kLast{9999};  // RFC 3339 writes four digits.
  Moment from;
  Duration duration;
  if (!moment_argument(evaluation, node, 0, from) ||
      !duration_argument(evaluation, node, duration)) {
    return false;
  }
  Moment sum = from;
  if (is_elapsed(duration.unit)) {
    if (!from.at) {
      return evaluation.fail_type(node, "日期不能加时、分、秒",
                                  "hours and smaller units can only be added to an instant");
    }
    sum.at = plus_elapsed(*from.at, duration);
    sum.day = day_of(*sum.at);
  } else {
    Result<Day> day = plus_days(evaluation.scope().workdays(), from.day, duration);
    if (!day) return evaluation.fail(std::move(day).error());
    sum.day = *day;
    if (from.at) sum.at = start_of(sum.day) + (*from.at - start_of(from.day));
  }
  if (std::chrono::year_month_day{sum.day}.year() > kLast) {
    return evaluation.fail_type(node, "结果晚于公元9999年", "the result lies after the year 9999");
  }
  out.set(sum.at ? format_instant(*sum.at) : format_day(sum.day));
  return true;
}

constexpr std::array<Operator, 9> kOperators{{
    {"now", Kind::kPlain, 0, 0, run_now},
    {"today", Kind::kPlain, 0, 0, run_today},
    {"add", Kind::kAdd, 2, 2, run_add},
    {"workdays_between", Kind::kDates, 2, 2, run_workdays_between},
    {"before", Kind::kDates, 2, 2, run_order<std::is_lt>},
    {"after", Kind::kDates, 2, 2, run_order<std::is_gt>},
    {"not_before", Kind::kDates, 2, 2, run_order<std::is_gteq>},
    {"not_after", Kind::kDates, 2, 2, run_order<std::is_lteq>},
    {"age", Kind::kDates, 1, 2, run_age},
}};

}  // namespace

std::span<const Operator> time_operators() { return kOperators; }

}  // namespace lianban::rules
