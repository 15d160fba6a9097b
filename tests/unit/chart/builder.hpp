#pragma once

// Charts written down in a few lines of C++, so that the algorithm is tested without the loader.
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "model/chart.hpp"

namespace lianban::test {

using Ids = std::vector<std::string>;

inline model::Action raise_action(std::string event) {
  return {model::Raise{std::move(event), {}}, {}};
}
/// The test host writes the name down.
inline model::Action log_action(std::string name) { return {model::Host{std::move(name), {}}, {}}; }
/// The test host refuses it: everything stops.
inline model::Action failing_action() { return {model::Incident{}, {}}; }

/// A transition by ids. Its label (`pointer` in the model) names it in the host's log.
struct T {
  Ids on, to;
  model::Actions actions;
  std::vector<model::Role> roles;
  bool again = false;
  std::string name;

  T(const std::string& event, Ids targets) : to(std::move(targets)) {
    if (!event.empty()) on = {event};
    name = (event.empty() ? "always" : event) + ">" + (to.empty() ? "" : to.front());
  }
  T& also(std::string event) { return on.push_back(std::move(event)), *this; }
  T& reenter() { return again = true, *this; }
  T& by(std::string role) { return roles.push_back({"", std::move(role)}), *this; }
  T& raise(std::string event) { return actions.push_back(raise_action(std::move(event))), *this; }
  T& log(std::string what) { return actions.push_back(log_action(std::move(what))), *this; }
  T& label(std::string text) { return name = std::move(text), *this; }
};

/// A state with what is inside it.
struct S {
  std::string id;
  model::StateKind kind = model::StateKind::kAtomic;
  std::vector<S> children;
  Ids initial;
  model::Actions initial_actions, enter, exit;
  std::vector<T> transitions;
  bool deep = false;
  std::string call;

  S(std::string name) : id(std::move(name)) {}  // NOLINT(*-explicit-*)
  S(const char* name) : id(name) {}             // NOLINT(*-explicit-*)
  S(std::string name, std::vector<S> inside)
      : id(std::move(name)), kind(model::StateKind::kCompound), children(std::move(inside)) {}

  S& start(Ids at) { return initial = std::move(at), *this; }
  S& start_log(std::string what) {
    return initial_actions.push_back(log_action(std::move(what))), *this;
  }
  S& on(const std::string& event, const std::string& target) {
    return with(T(event, target.empty() ? Ids{} : Ids{target}));
  }
  S& with(T transition) { return transitions.push_back(std::move(transition)), *this; }
  S& on_enter(model::Action action) { return enter.push_back(std::move(action)), *this; }
  S& on_exit(model::Action action) { return exit.push_back(std::move(action)), *this; }
  S& calls(std::string name) { return call = std::move(name), *this; }
};

inline S parallel(std::string id, std::vector<S> regions) {
  S state(std::move(id), std::move(regions));
  state.kind = model::StateKind::kParallel;
  return state;
}
inline S final_state(std::string id) {
  S state(std::move(id));
  state.kind = model::StateKind::kFinal;
  return state;
}
inline S choice(std::string id) {
  S state(std::move(id));
  state.kind = model::StateKind::kChoice;
  return state;
}
inline S history(std::string id, Ids to, bool deep = false) {
  S state(std::move(id));
  state.kind = model::StateKind::kHistory;
  state.initial = std::move(to);
  state.deep = deep;
  return state;
}

namespace detail {

inline void number(const S& from, model::StateIndex parent, std::uint32_t depth,
                   model::Chart& chart) {
  const auto index = static_cast<model::StateIndex>(chart.states.size());
  chart.by_id.emplace(from.id, index);
  chart.states.emplace_back();
  (parent == model::kNone ? chart.top : chart.states[parent].children).push_back(index);
  for (const S& child : from.children) number(child, index, depth + 1, chart);
  model::State& state = chart.states[index];
  state.id = from.id;
  state.kind = from.kind;
  state.parent = parent;
  state.depth = depth;
  state.end = static_cast<model::StateIndex>(chart.states.size());
  state.deep = from.deep;
  state.enter = from.enter;
  state.exit = from.exit;
  state.call = from.call;
}

inline std::vector<model::StateIndex> resolve(const Ids& ids, const model::Chart& chart) {
  std::vector<model::StateIndex> found;
  for (const std::string& id : ids) found.push_back(chart.by_id.at(id));
  return found;
}

inline void connect(const S& from, model::Chart& chart) {
  const model::StateIndex index = chart.by_id.at(from.id);
  chart.states[index].initial = {resolve(from.initial, chart), from.initial_actions};
  if (from.kind == model::StateKind::kCompound && from.initial.empty()) {
    chart.states[index].initial.to = {chart.states[index].children.front()};
  }
  for (const T& each : from.transitions) {
    model::Transition transition;
    transition.source = index;
    transition.on = each.on;
    transition.by = each.roles;
    transition.targets = resolve(each.to, chart);
    transition.actions = each.actions;
    transition.reenter = each.again;
    transition.pointer = each.name;
    chart.states[index].transitions.push_back(
        static_cast<model::TransitionIndex>(chart.transitions.size()));
    chart.transitions.push_back(std::move(transition));
  }
  for (const S& child : from.children) connect(child, chart);
}

}  // namespace detail

/// The compiled chart; it starts in `initial`, or in its first state.
inline model::Chart build(const std::vector<S>& states, const Ids& initial = {}) {
  model::Chart chart;
  for (const S& state : states) detail::number(state, model::kNone, 0, chart);
  for (const S& state : states) detail::connect(state, chart);
  chart.initial.to =
      initial.empty() ? std::vector<model::StateIndex>{0} : detail::resolve(initial, chart);
  return chart;
}

}  // namespace lianban::test
