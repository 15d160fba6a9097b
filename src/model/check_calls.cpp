#include <algorithm>

#include "model/check_parts.hpp"
#include "model/event_match.hpp"

namespace lianban::model {
namespace {

bool has_effect(const CallSpec& call) {
  return std::ranges::any_of(call.outcomes,
                             [](const CallOutcome& outcome) { return outcome.effect; });
}

bool may_stand(const Checking& c, const CallSpec& call) {
  return std::ranges::any_of(c.chart.top, [&](StateIndex top) {
    const auto& leaves = c.chart.states[top].leaves;
    return std::ranges::find(leaves, call.id) != leaves.end();
  });
}

void check_act(const Checking& c, const CallSpec& call) {
  const CallSpec* reverse = c.definition.calls.find(call.reverse);
  if (reverse == nullptr) return;
  const std::string at = call.pointer + "/reverse";
  if (!has_effect(*reverse)) {
    c.error(codes::kReverseWithoutEffect, at,
            Text{"恢复行为", "the reverse act "} + named(reverse->id) +
                Text{"没有 \"effect\": true 的结果，永远恢复不了",
                     " has no outcome with \"effect\": true, so it never undoes anything"},
            {"请给它表示已恢复的结果写 \"effect\": true",
             "mark its outcome that undoes with \"effect\": true"},
            declared_at(reverse->pointer, reverse->id));
  }
  if (!has_effect(call)) {
    c.warn(codes::kActWithoutEffect, at,
           Text{"行为", "the act "} + named(call.id) +
               Text{"没有 \"effect\": true 的结果，无可恢复",
                    " has no outcome with \"effect\": true, so there is nothing to reverse"},
           {"请给生效的结果写 \"effect\": true，或者删去“reverse”",
            "mark the outcome that takes effect, or take 'reverse' out"});
  }
  if (!is_asked(c, call) || is_asked(c, *reverse) || may_stand(c, call)) return;
  c.warn(codes::kActStays, call.pointer,
         Text{"行为", "once the act "} + named(call.id) +
             Text{"一旦生效，就没有办结可以进入：没有发出恢复行为，也没有办结的“leaves”写到它",
                  " stands, no ending can be entered: its reverse is never asked and no 'leaves' "
                  "names it"},
         {"请写出恢复的路，或者在可以保留它的办结写“leaves”",
          "write a way that asks the reverse, or name it in the 'leaves' of an ending"},
         declared_at(reverse->pointer, reverse->id));
}

bool is_answer_of(const std::string& event, const std::string& call) {
  return descriptor_match("call." + call, event);
}

/// Whether something beside the answer leads out of the state.
bool has_another_way(const Checking& c, StateIndex state, const std::string& call) {
  return std::ranges::any_of(c.chart.transitions, [&](const Transition& transition) {
    const bool concerns =
        c.chart.inside(transition.source, state) || c.chart.inside(state, transition.source);
    if (!concerns || transition.targets.empty()) return false;
    return transition.on.empty() ||
           std::ranges::any_of(
               transition.on, [&](const std::string& event) { return !is_answer_of(event, call); });
  });
}

void check_asking_state(const Checking& c, const State& state, StateIndex index) {
  const CallSpec* call = c.definition.calls.find(state.call);
  if (call == nullptr || !c.graph.reachable(index)) return;
  const bool heard = std::ranges::any_of(call->outcomes, [&](const CallOutcome& outcome) {
    return c.heard("call." + call->id + "." + outcome.id, true);
  });
  if (!heard && !has_another_way(c, index, call->id)) {
    c.error(codes::kCallTrap, state.pointer + "/call",
            Text{"没有转移处理", "no transition handles any answer of "} + named(call->id) +
                Text{"的任何答复，案件会永远停在这里", ", and nothing else leads out of here"},
            {"请为每个结果写一条 \"on\": \"call." + call->id + ".结果\" 的转移",
             "write a transition with \"on\": \"call." + call->id + ".OUTCOME\" for each outcome"},
            declared_at(call->pointer, call->id));
  }
  // Unhandled, both become an incident that a role of the lead agency takes up.
  const Agency* lead = c.definition.agencies.find(c.definition.lead);
  const bool somebody = lead != nullptr && !lead->roles.empty();
  const bool handled = c.heard("call." + call->id + ".failed", true) &&
                       (!call->timeout || c.heard("call." + call->id + ".timeout", true));
  if (somebody || handled) return;
  c.warn(codes::kNobodyForIncidents, state.pointer + "/call",
         Text{"调用", "when "} + named(call->id) +
             Text{"失败或者超时成为故障，但牵头部门没有角色可以处理",
                  " fails or is late it becomes an incident, but the lead agency has no role to "
                  "take it up"},
         {"请给牵头部门写“roles”，或者处理 call." + call->id + ".failed",
          "give the lead agency 'roles', or handle call." + call->id + ".failed"});
}

}  // namespace

bool is_asked(const Checking& c, const CallSpec& call) {
  if (!call.feeds.empty()) return true;  // As the source of a material; see check_materials.
  for (StateIndex index = 0; index < c.chart.states.size(); ++index) {
    if (c.chart.states[index].call == call.id) return true;
  }
  bool asked = false;
  c.each<Call>([&](const Placed&, const Call& action) { asked = asked || action.call == call.id; });
  return asked;
}

void check_calls(const Checking& c) {
  for (const CallSpec& call : c.definition.calls) {
    check_act(c, call);
    if (is_asked(c, call) || !call.reverses.empty()) continue;
    c.warn(codes::kUnusedCall, call.pointer,
           Text{"从没有发出调用", "nothing ever asks the call "} + named(call.id),
           {"请在状态上写“call”，或者写 {\"call\": \"" + call.id + "\"}，或者删去它",
            "name it in the 'call' of a state or an action, or take it out"});
  }
  for (StateIndex index = 0; index < c.chart.states.size(); ++index) {
    if (!c.chart.states[index].call.empty()) check_asking_state(c, c.chart.states[index], index);
  }
}

}  // namespace lianban::model
