#pragma once

#include <vector>

#include "plan/needs.hpp"
#include "plan/order.hpp"

namespace lianban::planning {

/// Facts that wait for each other: each needs the next, the last the first.
using Circle = std::vector<FactIndex>;

/// A shortest circle through some document, act or licence; empty where none waits for itself. Of
/// two of one length the one through the first fact. It begins with what acceptance waits for,
/// where it leads through the acceptance. Circles of states alone are the checker's business.
[[nodiscard]] Circle shortest_circle(const NeedGraph& graph, const Order& order);

}  // namespace lianban::planning
