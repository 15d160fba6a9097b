#pragma once

#include <vector>

#include "model/definition.hpp"
#include "plan/facts.hpp"

namespace lianban::planning {

/// One action of the chart and what has to be so that it runs.
struct Place {
  const model::Action* action = nullptr;
  Ways ways;  ///< Those of the state or transition; {{}} before the first state.
  FactIndex fact = Facts::kNoFact;  ///< That state or transition.
  bool certain = true;              ///< Not inside `if` or `foreach`.
};

/// Every action of the chart, also inside `if` and `foreach`, in document order of their states.
[[nodiscard]] std::vector<Place> all_places(const model::Chart& chart, const Facts& facts);

/// Calls `use(place, body)` for every action of one type.
template <class Body, class Use>
void each_action(const std::vector<Place>& places, Use&& use) {
  for (const Place& place : places) {
    if (const auto* body = std::get_if<Body>(&place.action->body)) use(place, *body);
  }
}

}  // namespace lianban::planning
