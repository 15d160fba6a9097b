#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "picture/bpmn.hpp"

namespace lianban::picture::bpmn {
namespace {

using model::StateIndex;
using model::StateKind;
using model::Transition;
using model::TransitionIndex;

constexpr std::string_view kDone = "done.state.";

bool on_done(const Transition& transition) {
  return !transition.on.empty() && std::ranges::all_of(transition.on, [](const std::string& event) {
    return event.starts_with(kDone);
  });
}

/// Time alone makes it happen: drawn as a timer on the border of the task.
bool timed(const Transition& transition) {
  if (transition.after) return true;
  return !transition.on.empty() && std::ranges::all_of(transition.on, [](const std::string& event) {
    return event.starts_with("clock.");
  });
}

/// ISO 8601 where it knows the unit; a working day is none of its units.
std::string timer_text(const Duration& duration) {
  const std::string amount = std::to_string(duration.amount);
  switch (duration.unit) {
    case Unit::kWorkdays:
    case Unit::kMicroseconds:
      return format_duration(duration);
    case Unit::kDays:
      return "P" + amount + "D";
    case Unit::kMonths:
      return "P" + amount + "M";
    case Unit::kYears:
      return "P" + amount + "Y";
    case Unit::kHours:
      return "PT" + amount + "H";
    case Unit::kMinutes:
      return "PT" + amount + "M";
    case Unit::kSeconds:
      return "PT" + amount + "S";
  }
  return {};
}

class Builder {
 public:
  explicit Builder(const Sketch& sketch)
      : sketch_(sketch),
        chart_(*sketch.chart),
        node_of_(chart_.states.size(), 0),
        join_of_(chart_.states.size(), 0) {}

  Process run() {
    const std::size_t start = add("start", sketch_.title, NodeKind::kStart, model::kNone);
    for (StateIndex i = 0; i < chart_.states.size(); ++i) add_state(i);
    connect(start, entries(chart_.initial.to, "start"), {}, false);
    process_.nodes[start].lane = process_.nodes[process_.flows[0].target].lane;
    for (StateIndex i = 0; i < chart_.states.size(); ++i) flows_of(i);
    for (TransitionIndex i = 0; i < chart_.transitions.size(); ++i) {
      const StateIndex leaf = sketch_.first_leaf(chart_.transitions[i].source);
      if (!drawn_.contains(i)) follow(node_of_[leaf], i, leaf);
    }
    return std::move(process_);
  }

 private:
  std::size_t add(const std::string& id, const std::string& name, NodeKind kind, StateIndex state) {
    Node node;
    node.id = id;
    node.name = name;
    node.kind = kind;
    if (state != model::kNone) {
      node.lane = sketch_.boxes[state].owner;
      node.progress = sketch_.boxes[state].progress;
    }
    process_.nodes.push_back(std::move(node));
    return process_.nodes.size() - 1;
  }

  void connect(std::size_t from, std::size_t to, const std::string& name, bool taken) {
    const std::size_t index = process_.flows.size();
    Flow flow;
    flow.id = "flow_" + std::to_string(index + 1);
    flow.name = name;
    flow.source = from;
    flow.target = to;
    flow.taken = taken;
    process_.flows.push_back(std::move(flow));
    process_.nodes[from].outgoing.push_back(index);
    process_.nodes[to].incoming.push_back(index);
  }

  void add_state(StateIndex index) {
    const model::State& state = chart_.states[index];
    const std::string& key = sketch_.boxes[index].key;
    NodeKind kind = NodeKind::kTask;
    switch (state.kind) {
      case StateKind::kCompound:
        return;
      case StateKind::kParallel:
        node_of_[index] =
            add(key + "_fork", sketch_.boxes[index].title, NodeKind::kParallel, index);
        if (done_transition(index) != model::kNone) {
          join_of_[index] = add(key + "_join", {}, NodeKind::kParallel, index);
        }
        return;
      case StateKind::kChoice:
      case StateKind::kHistory:
        kind = NodeKind::kExclusive;
        break;
      case StateKind::kFinal:
        kind = state.parent == model::kNone ? NodeKind::kEnd : NodeKind::kThrow;
        break;
      case StateKind::kAtomic:
        kind = task_kind(index);
        break;
    }
    node_of_[index] = add(key, sketch_.text(index, "\n"), kind, index);
  }

  [[nodiscard]] NodeKind task_kind(StateIndex index) const {
    const model::State& state = chart_.states[index];
    if (!state.call.empty()) return NodeKind::kServiceTask;
    const bool person = std::ranges::any_of(state.transitions, [&](TransitionIndex each) {
      return !chart_.transitions[each].by.empty();
    });
    return person || sketch_.boxes[index].owner == "applicant" ? NodeKind::kUserTask
                                                               : NodeKind::kTask;
  }

  [[nodiscard]] TransitionIndex done_transition(StateIndex state) const {
    const std::string event = std::string(kDone) + chart_.states[state].id;
    for (TransitionIndex i = 0; i < chart_.transitions.size(); ++i) {
      const auto& on = chart_.transitions[i].on;
      if (std::ranges::find(on, event) != on.end()) return i;
    }
    return model::kNone;
  }

