// States that nothing leads to, states that nothing leads out of, states that are never done.
#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

void check_reachable(const Checking& c) {
  for (StateIndex state = 0; state < c.chart.states.size(); ++state) {
    const State& each = c.chart.states[state];
    const bool told_by_parent = each.parent != kNone && !c.graph.reachable(each.parent);
    if (c.graph.reachable(state) || told_by_parent) continue;
    c.judge(codes::kUnreachable, each.pointer,
            Text{"没有任何转移能到达状态", "nothing leads to the state "} + named(each.id),
            {"请写一条以它为“to”的转移，或者删去它", "write a transition 'to' it, or take it out"});
  }
}

void check_endings(const Checking& c) {
  bool ends = false;
  for (const StateIndex top : c.chart.top) ends = ends || c.graph.is_ending(top);
  if (!c.approval || !ends) return;
  for (StateIndex state = 0; state < c.chart.states.size(); ++state) {
    const State& each = c.chart.states[state];
    const bool told_by_parent = each.parent != kNone && !c.graph.can_end(each.parent);
    const bool is_active_ever =
        c.graph.reachable(state) && each.kind != StateKind::kHistory && !c.graph.is_ending(state);
    if (!is_active_ever || c.graph.can_end(state) || told_by_parent) continue;
    c.error(codes::kNoEnding, each.pointer,
            Text{"从状态", "no ending can be reached from the state "} + named(each.id) +
                Text{"走不到任何办结，案件会永远停在这里", ": a case would stay there for ever"},
            {"请写一条能走到办结状态的转移", "write a transition that leads on to a final state"});
  }
}

/// What keeps the state from being done: regions without a final state of their own.
std::vector<std::string> never_done(const Checking& c, StateIndex state) {
  if (c.chart.states[state].kind != StateKind::kParallel) return {c.id(state)};
  std::vector<std::string> regions;
  for (const StateIndex child : c.chart.states[state].children) {
    const bool counts = c.chart.states[child].kind != StateKind::kHistory;
    if (counts && !c.graph.can_be_done(child)) regions.push_back(c.id(child));
  }
  return regions;
}

void check_done(const Checking& c, const Transition& transition, const std::string& event) {
  constexpr std::string_view kHead = "done.state.";
  if (!event.starts_with(kHead)) return;
  const StateIndex state = c.chart.find(event.substr(kHead.size()));
  if (state == kNone || c.graph.can_be_done(state)) return;
  c.error(codes::kNeverDone, c.event_pointer(transition, event),
          named(event) + Text{"永远不会发生：", " can never occur: "} +
              listed(never_done(c, state)) +
              Text{"里面没有能到达的终态", " without a final state inside that can be reached"},
          {"请在其中写一个 kind 为 final 的子状态", "give it a child of kind 'final'"},
          places_of(c, {state}));
}

}  // namespace

void check_states(const Checking& c) {
  check_reachable(c);
  check_endings(c);
  for (const Transition& transition : c.chart.transitions) {
    for (const std::string& event : transition.on) check_done(c, transition, event);
  }
}

}  // namespace lianban::model
