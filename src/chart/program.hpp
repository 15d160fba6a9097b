#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chart/bitset.hpp"
#include "model/chart.hpp"

namespace lianban::chart {

using model::StateIndex;
using model::TransitionIndex;

/// The states [begin, end): the descendants of a transition domain. Exit sets are such ranges of
/// the configuration, so two transitions conflict where the overlap of two ranges is active.
struct Range {
  StateIndex begin = 0;
  StateIndex end = 0;
  [[nodiscard]] bool empty() const { return begin >= end; }
  /// kNone: the chart, all states.
  [[nodiscard]] static Range below(const model::Chart& chart, StateIndex domain) {
    if (domain == model::kNone) return {0, static_cast<StateIndex>(chart.states.size())};
    return {domain + 1, chart.states[domain].end};
  }
  /// The inverse of below(), for a range that is not empty.
  [[nodiscard]] StateIndex domain() const { return begin == 0 ? model::kNone : begin - 1; }
};

/// A state to be entered, and whether its `initial` content runs (W3C: statesForDefaultEntry).
struct Entering {
  StateIndex state = model::kNone;
  bool by_default = false;
};

/// A transition that some event selects, with what ordering needs.
struct Candidate {
  std::uint32_t rank = 0;  ///< Place in document order: source first, then its own list.
  StateIndex source = model::kNone;
  TransitionIndex transition = model::kNone;
};

/// What one chart allows to compute before any event: domains, entry sets, event names. Immutable,
/// built once per definition, shared between threads without a lock, and kept beside the definition
/// whose chart it refers to (the chart must outlive it).
class Program {
 public:
  explicit Program(const model::Chart& chart);

  [[nodiscard]] const model::Chart& chart() const { return *chart_; }

  /// What is known of a transition without the history. A transition to a history state is not
  /// `fixed`: its domain depends on what the history recorded.
  struct Plan {
    Range exits;                    ///< Descendants of the domain; empty where targetless.
    std::uint32_t entry_begin = 0;  ///< Into the common pool of entry sets.
    std::uint32_t entry_end = 0;
    bool fixed = false;
    bool entry_fixed = false;  ///< False: computed when taken (history inside, or too large).
  };
  [[nodiscard]] const Plan& plan(TransitionIndex transition) const { return plans_[transition]; }
  [[nodiscard]] std::span<const Entering> entry_set(const Plan& plan) const {
    return std::span(pool_).subspan(plan.entry_begin, plan.entry_end - plan.entry_begin);
  }

  /// The transitions that an event of this name may select, in document order. Uses `scratch` when
  /// more than one descriptor matches; the result is good as long as both.
  [[nodiscard]] std::span<const Candidate> matching(std::string_view event_name,
                                                    std::vector<Candidate>& scratch) const;
  [[nodiscard]] std::span<const Candidate> eventless() const { return eventless_; }

  [[nodiscard]] const Bitset& atomic() const { return atomic_; }
  [[nodiscard]] const Bitset& with_history() const { return with_history_; }
  [[nodiscard]] const Bitset& with_call() const { return with_call_; }
  [[nodiscard]] const Bitset& eventless_sources() const { return eventless_sources_; }
  /// "done.state.ID" of a compound or parallel state.
  [[nodiscard]] const std::string& done_name(StateIndex state) const { return done_names_[state]; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  /// Who listens to a descriptor: to that very name, and to names below it (not those with `by`).
  struct Listeners {
    std::vector<Candidate> exact, below;
  };

  void number_states();
  void number_transitions();
  void plan_transitions();

  const model::Chart* chart_;
  std::vector<Plan> plans_;
  std::vector<Entering> pool_;
  std::unordered_map<std::string, Listeners, Hash, std::equal_to<>> listeners_;
  std::vector<Candidate> any_event_, eventless_;
  Bitset atomic_, with_history_, with_call_, eventless_sources_;
  std::vector<std::string> done_names_;
};

}  // namespace lianban::chart
