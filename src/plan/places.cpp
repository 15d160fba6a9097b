#include "plan/places.hpp"

namespace lianban::planning {

namespace {

void add_all(const model::Actions& actions, FactIndex fact, bool certain, std::vector<Place>& out) {
  for (const model::Action& action : actions) {
    const Needs needs = fact == Facts::kNoFact ? Needs{} : Needs{fact};
    out.push_back({&action, {needs}, fact, certain});
    if (const auto* choice = std::get_if<model::If>(&action.body)) {
      for (const model::Branch& branch : choice->branches) add_all(branch.then, fact, false, out);
      add_all(choice->otherwise, fact, false, out);
    } else if (const auto* loop = std::get_if<model::Foreach>(&action.body)) {
      add_all(loop->body, fact, false, out);
    }
  }
}

}  // namespace

std::vector<Place> all_places(const model::Chart& chart, const Facts& facts) {
  std::vector<Place> all;
  add_all(chart.initial.actions, Facts::kNoFact, true, all);
  for (model::StateIndex index = 0; index < chart.states.size(); ++index) {
    const model::State& state = chart.states[index];
    const FactIndex fact = facts.state(index);
    add_all(state.enter, fact, true, all);
    // A history's default content and `initial` run on some ways in only; `exit` some time later.
    add_all(state.initial.actions, fact, false, all);
    add_all(state.exit, fact, false, all);
    for (const model::TransitionIndex transition : state.transitions) {
      add_all(chart.transitions[transition].actions, facts.transition(transition), true, all);
    }
  }
  return all;
}

}  // namespace lianban::planning
