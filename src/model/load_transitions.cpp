#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/load_actions.hpp"
#include "model/load_chart.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"

namespace lianban::model {
namespace {

/// "a.*" and "a." say what "a" says (W3C SCXML 3.12.1).
std::string normalised(std::string name) {
  if (name.ends_with(".*")) name.resize(name.size() - 2);
  while (name.size() > 1 && name.ends_with('.')) name.pop_back();
  return name;
}

void read_events(Loading& loading, const Value& at, Transition& transition) {
  for (const Value& each : one_or_more(at)) {
    const std::string name = normalised(read_text(loading, each));
    if (!each.json->is_string()) continue;
    if (std::ranges::find(transition.on, name) != transition.on.end()) continue;
    if (name != "*") check_listened(loading, name, each.pointer);
    transition.on.push_back(name);
  }
  if (at.json->is_array() && at.json->empty()) {
    loading.fault(codes::kEmptyList, at.pointer, {"没有写明事件", "no event is named"},
                  {"不等待事件的转移不写“on”", "a transition without an event has no 'on'"});
  }
}

void read_after(Loading& loading, const Value& at, const State& source, Transition& transition) {
  transition.after = read_duration(loading, at).value_or(Duration{});
  transition.on = {"after." + source.id};
  const auto& all = loading.definition.chart.transitions;
  transition.after_ordinal = static_cast<std::uint32_t>(std::ranges::count_if(
      source.transitions, [&](TransitionIndex index) { return all[index].after.has_value(); }));
}

/// Who may send the event, and what he must give.
void read_sender(Loading& loading, Object& object, Transition& transition, bool is_sent) {
  if (!is_sent) {
    const Text why{"没有人发出这个转移的事件", "nobody sends an event for this transition"};
    for (const char* name : {"by", "not_by", "input"}) object.refuse(name, why);
    return;
  }
  if (const auto by = object.find("by")) {
    transition.by = read_roles(loading, *by);
    if (by->json->is_array() && by->json->empty()) {
      loading.fault(codes::kEmptyList, by->pointer, {"没有写明由谁发出", "no sender is named"});
    }
  }
  if (const auto not_by = object.find("not_by")) {
    transition.not_by = refer_states(loading, *not_by);
  }
  if (const auto input = object.find("input")) {
    transition.input = Schema::compile(*input->json, input->pointer, loading.diagnostics);
  }
}

void read_targets(Loading& loading, Object& object, Transition& transition) {
  if (const auto to = object.find("to")) {
    transition.targets = refer_states(loading, *to);
    check_together(loading, transition.targets, to->pointer);
    if (to->json->is_array() && to->json->empty()) {
      loading.fault(codes::kEmptyList, to->pointer, {"没有写明状态", "no state is named"},
                    {"不改变状态的转移不写“to”", "a transition that stays has no 'to'"});
    }
  }
  object.flag("reenter", transition.reenter);
  if (const auto restarts = object.find("restarts")) {
    transition.restarts = refer_states(loading, *restarts);
  }
}

bool is_full(Loading& loading, const Value& at) {
  const auto& transitions = loading.definition.chart.transitions;
  if (transitions.size() < limits::kTransitions) return false;
  const std::string most = std::to_string(limits::kTransitions);
  loading.fault(codes::kTooMany, at.pointer,
                {"转移超过 " + most + " 个", "more than " + most + " transitions"});
  return true;
}

}  // namespace

void read_transition(Loading& loading, StateIndex source, const Value& at) {
  if (is_full(loading, at)) return;
  Chart& chart = loading.definition.chart;
  Transition transition;
  transition.source = source;
  transition.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", transition.title);
  const auto on = object.find("on");
  const auto after = object.find("after");
  if (on && after) {
    loading.fault(codes::kExclusive, after->pointer,
                  {"“after”不能与“on”同时出现", "'after' excludes 'on'"},
                  {"请写成两个转移", "write two transitions"}, true);
  }
  if (on) {
    read_events(loading, *on, transition);
  } else if (after) {
    read_after(loading, *after, chart.states[source], transition);
  }
  read_sender(loading, object, transition, on.has_value());
  if (const auto when = object.find("when")) transition.when = read_guards(loading, *when);
  read_targets(loading, object, transition);
  if (const auto actions = object.find("do")) transition.actions = read_actions(loading, *actions);
  object.close();
  const auto index = static_cast<TransitionIndex>(chart.transitions.size());
  for (const std::string& name : transition.on) chart.by_descriptor[name].push_back(index);
  chart.states[source].transitions.push_back(index);
  chart.transitions.push_back(std::move(transition));
}

}  // namespace lianban::model
