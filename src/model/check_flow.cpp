#include "model/check_flow.hpp"

#include <algorithm>

namespace lianban::model {
namespace {

/// Unions of sets in all passes together: about a second.
constexpr std::size_t kMostWork = 1u << 24;

bool unite(std::uint64_t& set, std::uint64_t other) {
  const std::uint64_t before = set;
  set |= other;
  return set != before;
}

bool unite(std::vector<std::uint64_t>& sets, const std::vector<std::uint64_t>& others) {
  sets.resize(others.size(), 0);
  bool changed = false;
  for (std::size_t i = 0; i < others.size(); ++i) changed |= unite(sets[i], others[i]);
  return changed;
}

bool changes_facts(const Actions& actions) {
  return std::ranges::any_of(actions, [](const Action& action) {
    return std::holds_alternative<If>(action.body) ||
           std::holds_alternative<Foreach>(action.body) ||
           std::holds_alternative<Accept>(action.body) ||
           std::holds_alternative<Decide>(action.body) ||
           std::holds_alternative<Issue>(action.body) ||
           std::holds_alternative<Waive>(action.body) ||
           std::holds_alternative<Custody>(action.body);
  });
}

/// After this event the deferral does not fall due any more: it was made good, or it has fallen
/// due.
bool ends_the_wait(const Transition& transition, const std::string& material) {
  return !transition.on.empty() &&
         std::ranges::all_of(transition.on, [&](const std::string& event) {
           return event == "deferrals.settled" || event == "deferral." + material + ".satisfied" ||
                  event == "deferral." + material + ".overdue";
         });
}

}  // namespace

bool Facts::join(const Facts& other) {
  if (!other.reached()) return false;
  bool changed = unite(decision, other.decision);
  changed |= unite(issued, other.issued);
  changed |= unite(deferrals, other.deferrals);
  changed |= unite(originals, other.originals);
  return changed;
}

std::uint64_t decision_bit(std::string_view outcome) {
  const auto at = std::ranges::find(kOutcomes, outcome) - kOutcomes.begin();
  return std::uint64_t{2} << at;
}

std::vector<std::string> decisions_of(std::uint64_t set) {
  std::vector<std::string> names;
  for (const std::string_view outcome : kOutcomes) {
    if ((set & decision_bit(outcome)) != 0) names.emplace_back(outcome);
  }
  return names;
}

Flow::Flow(const Checking& c) : c_(c), at_(c.chart.states.size()), left_(c.chart.states.size()) {
  for (const Material& material : c.definition.materials) {
    if (material.defer) deferrals.push_back(&material);
    if (material.source.original) originals.push_back(&material);
  }
  for (const Transition& transition : c.chart.transitions) {
    acts_.push_back(changes_facts(transition.actions));
  }
  known_ = !c.graph.truncated();
  if (known_) run();
}

std::uint64_t Flow::place_bit(std::string_view party) const {
  if (party == "applicant") return Facts::kWithApplicant;
  std::uint64_t bit = 2;
  for (const Agency& agency : c_.definition.agencies) {
    // Beyond the 62nd agency they share a bit: all that matters is that it is not the applicant.
    if (agency.id == party || bit == std::uint64_t{1} << 63) return bit;
    bit <<= 1;
  }
  return bit;
}

std::size_t Flow::cost_of_a_pass() const {
  std::size_t cost = c_.chart.states.size() + c_.actions.size();
  for (TransitionIndex index = 0; index < c_.chart.transitions.size(); ++index) {
    for (const Way& way : c_.graph.ways(index)) cost += way.states.size() + way.actions.size();
  }
  return cost * (2 + deferrals.size() + originals.size());
}

void Flow::run() {
  Facts facts;
  facts.decision = Facts::kUndecided;
  facts.issued = Facts::kNotIssued;
  facts.deferrals.assign(deferrals.size(), Facts::kClosed);
  facts.originals.assign(originals.size(), Facts::kWithApplicant);
  apply(c_.chart.initial.actions, facts);
  for (const Way& way : c_.graph.start()) (void)arrive(way, facts, kNone);
  const std::size_t cost = cost_of_a_pass();
  std::size_t work = 0;
  // Both ways in turn: a chart written from its end to its beginning takes no longer than others.
  for (bool forward = true; pass(forward); forward = !forward) {
    work += cost;
    if (work > kMostWork) {
      known_ = false;
      return;
    }
  }
}

bool Flow::pass(bool forward) {
  bool changed = false;
  const auto size = static_cast<TransitionIndex>(c_.chart.transitions.size());
  for (TransitionIndex i = 0; i < size; ++i) {
    const TransitionIndex index = forward ? i : size - 1 - i;
    const Transition& transition = c_.chart.transitions[index];
    if (!transition.targets.empty()) {
      changed |= move(index);
    } else if (acts_[index]) {
      changed |= stay(transition);
    }
  }
  return changed;
}

/// Brings what is new at a leaf to the states around it, each after its `exit`.
void Flow::leave(StateIndex leaf) {
  if (c_.graph.is_ending(leaf)) return;
  Facts facts = at_[leaf];
  for (StateIndex state = leaf; state != kNone; state = c_.chart.states[state].parent) {
    apply(c_.chart.states[state].exit, facts);
    if (!left_[state].join(facts)) return;
    facts = left_[state];
  }
}

bool Flow::meet(StateIndex leaf, const Facts& facts) {
  if (!at_[leaf].join(facts)) return false;
  leave(leaf);
  return true;
}

/// A transition without targets: whatever is active inside its source stays so.
bool Flow::stay(const Transition& transition) {
  bool changed = false;
  for (StateIndex leaf = transition.source; leaf < c_.chart.states[transition.source].end; ++leaf) {
    if (!c_.graph.is_leaf(leaf) || !at_[leaf].reached()) continue;
    Facts facts = at_[leaf];
    apply(transition.actions, facts);
    changed |= meet(leaf, facts);
  }
  return changed;
}

Facts Flow::leaving(TransitionIndex index) const {
  const StateIndex source = c_.chart.transitions[index].source;
  const StateIndex domain = c_.graph.domain(index);
  if (domain != source) return left_[source];
  Facts facts;
  for (const StateIndex child : c_.chart.states[source].children) facts.join(left_[child]);
  return facts;
}

bool Flow::move(TransitionIndex index) {
  const Transition& transition = c_.chart.transitions[index];
  Facts facts = leaving(index);
  if (!facts.reached()) return false;
  const StateIndex domain = c_.graph.domain(index);
  if (domain != transition.source) {
    const StateIndex parent = c_.chart.states[transition.source].parent;
    if (parent != kNone) {
      for (const Actions* actions : c_.graph.exits(parent, domain)) apply(*actions, facts);
    }
  }
  apply(transition.actions, facts);
  bool changed = false;
  for (const Way& way : c_.graph.ways(index)) {
    Facts there = facts;
    settle(transition, way, there);
    changed |= arrive(way, std::move(there), index);
  }
  return changed;
}

void Flow::settle(const Transition& transition, const Way& way, Facts& facts) const {
  for (std::size_t i = 0; i < deferrals.size(); ++i) {
    const std::string& id = deferrals[i]->id;
    const bool is_needed = std::ranges::any_of(way.states, [&](StateIndex state) {
      const auto& needs = c_.chart.states[state].needs;
      return std::ranges::find(needs, id) != needs.end();
    });
    if (is_needed || ends_the_wait(transition, id)) facts.deferrals[i] = Facts::kClosed;
  }
}

bool Flow::arrive(const Way& way, Facts facts, TransitionIndex by) {
  for (const Actions* actions : way.actions) apply(*actions, facts);
  bool changed = false;
  for (const StateIndex state : way.states) {
    if (!c_.graph.is_leaf(state)) continue;
    changed |= meet(state, facts);
    if (c_.graph.is_ending(state) && by != kNone) arrivals_[{by, state}].join(facts);
  }
  return changed;
}

void Flow::apply(const Actions& actions, Facts& facts) {
  for (const Action& action : actions) apply(action, facts);
}

void Flow::apply(const Action& action, Facts& facts) {
  if (const auto* choice = std::get_if<If>(&action.body)) {
    Facts result = facts;
    apply(choice->otherwise, result);
    for (const Branch& branch : choice->branches) {
      Facts then = facts;
      apply(branch.then, then);
      result.join(then);
    }
    facts = std::move(result);
  } else if (const auto* loop = std::get_if<Foreach>(&action.body)) {
    Facts body = facts;
    apply(loop->body, body);
    facts.join(body);
  } else if (std::holds_alternative<Accept>(action.body)) {
    for (std::uint64_t& deferral : facts.deferrals) deferral |= Facts::kOpen;
  } else if (const auto* decide = std::get_if<Decide>(&action.body)) {
    before_[&action].join(facts);
    facts.decision = decision_bit(decide->outcome);
    facts.deferrals.assign(facts.deferrals.size(), Facts::kClosed);
  } else if (std::holds_alternative<Issue>(action.body)) {
    facts.issued = Facts::kIssued;
  } else if (const auto* waive = std::get_if<Waive>(&action.body)) {
    for (std::size_t i = 0; i < deferrals.size(); ++i) {
      if (deferrals[i]->id == waive->material) facts.deferrals[i] = Facts::kClosed;
    }
  } else if (const auto* custody = std::get_if<Custody>(&action.body)) {
    for (std::size_t i = 0; i < originals.size(); ++i) {
      const auto& moved = custody->materials;
      const bool is_moved = std::ranges::find(moved, originals[i]->id) != moved.end();
      if (is_moved) facts.originals[i] = place_bit(custody->at);
    }
  }
}

}  // namespace lianban::model
