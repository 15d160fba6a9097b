#pragma once

#include <cstdint>
#include <vector>

#include "plan/needs.hpp"

namespace lianban::planning {

/// In which order facts can come about at the earliest.
struct Order {
  static constexpr std::uint32_t kNever = 0xFFFFFFFFu;
  std::vector<std::uint32_t> rank;  ///< By fact: how many rounds before it; kNever: it waits.
  std::vector<std::uint32_t> way;   ///< Which of its ways comes first.

  [[nodiscard]] bool happens(FactIndex fact) const { return rank[fact] != kNever; }
};

/// The least fixed point: a fact comes about in the round after the last need of its earliest way.
/// What never does is on a circle or waits for one, or cannot be at all.
[[nodiscard]] Order order_of(const NeedGraph& graph);

/// The facts on the earliest ways to the goals, each once, goals included.
[[nodiscard]] std::vector<FactIndex> ways_to(const NeedGraph& graph, const Order& order,
                                             const std::vector<FactIndex>& goals);

}  // namespace lianban::planning
