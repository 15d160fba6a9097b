#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "model/check_context.hpp"
#include "model/outcomes.hpp"

namespace lianban::model {

/// What may be true of a case at some place: each member is a set of possibilities, a bit for each.
struct Facts {
  static constexpr std::uint64_t kUndecided = 1;  ///< Of `decision`; the others: decision_bit.
  static constexpr std::uint64_t kNotIssued = 1, kIssued = 2;
  /// Of each deferral: whether it may still fall due.
  static constexpr std::uint64_t kClosed = 1, kOpen = 2;
  static constexpr std::uint64_t kWithApplicant = 1;  ///< Of each original; others: agencies.

  std::uint64_t decision = 0;  ///< 0: nothing ever comes here.
  std::uint64_t issued = 0;
  std::vector<std::uint64_t> deferrals;  ///< By position in Flow::deferrals.
  std::vector<std::uint64_t> originals;  ///< By position in Flow::originals.

  [[nodiscard]] bool reached() const { return decision != 0; }
  /// Unites; whether anything was new.
  bool join(const Facts& other);
};

/// Bit of an outcome in Facts::decision.
[[nodiscard]] std::uint64_t decision_bit(std::string_view outcome);
/// Outcomes of the set, without kUndecided.
[[nodiscard]] std::vector<std::string> decisions_of(std::uint64_t set);

/// What may be true where, following every transition whatever its guards say, to the fixed point.
/// Parallel regions are followed one by one: each knows what was done before its parallel state and
/// in itself, not what its siblings do. So "was decided" stays certain there, "was not" does not.
class Flow {
 public:
  explicit Flow(const Checking& c);

  /// False where the chart is too large to be followed; then there is nothing to ask.
  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] const Facts& at(StateIndex leaf) const { return at_[leaf]; }
  /// Just before each `decide` that is reached.
  [[nodiscard]] const std::map<const Action*, Facts>& before_decisions() const { return before_; }
  /// What each transition brings to an ending that it enters.
  using Arrivals = std::map<std::pair<TransitionIndex, StateIndex>, Facts>;
  [[nodiscard]] const Arrivals& arrivals() const { return arrivals_; }

  std::vector<const Material*> deferrals, originals;

 private:
  void run();
  bool pass(bool forward);
  bool meet(StateIndex leaf, const Facts& facts);
  void leave(StateIndex leaf);
  [[nodiscard]] Facts leaving(TransitionIndex index) const;
  bool stay(const Transition& transition);
  bool move(TransitionIndex index);
  void settle(const Transition& transition, const Way& way, Facts& facts) const;
  bool arrive(const Way& way, Facts facts, TransitionIndex by);
  void apply(const Actions& actions, Facts& facts);
  void apply(const Action& action, Facts& facts);
  [[nodiscard]] std::uint64_t place_bit(std::string_view party) const;
  [[nodiscard]] std::size_t cost_of_a_pass() const;

  const Checking& c_;
  bool known_ = true;
  std::vector<Facts> at_;    ///< Of each leaf.
  std::vector<Facts> left_;  ///< Of each state, after its `exit`.
  std::vector<bool> acts_;   ///< Of each transition: its actions change facts.
  std::map<const Action*, Facts> before_;
  Arrivals arrivals_;
};

}  // namespace lianban::model
