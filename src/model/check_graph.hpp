#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/chart.hpp"

namespace lianban::model {

/// One way in: what is entered, in entry order, and the actions on the way (`enter`, `initial` and
/// `default`; empty lists are left out).
struct Way {
  std::vector<StateIndex> states;
  std::vector<const Actions*> actions;
};

/// Where the transitions of a chart lead, whatever their guards say. Built once per check.
class Graph {
 public:
  explicit Graph(const Chart& chart);

  /// The first way takes every default; the others stand for what a history state may remember.
  [[nodiscard]] const std::vector<Way>& start() const { return start_; }
  /// None for a transition without targets, and for one whose source cannot be reached.
  [[nodiscard]] const std::vector<Way>& ways(TransitionIndex transition) const {
    return ways_[transition];
  }
  /// The state that a transition with targets stays inside; kNone: the chart.
  [[nodiscard]] StateIndex domain(TransitionIndex transition) const { return domains_[transition]; }

  /// Over-approximation: false is certain.
  [[nodiscard]] bool reachable(StateIndex state) const { return reachable_[state]; }
  /// Whether some final state of the chart itself can be reached from here; false is certain.
  [[nodiscard]] bool can_end(StateIndex state) const { return can_end_[state]; }
  /// Whether the state can ever be done (W3C: isInFinalState).
  [[nodiscard]] bool can_be_done(StateIndex state) const;
  /// Some histories were too many to follow: what flows through the chart is not known.
  [[nodiscard]] bool truncated() const { return truncated_; }
  [[nodiscard]] bool has_parallel() const { return has_parallel_; }

  /// Active without anything active inside it.
  [[nodiscard]] bool is_leaf(StateIndex state) const;
  [[nodiscard]] bool is_ending(StateIndex state) const;  ///< A final state of the chart itself.
  /// The `exit` actions from a leaf up to below the domain, innermost first.
  [[nodiscard]] std::vector<const Actions*> exits(StateIndex leaf, StateIndex domain) const;
  /// Transitions without `on` that leave or stay in the leaf, in the order they are tried.
  [[nodiscard]] std::vector<TransitionIndex> eventless(StateIndex leaf) const;
  /// Nothing but the event decides about it: no guard, and no `needed_by` of what it enters.
  [[nodiscard]] bool unguarded(TransitionIndex transition) const;

 private:
  void reach();
  void follow_histories();
  void add_histories(std::span<const StateIndex> targets, StateIndex domain,
                     std::vector<Way>& ways);
  void find_ways_to_an_ending();

  const Chart& chart_;
  std::vector<Way> start_;
  std::vector<std::vector<Way>> ways_;
  std::vector<StateIndex> domains_;
  std::vector<bool> reachable_, can_end_;
  std::size_t budget_;
  bool truncated_ = false;
  bool has_parallel_ = false;
};

}  // namespace lianban::model
