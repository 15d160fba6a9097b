#pragma once

// The algorithm once more, as plain as it can be written: sets of indices, nothing precomputed,
// every question answered by walking the tree. Slow, and therefore easy to compare with appendix D.
#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "chart/interpreter.hpp"
#include "model/event_match.hpp"

namespace lianban::test {

class Oracle {
 public:
  using Index = model::StateIndex;
  using Set = std::set<Index>;
  static constexpr Index kRoot = model::kNone;

  Oracle(const model::Chart& chart, const std::set<std::string>& forbidden)
      : chart_(chart), forbidden_(forbidden) {}

  Set active;
  std::map<Index, std::vector<Index>> recorded;
  bool running = false;
  std::vector<std::string> log;

  chart::StepStatus start() {
    running = true;
    queue_.clear();
    steps_ = 0;
    model::Transition first;
    first.targets = chart_.initial.to;
    enter({&first}, {kRoot});
    return loop();
  }
  chart::StepStatus step(const std::string& event) {
    if (!running) return chart::StepStatus::kNothing;
    queue_.clear();
    steps_ = 0;
    const auto enabled = select(&event);
    if (enabled.empty()) return chart::StepStatus::kNothing;
    ++steps_;
    microstep(enabled);
    return loop();
  }

 private:
  using Transitions = std::vector<const model::Transition*>;

  const model::State& at(Index state) const { return chart_.states[state]; }
  bool is(Index state, model::StateKind kind) const {
    return state != kRoot && at(state).kind == kind;
  }
  bool is_history(Index state) const { return is(state, model::StateKind::kHistory); }
  bool is_parallel(Index state) const { return is(state, model::StateKind::kParallel); }
  bool is_atomic(Index state) const {
    return !is(state, model::StateKind::kCompound) && !is_parallel(state) && !is_history(state);
  }
  /// From the parent outwards, without `until`; the chart itself (kRoot) is left out.
  std::vector<Index> proper_ancestors(Index state, Index until = kRoot) const {
    std::vector<Index> found;
    for (Index each = at(state).parent; each != kRoot && each != until; each = at(each).parent) {
      found.push_back(each);
    }
    return found;
  }
  bool descendant(Index state, Index ancestor) const {
    const auto all = proper_ancestors(state);
    return ancestor == kRoot || std::ranges::find(all, ancestor) != all.end();
  }
  bool any_descendant(const Set& set, Index ancestor) const {
    return std::ranges::any_of(set, [&](Index each) { return descendant(each, ancestor); });
  }

  chart::StepStatus loop() {
    while (running) {
      Transitions enabled = select(nullptr);
      if (enabled.empty()) {
        if (queue_.empty()) break;
        const std::string event = queue_.front();
        queue_.pop_front();
        log.push_back("<" + event);
        enabled = select(&event);
      }
      if (++steps_ > limits::kMicrosteps) return chart::StepStatus::kLimit;
      if (!enabled.empty()) microstep(enabled);
    }
    return running ? chart::StepStatus::kTaken : chart::StepStatus::kEnded;
  }

  Transitions select(const std::string* event) const {
    Transitions enabled;
    for (const Index leaf : active) {
      if (!is_atomic(leaf)) continue;
      std::vector<Index> chain = proper_ancestors(leaf);
      chain.insert(chain.begin(), leaf);
      const model::Transition* chosen = nullptr;
      for (const Index state : chain) {
        for (const auto index : at(state).transitions) {
          const model::Transition& each = chart_.transitions[index];
          const bool named = event == nullptr ? each.eventless() : model::name_match(each, *event);
          if (chosen == nullptr && named && !forbidden_.contains(each.pointer)) chosen = &each;
        }
      }
      if (chosen != nullptr && std::ranges::find(enabled, chosen) == enabled.end()) {
        enabled.push_back(chosen);
      }
    }
    return remove_conflicting(enabled);
  }

  Transitions remove_conflicting(const Transitions& enabled) const {
    Transitions filtered;
    for (const auto* one : enabled) {
      bool preempted = false;
      Transitions removed;
      for (const auto* other : filtered) {
        const Set mine = exit_set(*one);
        const Set theirs = exit_set(*other);
        if (std::ranges::none_of(mine, [&](Index each) { return theirs.contains(each); })) continue;
        if (descendant(one->source, other->source)) {
          removed.push_back(other);
        } else {
          preempted = true;
          break;
        }
      }
      if (preempted) continue;
      for (const auto* other : removed) std::erase(filtered, other);
      filtered.push_back(one);
    }
    return filtered;
  }

