#pragma once

#include <span>
#include <vector>

#include "chart/bitset.hpp"
#include "chart/snapshot.hpp"
#include "model/chart.hpp"

namespace lianban::chart {

/// Where the targets lead once every history state is replaced by what it recorded, or by its
/// default: appended to `found` (W3C: getEffectiveTargetStates).
void get_effective_target_states(const model::Chart& chart, std::span<const StateIndex> targets,
                                 const History& history, std::vector<StateIndex>& found);

/// Grows the set of states that the transitions of one microstep enter (W3C: computeEntrySet with
/// statesToEnter, statesForDefaultEntry and defaultHistoryContent). Functions are named as there.
class EntrySet {
 public:
  explicit EntrySet(const model::Chart& chart) : chart_(&chart) {}

  /// Starts a new microstep.
  void clear();
  /// Adds what entering these targets from inside the domain (kNone: the chart) enters.
  void add(std::span<const StateIndex> targets, StateIndex domain, const History& history);

  [[nodiscard]] const Bitset& to_enter() const { return to_enter_; }
  [[nodiscard]] bool by_default(StateIndex state) const { return by_default_.test(state); }
  /// History states that had recorded nothing: their default's content runs.
  [[nodiscard]] std::span<const StateIndex> default_histories() const { return default_histories_; }
  /// Whether a history state was met: then the result depends on what it recorded.
  [[nodiscard]] bool met_history() const { return met_history_; }

 private:
  void add_descendant_states_to_enter(StateIndex state, const History& history);
  void add_history_states_to_enter(StateIndex state, const History& history);
  void add_ancestor_states_to_enter(StateIndex state, StateIndex ancestor, const History& history);
  void add_regions_to_enter(StateIndex parallel, const History& history);

  const model::Chart* chart_;
  Bitset to_enter_, by_default_;
  std::vector<StateIndex> default_histories_, effective_;
  StateIndex domain_ = model::kNone;  ///< Of the transition being added.
  bool met_history_ = false;
};

}  // namespace lianban::chart
