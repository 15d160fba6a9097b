#pragma once

#include <vector>

#include "lianban/simulation.hpp"
#include "scenario/story.hpp"

namespace lianban::scenario {

/// What can be done next. `definition`: its text as JSON; `view`: null before the case is opened.
[[nodiscard]] std::vector<SimulationChoice> choices_of(Engine& engine, const Definition& definition,
                                                       const Json& source, const Json& view);
/// The step of the scenario language that does a choice.
[[nodiscard]] Json step_of(const SimulationChoice& choice, const Json& data);

}  // namespace lianban::scenario
