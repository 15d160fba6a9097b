#pragma once

#include <vector>

#include "model/reader.hpp"

namespace lianban::model {

/// One transition of a state; appended to the chart unless the chart is full.
void read_transition(Loading& loading, StateIndex source, const Value& at);

/// The first child that is no history state: where one starts without `initial`.
[[nodiscard]] std::vector<StateIndex> first_child(Loading& loading,
                                                  const std::vector<StateIndex>& children,
                                                  const std::string& pointer);

/// A state, a list, or {"to", "do"}; each state must lie properly inside `parent` (kNone: the
/// chart).
[[nodiscard]] Entry read_entry(Loading& loading, StateIndex parent, const Value& at);

/// States that one transition enters together must be able to be active together.
void check_together(Loading& loading, const std::vector<StateIndex>& states,
                    const std::string& pointer);

}  // namespace lianban::model
