#include "plan/circles.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace lianban::planning {

namespace {

/// Strongly connected parts of the facts that never come about (Tarjan 1972), without recursion: a
/// chart may be a chain of thousands.
class Parts {
 public:
  Parts(const NeedGraph& graph, const Order& order)
      : part(graph.ways.size(), kNone), next_(graph.ways.size()) {
    for (FactIndex fact = 0; fact < graph.ways.size(); ++fact) {
      if (!order.happens(fact)) next_[fact] = missing(graph.ways[fact], order);
    }
    number_.assign(graph.ways.size(), kNone);
    low_.assign(graph.ways.size(), kNone);
    on_stack_.assign(graph.ways.size(), false);
    for (FactIndex fact = 0; fact < graph.ways.size(); ++fact) {
      if (!order.happens(fact) && number_[fact] == kNone) walk(fact);
    }
  }

  [[nodiscard]] const std::vector<FactIndex>& next(FactIndex fact) const { return next_[fact]; }

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  std::vector<std::uint32_t> part;

 private:
  struct Frame {
    FactIndex fact;
    std::size_t edge;
  };

  /// What stops the fact: what each of its ways waits for, else what any of them waits for.
  static std::vector<FactIndex> missing(const Ways& ways, const Order& order) {
    std::vector<FactIndex> any;
    std::map<FactIndex, std::size_t> count;
    for (const Needs& needs : ways) {
      for (const FactIndex need : needs) {
        if (!order.happens(need) && ++count[need] == 1) any.push_back(need);
      }
    }
    std::vector<FactIndex> each = any;
    std::erase_if(each, [&](FactIndex need) { return count[need] < ways.size(); });
    return each.empty() ? any : each;
  }

  void enter(FactIndex fact) {
    number_[fact] = low_[fact] = count_++;
    stack_.push_back(fact);
    on_stack_[fact] = true;
    frames_.push_back({fact, 0});
  }

  void leave(FactIndex fact) {
    frames_.pop_back();
    if (!frames_.empty()) {
      low_[frames_.back().fact] = std::min(low_[frames_.back().fact], low_[fact]);
    }
    if (low_[fact] != number_[fact]) return;
    for (FactIndex each = kNone; each != fact;) {
      each = stack_.back();
      stack_.pop_back();
      on_stack_[each] = false;
      part[each] = parts_;
    }
    ++parts_;
  }

  void walk(FactIndex start) {
    enter(start);
    while (!frames_.empty()) {
      const FactIndex fact = frames_.back().fact;
      if (frames_.back().edge == next_[fact].size()) {
        leave(fact);
        continue;
      }
      const FactIndex need = next_[fact][frames_.back().edge++];
      if (number_[need] == kNone) {
        enter(need);
      } else if (on_stack_[need]) {
        low_[fact] = std::min(low_[fact], number_[need]);
      }
    }
  }

  std::vector<std::vector<FactIndex>> next_;
  std::vector<std::uint32_t> number_, low_;
  std::vector<bool> on_stack_;
  std::vector<FactIndex> stack_;
  std::vector<Frame> frames_;
  std::uint32_t count_ = 0, parts_ = 0;
};

/// Breadth first from the fact back to itself inside its part; empty where there is no way.
Circle shortest(const Parts& parts, FactIndex from) {
  std::vector<FactIndex> before(parts.part.size(), Facts::kNoFact);
  std::deque<FactIndex> todo{from};
  while (!todo.empty()) {
    const FactIndex fact = todo.front();
    todo.pop_front();
    for (const FactIndex need : parts.next(fact)) {
      if (parts.part[need] != parts.part[from]) continue;
      if (need == from) {
        Circle circle;
        for (FactIndex at = fact; at != from; at = before[at]) circle.push_back(at);
        circle.push_back(from);
        std::ranges::reverse(circle);
        return circle;
      }
      if (before[need] != Facts::kNoFact) continue;
      before[need] = fact;
      todo.push_back(need);
    }
  }
  return {};
}

bool is_document(FactKind kind) {
  switch (kind) {
    case FactKind::kMaterial:
    case FactKind::kPaper:
    case FactKind::kCall:
    case FactKind::kLicence:
      return true;
    case FactKind::kAccepted:
    case FactKind::kComplete:
    case FactKind::kState:
    case FactKind::kTransition:
      return false;
  }
  return false;
}

}  // namespace

Circle shortest_circle(const NeedGraph& graph, const Order& order) {
  const Parts parts(graph, order);
  Circle best;
  for (FactIndex fact = 0; fact < graph.ways.size(); ++fact) {
    if (order.happens(fact) || !is_document(graph.facts.kind(fact))) continue;
    Circle circle = shortest(parts, fact);
    const bool is_shorter = best.empty() || circle.size() < best.size();
    if (!circle.empty() && is_shorter) best = std::move(circle);
  }
  const auto acceptance = std::ranges::find(best, Facts::kComplete);
  if (acceptance != best.end()) std::rotate(best.begin(), acceptance + 1, best.end());
  return best;
}

}  // namespace lianban::planning
