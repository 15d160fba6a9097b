#include "rules/moment.hpp"

namespace lianban::rules {
namespace {

std::chrono::year_month_day civil(Day day) { return std::chrono::year_month_day{day}; }

}  // namespace

std::optional<Moment> parse_moment(std::string_view text) {
  constexpr std::size_t kDateBytes = 10;
  if (text.size() == kDateBytes) {
    const auto day = parse_day(text);
    return day ? std::optional(Moment{*day, std::nullopt}) : std::nullopt;
  }
  const auto at = parse_instant(text);
  return at ? std::optional(Moment{day_of(*at), *at}) : std::nullopt;
}

std::strong_ordering compare(const Moment& left, const Moment& right) {
  return left.at && right.at ? *left.at <=> *right.at : left.day <=> right.day;
}

Day plus_months(Day from, int months) {
  const auto target = civil(from) + std::chrono::months{months};
  return Day{target.ok() ? target : target.year() / target.month() / std::chrono::last};
}

int full_years(Day from, Day to) {
  const int years = static_cast<int>((civil(to).year() - civil(from).year()).count());
  return plus_months(from, 12 * years) <= to ? years : years - 1;
}

}  // namespace lianban::rules
