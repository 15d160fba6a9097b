#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/calendar.hpp"

namespace lianban::calendar {

/// The table behind a Calendar. Private to the room.
struct Calendar::Data {
  std::string name;
  Text title;
  std::string revision;
  Day first;                          ///< 1 January of the first year.
  std::vector<DayKind> kinds;         ///< One per day from `first`.
  std::vector<std::int32_t> through;  ///< Working days in [first, first + i].
  std::vector<Day> workdays;          ///< All of them, ascending.

  [[nodiscard]] Day last() const {
    return first + std::chrono::days{static_cast<std::int64_t>(kinds.size()) - 1};
  }
  /// Fills `through`, `workdays` and `revision` from the rest.
  void index();
};

/// Monday to Friday.
[[nodiscard]] bool is_weekday(Day day);
[[nodiscard]] bool is_work(DayKind kind);

template <class E>
using NameOf = std::pair<E, std::string_view>;

/// Stored names of the room's enums: written out, because stored cases depend on them.
template <class E, std::size_t N>
[[nodiscard]] std::string_view find_name(const std::array<NameOf<E>, N>& table, E value) {
  for (const auto& [each, name] : table) {
    if (each == value) return name;
  }
  return {};
}
template <class E, std::size_t N>
[[nodiscard]] bool find_value(const std::array<NameOf<E>, N>& table, std::string_view name,
                              E& value) {
  for (const auto& [each, known] : table) {
    if (known == name) return value = each, true;
  }
  return false;
}

}  // namespace lianban::calendar
