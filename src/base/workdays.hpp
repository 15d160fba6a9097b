#pragma once

#include <cstdint>

#include "lianban/result.hpp"
#include "lianban/time.hpp"

namespace lianban::base {

/// What the rooms above need to know of a working-day calendar, without knowing its data.
/// Every member refuses with `calendar/unknown_year` where the announced data does not reach.
class Workdays {
 public:
  virtual ~Workdays() = default;
  [[nodiscard]] virtual Result<bool> is_workday(Day day) const = 0;
  /// The n-th working day after `from` (from itself is not counted); n = 0 gives `from`.
  [[nodiscard]] virtual Result<Day> add(Day from, std::int64_t n) const = 0;
  /// Working days in (from, to]; negative where to < from.
  [[nodiscard]] virtual Result<std::int64_t> between(Day from, Day to) const = 0;
};

}  // namespace lianban::base
