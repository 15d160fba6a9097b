// Random charts and events: the interpreter and the plain transcription of the algorithm must agree
// on every callback, and every configuration must be a legal one.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "machine.hpp"
#include "oracle.hpp"

namespace lianban::test {
namespace {

using model::Chart;
using model::StateIndex;
using model::StateKind;

/// Draws from one seed, so that a failing chart can be printed as a number.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  /// splitmix64: neighbouring seeds give unlike charts.
  std::size_t below(std::size_t limit) {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return static_cast<std::size_t>(mixed ^ (mixed >> 31)) % limit;
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

class RandomChart {
 public:
  explicit RandomChart(std::uint64_t seed) : dice_(seed) {
    std::vector<S> top;
    for (std::size_t left = 2 + dice_.below(3); left > 0; --left) top.push_back(state(0));
    if (dice_.one_in(3)) top.push_back(final_state(name()));
    chart = build(top);
    for (StateIndex at = 0; at < chart.states.size(); ++at) complete(at);
    for (std::size_t left = chart.states.size() * 3; left > 0; --left) add_transition();
  }

  Chart chart;
  std::set<std::string> forbidden;
  [[nodiscard]] std::string event() { return events()[dice_.below(4)]; }

 private:
  static const Ids& events() {
    static const Ids all = {"a", "b", "a.b", "c", "*", "done.state", "raised", "raised.too"};
    return all;
  }
  std::string name() { return "s" + std::to_string(count_++); }

  S state(int depth) {
    const std::string id = name();
    if (depth >= 4 || (depth > 0 && dice_.one_in(2))) return S(id);
    std::vector<S> inside;
    for (std::size_t left = 1 + dice_.below(3); left > 0; --left)
      inside.push_back(state(depth + 1));
    const bool regions = dice_.one_in(2);
    if (!regions && dice_.one_in(2)) inside.push_back(final_state(name()));
    if (dice_.one_in(3)) inside.push_back(history(name(), {}, dice_.one_in(2)));
    return regions ? parallel(id, std::move(inside)) : S(id, std::move(inside));
  }

  /// Any state properly inside, by preference a history state; no history of `not_of`.
  StateIndex inside(StateIndex parent, StateIndex not_of) {
    while (true) {
      const model::State& state = chart.states[parent];
      const auto at = static_cast<StateIndex>(parent + 1 + dice_.below(state.end - parent - 1));
      if (chart.states[at].kind == StateKind::kHistory && chart.states[at].parent == not_of)
        continue;
      return at;
    }
  }
  void complete(StateIndex at) {
    model::State& state = chart.states[at];
    state.enter = {log_action("enter " + state.id)};
    if (dice_.one_in(20)) state.enter.push_back(raise_action(events()[6 + dice_.below(2)]));
    if (state.kind == StateKind::kCompound && dice_.one_in(2)) {
      state.initial = {{inside(at, model::kNone)}, {log_action("start " + state.id)}};
    }
    if (state.kind == StateKind::kHistory) state.initial.to = {inside(state.parent, state.parent)};
  }
  void add_transition() {
    const auto source = static_cast<StateIndex>(dice_.below(chart.states.size()));
    const StateKind kind = chart.states[source].kind;
    if (kind == StateKind::kHistory || kind == StateKind::kFinal) return;
    model::Transition transition;
    transition.source = source;
    if (!dice_.one_in(20))
      transition.on = {events()[dice_.one_in(5) ? 4 + dice_.below(4) : dice_.below(4)]};
    if (!dice_.one_in(6)) {
      transition.targets = {static_cast<StateIndex>(dice_.below(chart.states.size()))};
      if (dice_.one_in(3)) add_second_target(transition);
    }
    transition.reenter = dice_.one_in(2);
    transition.pointer = "t" + std::to_string(chart.transitions.size());
    if (dice_.one_in(10)) transition.actions = {raise_action(events()[6 + dice_.below(2)])};
    // Most circles of what goes on by itself are left out: a chart at its limit shows little.
    const bool forward = !transition.targets.empty() && transition.targets.front() > source;
    const bool by_itself = transition.eventless() || transition.on.front().starts_with("raised") ||
                           transition.on.front() == "*" || transition.on.front() == "done.state";
    const bool circle = by_itself && !forward;
    if (dice_.one_in(4) || (circle && !dice_.one_in(50))) forbidden.insert(transition.pointer);
    const auto index = static_cast<model::TransitionIndex>(chart.transitions.size());
    chart.states[source].transitions.push_back(index);
    chart.transitions.push_back(std::move(transition));
  }
  /// One in another region of a parallel state around the first.
  void add_second_target(model::Transition& transition) {
    const StateIndex first = transition.targets.front();
    StateIndex region = first;
    StateIndex above = chart.states[first].parent;
    while (above != model::kNone && chart.states[above].kind != StateKind::kParallel) {
      region = above;
      above = chart.states[above].parent;
    }
    if (above == model::kNone || chart.states[region].kind == StateKind::kHistory) return;
    for (const StateIndex other : chart.states[above].children) {
      if (other == region || chart.states[other].kind == StateKind::kHistory) continue;
      const auto size = chart.states[other].end - other;
      transition.targets.push_back(other + static_cast<StateIndex>(dice_.below(size)));
      return;
    }
  }

  Dice dice_;
  std::size_t count_ = 0;
};

/// One child of the chart and of every compound state, every region, no child without parent.
bool legal(const Chart& chart, const chart::Bitset& active) {
  const auto active_children = [&](const std::vector<StateIndex>& children) {
    return std::ranges::count_if(children, [&](StateIndex each) { return active.test(each); });
  };
  if (active_children(chart.top) != 1) return false;
  for (const StateIndex at : active) {
    const model::State& state = chart.states[at];
    if (state.parent != model::kNone && !active.test(state.parent)) return false;
    const auto histories = std::ranges::count_if(state.children, [&](StateIndex each) {
      return chart.states[each].kind == StateKind::kHistory;
    });
    const auto regions = static_cast<std::ptrdiff_t>(state.children.size()) - histories;
    if (state.kind == StateKind::kHistory) return false;
    if (state.kind == StateKind::kCompound && active_children(state.children) != 1) return false;
    if (state.kind == StateKind::kParallel && active_children(state.children) != regions) {
      return false;
    }
  }
  return true;
}

void compare(std::uint64_t seed) {
  RandomChart random(seed);
  Machine machine(random.chart);
  machine.host.forbidden = random.forbidden;
  Oracle oracle(machine.chart, random.forbidden);
  chart::StepStatus found = machine.start();
  chart::StepStatus expected = oracle.start();
  for (int step = 0; step < 20; ++step) {
    RC_ASSERT(found == expected);
    if (found == chart::StepStatus::kLimit) return;
    RC_ASSERT(machine.host.log == oracle.log);
    RC_ASSERT(legal(machine.chart, machine.snapshot.active));
    RC_ASSERT(machine.snapshot.history == oracle.recorded);
    RC_ASSERT(machine.snapshot.running == oracle.running);
    oracle.log.clear();
    const std::string event = random.event();
    found = machine.send(event);
    expected = oracle.step(event);
  }
}

RC_GTEST_PROP(RandomCharts, AgreeWithThePlainAlgorithm, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  for (std::uint64_t each = 0; each < 4; ++each) compare(seed + each);
}

}  // namespace
}  // namespace lianban::test