  Set effective(const std::vector<Index>& targets) const {
    Set found;
    for (const Index each : targets) {
      if (!is_history(each)) {
        found.insert(each);
      } else {
        found.merge(effective(recorded.contains(each) ? recorded.at(each) : at(each).initial.to));
      }
    }
    return found;
  }
  Index domain(const model::Transition& transition) const {
    const Set targets = effective(transition.targets);
    const auto all_below = [&](Index ancestor) {
      return std::ranges::all_of(targets, [&](Index each) { return descendant(each, ancestor); });
    };
    if (!transition.reenter && all_below(transition.source)) return transition.source;
    for (const Index each : proper_ancestors(transition.source)) {
      if (is(each, model::StateKind::kCompound) && all_below(each)) return each;
    }
    return kRoot;
  }
  Set exit_set(const model::Transition& transition) const {
    Set found;
    if (transition.targets.empty()) return found;
    const Index from = domain(transition);
    for (const Index each : active) {
      if (descendant(each, from)) found.insert(each);
    }
    return found;
  }

  void microstep(const Transitions& enabled) {
    Set exits;
    std::vector<Index> domains;
    for (const auto* each : enabled) {
      exits.merge(exit_set(*each));
      domains.push_back(each->targets.empty() ? kRoot : domain(*each));
    }
    for (const Index state : exits) record(state);
    for (auto state = exits.rbegin(); state != exits.rend(); ++state) {
      log.push_back("-" + at(*state).id);
      active.erase(*state);
    }
    for (const auto* each : enabled) {
      log.push_back(each->pointer);
      run(each->actions);
    }
    enter(enabled, domains);
  }
  void record(Index parent) {
    for (const Index child : at(parent).children) {
      if (!is_history(child)) continue;
      recorded[child].clear();
      for (const Index each : active) {
        const bool kept = at(child).deep ? is_atomic(each) && descendant(each, parent)
                                         : at(each).parent == parent;
        if (kept) recorded[child].push_back(each);
      }
    }
  }

  void enter(const Transitions& enabled, const std::vector<Index>& domains) {
    to_enter_.clear();
    by_default_.clear();
    for (std::size_t k = 0; k < enabled.size(); ++k) {
      if (enabled[k]->targets.empty()) continue;
      domain_ = domains[k];
      for (const Index each : enabled[k]->targets) add_descendants(each);
      for (const Index each : effective(enabled[k]->targets)) add_ancestors(each, domain_);
      if (is_parallel(domain_)) add_regions(domain_);
    }
    const Set entering = to_enter_;
    for (const Index each : entering) {
      active.insert(each);
      log.push_back("+" + at(each).id);
      run(at(each).enter);
      if (by_default_.contains(each)) run(at(each).initial.actions);
      if (is(each, model::StateKind::kFinal)) finish(each);
    }
  }
  void add_descendants(Index state) {
    if (is_history(state)) {
      const auto& to = recorded.contains(state) ? recorded.at(state) : at(state).initial.to;
      for (const Index each : to) add_descendants(each);
      for (const Index each : to) add_ancestors(each, at(state).parent);
      return;
    }
    to_enter_.insert(state);
    if (is_parallel(state)) add_regions(state);
    if (!is(state, model::StateKind::kCompound)) return;
    by_default_.insert(state);
    for (const Index each : at(state).initial.to) add_descendants(each);
    for (const Index each : at(state).initial.to) add_ancestors(each, state);
  }
  void add_ancestors(Index state, Index until) {
    for (const Index each : proper_ancestors(state, until)) {
      if (each == domain_) return;
      to_enter_.insert(each);
      if (is_parallel(each)) add_regions(each);
    }
  }
  void add_regions(Index state) {
    for (const Index child : at(state).children) {
      if (!is_history(child) && !any_descendant(to_enter_, child)) add_descendants(child);
    }
  }
  void finish(Index state) {
    Index up = at(state).parent;
    if (up == kRoot) {
      running = false;
      return;
    }
    if (!is_parallel(up)) {
      queue_.push_back("done.state." + at(up).id);
      up = at(up).parent;
    }
    for (; is_parallel(up) && in_final(up); up = at(up).parent) {
      queue_.push_back("done.state." + at(up).id);
    }
  }
  bool in_final(Index state) const {
    if (is(state, model::StateKind::kFinal)) return active.contains(state);
    if (is_atomic(state)) return false;
    const auto& children = at(state).children;
    if (is_parallel(state)) {
      return std::ranges::all_of(children,
                                 [&](Index each) { return is_history(each) || in_final(each); });
    }
    return std::ranges::any_of(children, [&](Index each) {
      return is(each, model::StateKind::kFinal) && active.contains(each);
    });
  }
  void run(const model::Actions& actions) {
    for (const model::Action& action : actions) {
      if (const auto* raise = std::get_if<model::Raise>(&action.body))
        queue_.push_back(raise->event);
      if (const auto* name = std::get_if<model::Host>(&action.body)) log.push_back(name->name);
    }
  }

  const model::Chart& chart_;
  const std::set<std::string>& forbidden_;
  std::deque<std::string> queue_;
  Set to_enter_, by_default_;
  Index domain_ = kRoot;
  std::size_t steps_ = 0;
};

}  // namespace lianban::test
