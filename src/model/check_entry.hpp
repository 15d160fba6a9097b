#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "model/check_graph.hpp"

namespace lianban::model {

/// What entering some states enters with them (W3C SCXML appendix D: computeEntrySet), with one
/// history state remembering a given state and all others nothing.
class Entering {
 public:
  using Memory = std::pair<StateIndex, StateIndex>;  ///< A history state and what it remembers.

  explicit Entering(const Chart& chart, std::optional<Memory> memory = {})
      : chart_(chart), memory_(memory) {}

  /// `domain`: the state that stays active around them, kNone for the chart.
  [[nodiscard]] Way enter(std::span<const StateIndex> targets, StateIndex domain);
  /// The history states met on the way.
  [[nodiscard]] const std::set<StateIndex>& histories() const { return histories_; }

 private:
  void add(StateIndex state);
  void add_all(std::span<const StateIndex> targets, StateIndex domain);
  void add_ancestors(StateIndex state, StateIndex domain);
  void add_regions(StateIndex parallel);
  [[nodiscard]] bool holds_an_entered(StateIndex state) const;

  const Chart& chart_;
  std::optional<Memory> memory_;
  std::set<StateIndex> entered_, by_default_, histories_;
  std::map<StateIndex, const Actions*> remembered_;  ///< `default` of a history, by its parent.
};

}  // namespace lianban::model
