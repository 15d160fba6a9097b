#pragma once

#include <vector>

#include "lianban/plan.hpp"
#include "model/definition.hpp"

namespace lianban::planning {

/// How often an applicant has to go to a window, for each channel of the definition. The channel
/// "window" is the counter; all others work from afar, where paper goes by post.
[[nodiscard]] std::vector<PlannedTrips> trips_of(const model::Definition& definition);

}  // namespace lianban::planning
