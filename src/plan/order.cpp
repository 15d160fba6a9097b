#include "plan/order.hpp"

#include <deque>

namespace lianban::planning {

Order order_of(const NeedGraph& graph) {
  struct User {
    FactIndex fact;
    std::uint32_t way;
  };
  const std::size_t size = graph.ways.size();
  Order order{std::vector<std::uint32_t>(size, Order::kNever), std::vector<std::uint32_t>(size, 0)};
  std::vector<std::vector<User>> users(size);
  std::vector<std::vector<std::size_t>> open(size);
  std::deque<FactIndex> todo;
  const auto reach = [&](FactIndex fact, std::uint32_t way, std::uint32_t rank) {
    if (order.happens(fact)) return;
    order.rank[fact] = rank;
    order.way[fact] = way;
    todo.push_back(fact);
  };
  for (FactIndex fact = 0; fact < size; ++fact) {
    for (std::uint32_t way = 0; way < graph.ways[fact].size(); ++way) {
      const Needs& needs = graph.ways[fact][way];
      open[fact].push_back(needs.size());
      for (const FactIndex need : needs) users[need].push_back({fact, way});
      if (needs.empty()) reach(fact, way, 0);
    }
  }
  while (!todo.empty()) {
    const FactIndex done = todo.front();
    todo.pop_front();
    for (const User& user : users[done]) {
      if (--open[user.fact][user.way] == 0) reach(user.fact, user.way, order.rank[done] + 1);
    }
  }
  return order;
}

std::vector<FactIndex> ways_to(const NeedGraph& graph, const Order& order,
                               const std::vector<FactIndex>& goals) {
  std::vector<bool> seen(graph.ways.size(), false);
  std::vector<FactIndex> all;
  const auto visit = [&](FactIndex fact) {
    if (seen[fact] || !order.happens(fact)) return;
    seen[fact] = true;
    all.push_back(fact);
  };
  for (const FactIndex goal : goals) visit(goal);
  for (std::size_t next = 0; next < all.size(); ++next) {
    const FactIndex fact = all[next];
    for (const FactIndex need : graph.ways[fact][order.way[fact]]) visit(need);
  }
  return all;
}

}  // namespace lianban::planning
