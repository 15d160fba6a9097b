// Where one comes in: `initial`, `default`, and which states can be entered together.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_actions.hpp"
#include "model/load_chart.hpp"
#include "model/references.hpp"

namespace lianban::model {
namespace {

/// The innermost state that has both inside, or kNone.
StateIndex common_ancestor(const Chart& chart, StateIndex a, StateIndex b) {
  StateIndex ancestor = chart.states[a].parent;
  while (ancestor != kNone && !chart.inside(b, ancestor)) ancestor = chart.states[ancestor].parent;
  return ancestor;
}

bool can_be_together(const Chart& chart, StateIndex a, StateIndex b) {
  if (chart.inside(a, b) || chart.inside(b, a)) return true;
  const StateIndex both = common_ancestor(chart, a, b);
  return both != kNone && chart.states[both].kind == StateKind::kParallel;
}

}  // namespace

std::vector<StateIndex> first_child(Loading& loading, const std::vector<StateIndex>& children,
                                    const std::string& pointer) {
  const auto& states = loading.definition.chart.states;
  for (const StateIndex child : children) {
    if (states[child].kind != StateKind::kHistory) return {child};
  }
  loading.fault(codes::kKind, pointer,
                {"没有可以进入的子状态", "there is no child that could be entered"});
  return {};
}

void check_together(Loading& loading, const std::vector<StateIndex>& states,
                    const std::string& pointer) {
  const Chart& chart = loading.definition.chart;
  for (std::size_t i = 0; i < states.size(); ++i) {
    for (std::size_t j = i + 1; j < states.size(); ++j) {
      if (can_be_together(chart, states[i], states[j])) continue;
      const std::string& a = chart.states[states[i]].id;
      const std::string& b = chart.states[states[j]].id;
      loading.fault(codes::kTargets, pointer,
                    {quoted_zh(a) + "与" + quoted_zh(b) + "不能同时处于活动之中",
                     quoted_en(a) + " and " + quoted_en(b) + " cannot be active together"},
                    {"只有并行状态的不同分支才能一同进入",
                     "only regions of a parallel state are entered together"},
                    false,
                    {{chart.states[states[i]].pointer + "/id",
                      {quoted_zh(a) + "在这里", quoted_en(a) + " is here"}},
                     {chart.states[states[j]].pointer + "/id",
                      {quoted_zh(b) + "在这里", quoted_en(b) + " is here"}}});
      return;
    }
  }
}

Entry read_entry(Loading& loading, StateIndex parent, const Value& at) {
  Entry entry;
  Value to = at;
  if (at.json->is_object()) {
    Object object(loading, at);
    const auto targets = object.need("to");
    if (const auto actions = object.find("do")) entry.actions = read_actions(loading, *actions);
    object.close();
    if (!targets) return entry;
    to = *targets;
  }
  const Chart& chart = loading.definition.chart;
  for (const Value& each : one_or_more(to)) {
    const StateIndex state = refer_state(loading, each);
    if (state == kNone) continue;
    if (chart.proper_descendant(state, parent)) {
      entry.to.push_back(state);
      continue;
    }
    const std::string& id = chart.states[state].id;
    loading.fault(
        codes::kTargets, each.pointer,
        {quoted_zh(id) + "不在这个状态之内", quoted_en(id) + " does not lie inside this state"});
  }
  if (to.json->is_array() && to.json->empty()) {
    loading.fault(codes::kEmptyList, to.pointer, {"没有写明状态", "no state is named"});
  }
  check_together(loading, entry.to, to.pointer);
  return entry;
}

}  // namespace lianban::model
