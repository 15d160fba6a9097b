#pragma once

#include "lianban/plan.hpp"
#include "plan/order.hpp"

namespace lianban::planning {

/// Lays the documents, acts and licences out along the regular way: `Plan::stages`, and of each
/// document `obtainable`, `stage` and `needs`. The plan's documents are those of the definition.
void add_stages(const model::Definition& definition, const NeedGraph& graph, const Order& order,
                Plan& plan);

}  // namespace lianban::planning
