#pragma once

#include "lianban/plan.hpp"
#include "model/definition.hpp"

namespace lianban::planning {

/// `lianban::plan` on what the loader gives.
[[nodiscard]] Plan plan_of(const model::Definition& definition, const PlanOptions& options);

}  // namespace lianban::planning
