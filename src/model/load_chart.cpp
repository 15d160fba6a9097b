// The chart's states. Transitions: load_transitions.cpp.
#include "model/load_chart.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_actions.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

constexpr std::array<std::string_view, 6> kKinds{"atomic", "compound", "parallel",
                                                 "final",  "history",  "choice"};
constexpr std::array<StateKind, 6> kKindValues{StateKind::kAtomic,   StateKind::kCompound,
                                               StateKind::kParallel, StateKind::kFinal,
                                               StateKind::kHistory,  StateKind::kChoice};

/// Reads one state into its place in the chart.
class StateReader {
 public:
  StateReader(Loading& loading, StateIndex index, const Value& at)
      : loading_(loading), chart_(loading.definition.chart), index_(index), object_(loading, at) {}

  void read() {
    if (const auto id = object_.need("id")) (void)read_id(loading_, *id);
    object_.title("title", state().title);
    read_kind();
    read_children();
    read_initial();
    read_history();
    read_activity();
    read_final();
    read_transitions();
    object_.close();
  }

 private:
  State& state() { return chart_.states[index_]; }

  void read_kind() {
    const bool has_children = object_.has("states");
    state().kind = has_children ? StateKind::kCompound : StateKind::kAtomic;
    const auto kind = object_.find("kind");
    if (!kind) return;
    const auto choice = read_choice(loading_, *kind, kKinds);
    if (!choice) return;
    const StateKind wanted = kKindValues[*choice];
    const bool is_parent = wanted == StateKind::kCompound || wanted == StateKind::kParallel;
    if (is_parent != has_children) {
      const std::string name(kKinds[*choice]);
      loading_.fault(wanted == StateKind::kFinal     ? codes::kFinal
                     : wanted == StateKind::kHistory ? codes::kHistory
                     : wanted == StateKind::kChoice  ? codes::kChoice
                                                     : codes::kKind,
                     kind->pointer,
                     is_parent ? Text{name + " 须有子状态", name + " must have children"}
                               : Text{name + " 不能有子状态", name + " cannot have children"});
      if (is_parent) return;  // Stays atomic: nothing could be entered in it.
    }
    state().kind = wanted;
  }

  void read_children() {
    const auto children = object_.find("states");
    if (!children) return;
    if (read_list(loading_, *children).empty() && children->json->is_array()) {
      loading_.fault(codes::kEmptyList, children->pointer,
                     {"子状态的列表为空", "the list of children is empty"},
                     {"删去“states”，或写明子状态", "leave 'states' out, or name children"});
    }
  }

  void read_initial() {
    if (state().kind != StateKind::kCompound) {
      object_.refuse("initial", {"只有复合状态才有初始状态", "only compound states have one"});
      return;
    }
    if (const auto initial = object_.find("initial")) {
      state().initial = read_entry(loading_, index_, *initial);
      return;
    }
    state().initial.to = first_child(loading_, state().children, state().pointer);
  }

  void read_history() {
    if (state().kind != StateKind::kHistory) {
      object_.refuse("deep", {"只用于历史状态", "only history states have it"});
      object_.refuse("default", {"只用于历史状态", "only history states have it"});
      return;
    }
    object_.flag("deep", state().deep);
    if (const auto entry = object_.find("default")) {
      state().initial = read_entry(loading_, state().parent, *entry);
      return;
    }
    loading_.fault(codes::kHistory, object_.pointer(),
                   {"历史状态缺少“default”", "a history state without 'default'"},
                   {"写明没有历史可循时进入哪里", "say where to go when nothing was recorded"});
  }

  void read_activity() {
    if (state().kind == StateKind::kHistory) {
      const Text why{"历史状态从不处于活动之中", "a history state is never active"};
      for (const char* name : {"holder", "enter", "exit", "call", "amend"}) {
        object_.refuse(name, why);
      }
      return;
    }
    if (const auto holder = object_.find("holder")) {
      state().holder = read_party(loading_, *holder, false);
    }
    if (const auto enter = object_.find("enter")) state().enter = read_actions(loading_, *enter);
    if (const auto leave = object_.find("exit")) state().exit = read_actions(loading_, *leave);
    if (state().kind == StateKind::kFinal || state().kind == StateKind::kChoice) {
      object_.refuse("call", {"这里从不停留", "nothing stays here"});
      object_.refuse("amend", {"这里从不停留", "nothing stays here"});
      return;
    }
    if (const auto call = object_.find("call")) {
      state().call = refer(loading_, Kind::kCall, *call);
    }
    if (const auto amend = object_.find("amend")) read_amend(*amend);
  }

  void read_amend(const Value& at) {
    for (const Value& each : one_or_more(at)) {
      const std::string text = read_text(loading_, each);
      if (!each.json->is_string()) continue;
      auto path = read_path(loading_, text, {rules::Root::kForm}, each.pointer);
      if (path) state().amend.push_back(std::move(*path));
    }
  }

