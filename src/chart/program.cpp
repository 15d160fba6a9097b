#include "chart/program.hpp"

#include <algorithm>

#include "chart/entry_set.hpp"
#include "model/event_match.hpp"
#include "model/regions.hpp"

namespace lianban::chart {

using model::State;
using model::StateKind;
using model::Transition;

namespace {

/// An entry set larger than this is computed when it is needed: keeping those of every transition
/// would let a definition of legal size ask for hundreds of megabytes.
constexpr std::size_t kKeptEntries = 64;

void append(std::vector<Candidate>& list, const Candidate& candidate) {
  // A descriptor written twice in one `on` must not list the transition twice.
  if (list.empty() || list.back().rank != candidate.rank) list.push_back(candidate);
}

}  // namespace

Program::Program(const model::Chart& chart) : chart_(&chart) {
  number_states();
  number_transitions();
  plan_transitions();
}

void Program::number_states() {
  const auto& states = chart_->states;
  atomic_.resize(states.size());
  with_history_.resize(states.size());
  with_call_.resize(states.size());
  eventless_sources_.resize(states.size());
  done_names_.resize(states.size());
  for (StateIndex at = 0; at < states.size(); ++at) {
    const State& state = states[at];
    if (!state.call.empty()) with_call_.set(at);
    switch (state.kind) {
      case StateKind::kAtomic:
      case StateKind::kFinal:
      case StateKind::kChoice:
        atomic_.set(at);
        break;
      case StateKind::kCompound:
      case StateKind::kParallel:
        done_names_[at] = "done.state." + state.id;
        break;
      case StateKind::kHistory:
        if (state.parent != model::kNone) with_history_.set(state.parent);
        break;
    }
  }
}

void Program::number_transitions() {
  std::uint32_t rank = 0;
  for (StateIndex source = 0; source < chart_->states.size(); ++source) {
    for (const TransitionIndex index : chart_->states[source].transitions) {
      const Transition& transition = chart_->transitions[index];
      const Candidate candidate{rank++, source, index};
      if (transition.eventless()) {
        eventless_.push_back(candidate);
        eventless_sources_.set(source);
      }
      for (const std::string& descriptor : transition.on) {
        if (descriptor == "*") {
          if (transition.by.empty()) append(any_event_, candidate);
          continue;
        }
        Listeners& listeners = listeners_[descriptor];
        append(listeners.exact, candidate);
        if (transition.by.empty()) append(listeners.below, candidate);
      }
    }
  }
}

void Program::plan_transitions() {
  const History no_history;
  EntrySet entry_set(*chart_);
  plans_.resize(chart_->transitions.size());
  for (TransitionIndex index = 0; index < plans_.size(); ++index) {
    const Transition& transition = chart_->transitions[index];
    Plan& plan = plans_[index];
    plan.entry_begin = plan.entry_end = static_cast<std::uint32_t>(pool_.size());
    plan.fixed = std::ranges::none_of(transition.targets, [&](StateIndex target) {
      return chart_->states[target].kind == StateKind::kHistory;
    });
    if (!plan.fixed) continue;
    plan.entry_fixed = true;
    if (transition.targets.empty()) continue;
    const StateIndex domain = model::transition_domain(*chart_, transition, transition.targets);
    plan.exits = Range::below(*chart_, domain);
    entry_set.clear();
    entry_set.add(transition.targets, domain, no_history);
    plan.entry_fixed = !entry_set.met_history() && entry_set.to_enter().count() <= kKeptEntries;
    if (!plan.entry_fixed) continue;
    for (const StateIndex state : entry_set.to_enter()) {
      pool_.push_back({state, entry_set.by_default(state)});
    }
    plan.entry_end = static_cast<std::uint32_t>(pool_.size());
  }
}

std::span<const Candidate> Program::matching(std::string_view event_name,
                                             std::vector<Candidate>& scratch) const {
  const std::vector<Candidate>* only = nullptr;
  bool merged = false;
  const auto add = [&](const std::vector<Candidate>& list) {
    if (list.empty()) return;
    if (only == nullptr) {
      only = &list;
      return;
    }
    if (!merged) scratch.assign(only->begin(), only->end());
    merged = true;
    scratch.insert(scratch.end(), list.begin(), list.end());
  };
  if (const auto found = listeners_.find(event_name); found != listeners_.end()) {
    add(found->second.exact);
  }
  for (std::size_t dot = event_name.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = event_name.rfind('.', dot - 1)) {
    const auto found = listeners_.find(event_name.substr(0, dot));
    if (found != listeners_.end()) add(found->second.below);
  }
  if (model::any_event_covers(event_name)) add(any_event_);
  if (only == nullptr) return {};
  if (!merged) return *only;
  std::ranges::sort(scratch, {}, &Candidate::rank);
  const auto same = [](const Candidate& a, const Candidate& b) { return a.rank == b.rank; };
  scratch.erase(std::unique(scratch.begin(), scratch.end(), same), scratch.end());
  return scratch;
}

}  // namespace lianban::chart
