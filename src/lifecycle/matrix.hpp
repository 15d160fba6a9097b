#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// A Markdown table: one row a state, one column an event, in each cell the state that follows or
/// "-". `cells` holds the rows one after the other and has states.size() * events.size() elements.
[[nodiscard]] std::string render_matrix(std::span<const std::string_view> states,
                                        std::span<const std::string_view> events,
                                        std::span<const std::string_view> cells);

/// The table of one lifecycle, by asking `next` for every pair: README and tests show what runs.
template <class State, class Event>
[[nodiscard]] std::string matrix() {
  std::vector<std::string_view> cells;
  for (std::size_t s = 0; s < kCount<State>; ++s) {
    for (std::size_t e = 0; e < kCount<Event>; ++e) {
      const std::optional<State> to = next(static_cast<State>(s), static_cast<Event>(e));
      cells.push_back(to ? to_name(*to) : "-");
    }
  }
  return render_matrix(kNames<State>, kNames<Event>, cells);
}

}  // namespace lianban::lifecycle