  /// Where a way into the state arrives.
  std::size_t entry(StateIndex state) {
    const model::State& at = chart_.states[state];
    if (at.kind == StateKind::kCompound) return entries(at.initial.to, sketch_.boxes[state].key);
    return node_of_[state];
  }

  std::size_t entries(const std::vector<StateIndex>& to, const std::string& from) {
    if (to.size() == 1) return entry(to.front());
    std::string id = "split_" + from;
    const auto known = splits_.find(id);
    if (known != splits_.end()) return known->second;
    const std::size_t split = add(id, {}, NodeKind::kParallel, to.front());
    splits_[id] = split;
    for (const StateIndex each : to) connect(split, entry(each), {}, false);
    return split;
  }

  void flows_of(StateIndex index) {
    const model::State& state = chart_.states[index];
    switch (state.kind) {
      case StateKind::kCompound:
        return;
      case StateKind::kParallel:
        for (const StateIndex region : state.children) {
          if (chart_.states[region].kind == StateKind::kHistory) continue;
          connect(node_of_[index], entry(region), {}, false);
        }
        if (join_of_[index] != 0) follow(join_of_[index], done_transition(index), index);
        return;
      case StateKind::kHistory:
        return connect(node_of_[index], entries(state.initial.to, sketch_.boxes[index].key),
                       sketch_.language == Language::kChinese ? "默认" : "default", false);
      case StateKind::kChoice:
        for (const TransitionIndex each : state.transitions) follow(node_of_[index], each, index);
        return;
      case StateKind::kFinal:
        return final_flows(index);
      case StateKind::kAtomic:
        return task_flows(index);
    }
  }

  /// A nested ending goes on with what its parent's `done` leads to, or waits for its siblings.
  void final_flows(StateIndex index) {
    const StateIndex parent = chart_.states[index].parent;
    if (parent == model::kNone) return;
    const TransitionIndex done = done_transition(parent);
    if (done != model::kNone) follow(node_of_[index], done, index);
    const StateIndex above = chart_.states[parent].parent;
    if (above != model::kNone && join_of_[above] != 0) {
      connect(node_of_[index], join_of_[above], {}, false);
    }
  }

  void task_flows(StateIndex index) {
    std::vector<TransitionIndex> pressed;
    for (StateIndex at = index; at != model::kNone; at = chart_.states[at].parent) {
      for (const TransitionIndex each : chart_.states[at].transitions) {
        const Transition& transition = chart_.transitions[each];
        if (at != index && on_done(transition)) continue;
        if (timed(transition)) {
          follow(boundary(index, each), each, index);
        } else {
          pressed.push_back(each);
        }
      }
    }
    std::size_t from = node_of_[index];
    if (pressed.size() > 1) {
      const std::size_t gate =
          add(sketch_.boxes[index].key + "_next", {}, NodeKind::kExclusive, index);
      connect(from, gate, {}, false);
      from = gate;
    }
    for (const TransitionIndex each : pressed) follow(from, each, index);
  }

  std::size_t boundary(StateIndex index, TransitionIndex transition) {
    const Transition& at = chart_.transitions[transition];
    const std::size_t node = add(sketch_.boxes[index].key + "_timer_" + std::to_string(transition),
                                 sketch_.arrows[transition].name, NodeKind::kBoundary, index);
    process_.nodes[node].host = node_of_[index];
    process_.nodes[node].progress = Progress::kPlain;
    process_.nodes[node].timer = at.after ? timer_text(*at.after) : at.on.front();
    return node;
  }

  /// Taken counts where the history shows that the case stood in this very state.
  [[nodiscard]] bool taken_from(TransitionIndex transition, StateIndex leaf) const {
    if (sketch_.trace == nullptr) return false;
    const Transition& at = chart_.transitions[transition];
    const auto in = sketch_.trace->taken_in.find(at.pointer);
    if (in == sketch_.trace->taken_in.end()) return false;
    return at.source == leaf || in->second.contains(chart_.states[leaf].id);
  }

  void follow(std::size_t from, TransitionIndex transition, StateIndex leaf) {
    const Transition& at = chart_.transitions[transition];
    drawn_.insert(transition);
    Arrow arrow = sketch_.arrows[transition];
    const bool taken = taken_from(transition, leaf);
    if (!taken) arrow.taken = 0;
    // The task itself where a region's or a gateway's node stands for the source.
    const std::size_t stays = node_of_[sketch_.first_leaf(leaf)];
    const std::size_t to =
        at.targets.empty() ? stays : entries(at.targets, "t" + std::to_string(transition));
    connect(from, to, arrow.text("\n"), taken);
  }

  const Sketch& sketch_;
  const model::Chart& chart_;
  Process process_;
  std::vector<std::size_t> node_of_, join_of_;  // 0: none, which is the start event
  std::map<std::string, std::size_t> splits_;
  std::set<TransitionIndex> drawn_;
};

}  // namespace

Process process_of(const Sketch& sketch) { return Builder(sketch).run(); }

}  // namespace lianban::picture::bpmn
