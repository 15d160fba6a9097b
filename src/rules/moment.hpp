#pragma once

#include <compare>
#include <optional>
#include <string_view>

#include "lianban/time.hpp"

namespace lianban::rules {

/// A date, or an instant with its Beijing date.
struct Moment {
  Day day;
  std::optional<Instant> at;  ///< Nothing for a date.
};

/// "2021-09-15" or RFC 3339; nothing for anything else.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text);

/// Two instants by their instants; as soon as one is a date, by their dates.
[[nodiscard]] std::strong_ordering compare(const Moment& left, const Moment& right);

/// Full years from one date to the other, negative if the other is earlier. Counted as adding years
/// is: from 29 February a year is full on 28 February.
[[nodiscard]] int full_years(Day from, Day to);

/// The same day `months` later, or the last one of a shorter month.
[[nodiscard]] Day plus_months(Day from, int months);

}  // namespace lianban::rules
