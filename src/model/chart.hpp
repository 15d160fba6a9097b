#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "lianban/text.hpp"
#include "lianban/time.hpp"
#include "model/action.hpp"
#include "model/schema.hpp"
#include "rules/rule.hpp"

namespace lianban::model {

/// Position in Chart::states: document order, so a lower index comes first.
using StateIndex = std::uint32_t;
/// Position in Chart::transitions: document order over the whole chart.
using TransitionIndex = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

enum class StateKind : std::uint8_t {
  kAtomic,
  kCompound,
  kParallel,
  kFinal,
  kHistory,
  kChoice,
};

/// `initial` of a compound state or of the chart, `default` of a history state.
struct Entry {
  std::vector<StateIndex> to;
  Actions actions;
};

/// One guard of `when`: an inline rule, or a named condition whose title explains a refusal.
struct Guard {
  std::string condition;  ///< Empty for an inline rule.
  rules::Rule rule;       ///< Always set; of a named condition, its rule.
};

/// One person who may send an event.
struct Role {
  std::string agency;  ///< Empty where `role` is "applicant".
  std::string role;
  [[nodiscard]] std::string text() const { return agency.empty() ? role : agency + "." + role; }
  friend bool operator==(const Role&, const Role&) = default;
};

struct Transition {
  StateIndex source = kNone;
  Text title;
  std::vector<std::string> on;    ///< Normalised: "a.*" as "a"; "*" matches all but after.*.
  std::optional<Duration> after;  ///< Then `on` is {"after.SOURCE"} and `after_ordinal` tells them
  std::uint32_t after_ordinal = 0;  ///< apart when one state has several.
  std::vector<Role> by;             ///< Not empty: only such a person; names in `on` are exact.
  std::vector<StateIndex> not_by;
  std::vector<Guard> when;
  Schema input;
  std::vector<StateIndex> targets;  ///< Empty: targetless.
  Actions actions;
  bool reenter = false;
  std::vector<StateIndex> restarts;
  std::string pointer;  ///< Identifies the transition in the history: "/chart/states/0/...".
  [[nodiscard]] bool eventless() const { return on.empty(); }
};

struct State {
  std::string id;
  Text title;
  StateKind kind = StateKind::kAtomic;
  StateIndex parent = kNone;  ///< kNone for children of the chart.
  StateIndex end = 0;         ///< The subtree is [own index, end).
  std::uint32_t depth = 0;
  std::vector<StateIndex> children;  ///< Including history states, in document order.
  Entry initial;                     ///< Compound: where to start. History: the default.
  bool deep = false;
  std::string holder;  ///< Agency id or "applicant"; empty: the parent's.
  Actions enter, exit;
  std::string call;  ///< Call asked for while the state is active; or empty.
  std::vector<TransitionIndex> transitions;  ///< In document order.
  std::vector<rules::Path> amend;
  std::optional<rules::Rule> done;  ///< Final.
  std::string outcome;              ///< Top-level final; "" where outcome_is_decision.
  bool outcome_is_decision = false;
  std::vector<std::string> leaves;
  RuleMap results;
  /// Materials whose deferral must be settled before this state may be entered (from `needed_by`).
  std::vector<std::string> needs;
  std::string pointer;
};

/// The compiled chart: flat vectors in document order. Immutable.
struct Chart {
  Entry initial;                ///< Never empty; `do` runs before any state is entered.
  std::vector<StateIndex> top;  ///< Children of the chart, in document order.
  std::vector<State> states;
  std::vector<Transition> transitions;
  std::unordered_map<std::string, StateIndex> by_id;
  /// Transitions per event descriptor, in document order ("a.b" -> those with on "a.b"); eventless
  /// ones are in State::transitions only. Lets a step look at what can match, not at everything.
  std::unordered_map<std::string, std::vector<TransitionIndex>> by_descriptor;

  [[nodiscard]] StateIndex find(const std::string& id) const {
    const auto it = by_id.find(id);
    return it == by_id.end() ? kNone : it->second;
  }
  [[nodiscard]] bool inside(StateIndex state, StateIndex ancestor) const {
    return ancestor == kNone || (state >= ancestor && state < states[ancestor].end);
  }
  [[nodiscard]] bool proper_descendant(StateIndex state, StateIndex ancestor) const {
    return state != ancestor && inside(state, ancestor);
  }
};

}  // namespace lianban::model