  void read_final() {
    const bool is_final = state().kind == StateKind::kFinal;
    if (is_final) {
      if (const auto done = object_.find("done")) state().done = read_rule(loading_, *done);
    } else {
      object_.refuse("done", {"只用于终态", "only final states have it"});
    }
    if (!is_final || state().parent != kNone) {
      for (const char* name : {"outcome", "leaves", "results"}) {
        object_.refuse(name,
                       {"只用于最外层的终态", "only a final state of the chart itself has it"});
      }
      return;
    }
    state().outcome = "terminated";
    if (const auto outcome = object_.find("outcome")) read_outcome_of_final(*outcome);
    if (const auto leaves = object_.find("leaves")) read_leaves(*leaves);
    if (const auto results = object_.find("results")) {
      state().results = read_rules(loading_, *results);
    }
  }

  void read_outcome_of_final(const Value& at) {
    const Json as_decided = {{"var", "case.decision"}};
    state().outcome_is_decision = *at.json == as_decided;
    state().outcome = state().outcome_is_decision ? "" : read_outcome(loading_, at);
  }

  void read_leaves(const Value& at) {
    for (const Value& each : one_or_more(at)) {
      std::string id = read_text(loading_, each);
      if (!each.json->is_string()) continue;
      if (loading_.names.has(Kind::kMaterial, id) || loading_.names.has(Kind::kCall, id)) {
        state().leaves.push_back(std::move(id));
        continue;
      }
      std::vector<std::string> known = loading_.names.all(Kind::kCall);
      for (std::string& material : loading_.names.all(Kind::kMaterial)) {
        known.push_back(std::move(material));
      }
      const Hint hint = did_you_mean(id, known);
      std::vector<Related> there = declaration(loading_, Kind::kCall, hint.meant);
      if (there.empty()) there = declaration(loading_, Kind::kMaterial, hint.meant);
      loading_.fault(codes::kUnknownCall, each.pointer,
                     {"没有调用或者材料" + quoted_zh(id), "no call or material " + quoted_en(id)},
                     hint, false, std::move(there));
    }
  }

  void read_transitions() {
    const bool is_final = state().kind == StateKind::kFinal;
    const bool is_history = state().kind == StateKind::kHistory;
    const auto transitions = object_.find("transitions");
    if (transitions && (is_final || is_history)) {
      loading_.fault(is_final ? codes::kFinal : codes::kHistory, transitions->pointer,
                     {is_final ? "终态没有转移" : "历史状态没有转移，去向写在“default”",
                      is_final ? "a final state has no transitions"
                               : "a history state has no transitions but 'default'"},
                     {}, true);
      return;
    }
    if (transitions) {
      for (const Value& each : read_list(loading_, *transitions)) {
        read_transition(loading_, index_, each);
      }
    }
    if (state().kind == StateKind::kChoice) check_choice();
  }

  void check_choice() {
    const auto& transitions = state().transitions;
    const auto fault = [&](const std::string& pointer, Text message) {
      loading_.fault(codes::kChoice, pointer, std::move(message),
                     {"选择状态：依次判断，最后一条无条件",
                      "a choice tries each in order, the last without a condition"});
    };
    if (transitions.empty()) {
      return fault(object_.pointer(), {"选择状态没有转移", "a choice without transitions"});
    }
    for (const TransitionIndex index : transitions) {
      const Transition& each = chart_.transitions[index];
      const bool is_last = index == transitions.back();
      if (!each.eventless()) {
        fault(each.pointer, {"选择状态的转移不等待事件", "a choice does not wait for events"});
      } else if (each.targets.empty()) {
        fault(each.pointer,
              {"选择状态的转移须有去向", "a way out of a choice must lead somewhere"});
      } else if (is_last && !each.when.empty()) {
        fault(each.pointer + "/when",
              {"选择状态的最后一条转移不能有条件", "the last way out of a choice has no 'when'"});
      }
    }
  }

 private:
  Loading& loading_;
  Chart& chart_;
  StateIndex index_;
  Object object_;
};

}  // namespace

void load_chart(Loading& loading) {
  Chart& chart = loading.definition.chart;
  if (!loading.root.contains("chart")) return;
  const Value at = Value{&loading.root, ""}.member("chart");
  Object object(loading, at);
  const auto states = object.need("states");
  if (states && read_list(loading, *states).empty() && states->json->is_array()) {
    loading.fault(codes::kEmptyList, states->pointer,
                  {"至少要有一个状态", "there must be at least one state"});
  }
  if (const auto initial = object.find("initial")) {
    chart.initial = read_entry(loading, kNone, *initial);
  } else if (!chart.top.empty()) {
    chart.initial.to = first_child(loading, chart.top, at.pointer);
  }
  object.close();
  for (StateIndex index = 0; index < chart.states.size(); ++index) {
    const std::string& pointer = chart.states[index].pointer;
    const Json& json = loading.root.at(nlohmann::json::json_pointer(pointer));
    StateReader(loading, index, Value{&json, pointer}).read();
  }
}

}  // namespace lianban::model
