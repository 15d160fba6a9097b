// A promise that is not kept must end the case as was told when it was given (浙江省保障
// “最多跑一次”改革规定 11: one notice names document, limit and consequence).
#include <algorithm>
#include <set>

#include "model/check_parts.hpp"
#include "model/event_match.hpp"

namespace lianban::model {
namespace {

/// Steps of all walks of one deferral; past that nothing more is looked for.
constexpr std::size_t kMostSteps = 1u << 22;

bool needs(const Chart& chart, const Way& way, const std::string& material) {
  return std::ranges::any_of(way.states, [&](StateIndex state) {
    const auto& all = chart.states[state].needs;
    return std::ranges::find(all, material) != all.end();
  });
}

/// Follows every way from the handling of an overdue deferral until it is decided as was told, made
/// good, or waived.
class OverdueWalk {
 public:
  OverdueWalk(const Checking& c, const Material& material) : c_(c), material_(material) {}

  /// What the case may end as instead: an outcome decided or the id of an ending.
  [[nodiscard]] std::set<std::string> escapes(TransitionIndex handler) {
    escapes_.clear();
    seen_.clear();
    const StateIndex source = c_.chart.transitions[handler].source;
    for (StateIndex leaf = source; leaf < c_.chart.states[source].end; ++leaf) {
      if (c_.graph.is_leaf(leaf) && c_.graph.reachable(leaf)) take(leaf, handler);
    }
    while (!todo_.empty() && steps_ < kMostSteps) {
      const StateIndex leaf = todo_.back();
      todo_.pop_back();
      for (StateIndex at = leaf; at != kNone; at = c_.chart.states[at].parent) {
        for (const TransitionIndex index : c_.chart.states[at].transitions) {
          if (!is_made_good(c_.chart.transitions[index])) take(leaf, index);
        }
      }
    }
    todo_.clear();
    return escapes_;
  }

 private:
  enum class Effect { kOpen, kClosed, kElsewhere };

  /// Of a document that came after all, the deferral is no longer overdue.
  [[nodiscard]] bool is_made_good(const Transition& transition) const {
    return !transition.on.empty() &&
           std::ranges::all_of(transition.on, [&](const std::string& event) {
             return event == "deferrals.settled" ||
                    event == "deferral." + material_.id + ".satisfied";
           });
  }

  void visit(StateIndex leaf) {
    if (seen_.insert(leaf).second) todo_.push_back(leaf);
  }

  void take(StateIndex leaf, TransitionIndex index) {
    ++steps_;
    const Transition& transition = c_.chart.transitions[index];
    if (transition.targets.empty()) {
      if (effect(transition.actions) == Effect::kOpen) visit(leaf);
      return;
    }
    for (const Way& way : c_.graph.ways(index)) {
      if (needs(c_.chart, way, material_.id)) continue;
      std::vector<const Actions*> all = c_.graph.exits(leaf, c_.graph.domain(index));
      all.push_back(&transition.actions);
      all.insert(all.end(), way.actions.begin(), way.actions.end());
      const bool is_open = std::ranges::all_of(
          all, [&](const Actions* actions) { return effect(*actions) == Effect::kOpen; });
      if (is_open) arrive(way);
    }
  }

  void arrive(const Way& way) {
    for (const StateIndex state : way.states) {
      if (c_.graph.is_ending(state)) {
        const bool as_told = c_.chart.states[state].outcome == material_.defer->overdue;
        if (!as_told) escapes_.insert(c_.id(state));
      } else if (c_.graph.is_leaf(state)) {
        visit(state);
      }
    }
  }

  Effect effect(const Actions& actions) {
    for (const Action& action : actions) {
      const Effect found = effect(action);
      if (found != Effect::kOpen) return found;
    }
    return Effect::kOpen;
  }

  Effect effect(const Action& action) {
    if (const auto* decide = std::get_if<Decide>(&action.body)) {
      if (decide->outcome == material_.defer->overdue) return Effect::kClosed;
      escapes_.insert(decide->outcome);
      return Effect::kElsewhere;
    }
    if (const auto* waive = std::get_if<Waive>(&action.body)) {
      return waive->material == material_.id ? Effect::kClosed : Effect::kOpen;
    }
    if (const auto* loop = std::get_if<Foreach>(&action.body)) {
      (void)effect(loop->body);  // Perhaps over nothing.
      return Effect::kOpen;
    }
    const auto* choice = std::get_if<If>(&action.body);
    if (choice == nullptr) return Effect::kOpen;
    Effect all = effect(choice->otherwise);
    for (const Branch& branch : choice->branches) {
      if (effect(branch.then) == Effect::kOpen) all = Effect::kOpen;
    }
    return all;
  }

  const Checking& c_;
  const Material& material_;
  std::set<std::string> escapes_;
  std::set<StateIndex> seen_;
  std::vector<StateIndex> todo_;
  std::size_t steps_ = 0;
};

void check_ways(const Checking& c, const Material& material,
                const std::vector<TransitionIndex>& handlers) {
  if (c.graph.truncated()) return;
  OverdueWalk walk(c, material);
  for (const TransitionIndex index : handlers) {
    const std::set<std::string> escapes = walk.escapes(index);
    if (escapes.empty()) continue;
    const std::string& told = material.defer->overdue;
    c.error(codes::kOverdueEscapes, c.chart.transitions[index].pointer,
            Text{"容缺材料", "when the deferral of "} + named(material.id) +
                Text{"逾期后，告知的后果是", " is overdue, "} + named(told) +
                Text{"，但从这里还能走到：",
                     " was told as the consequence, but this way may lead to "} +
                listed({escapes.begin(), escapes.end()}),
            {"请在这条转移或者它进入的状态里写 {\"decide\": \"" + told + "\"}",
             "write {\"decide\": \"" + told + "\"} on this transition or in the state it enters"},
            place_of(material.pointer + "/defer/overdue",
                     {"告知的后果在这里", "the consequence that was told"}));
  }
}

void check_satisfiable(const Checking& c, const Material& material) {
  const Deferral& defer = *material.defer;
  const std::string at = material.pointer + "/defer";
  if (material.source.kind == SourceKind::kProduced) {
    c.error(codes::kNeverSatisfied, at,
            Text{"材料", "the material "} + named(material.id) +
                Text{"由办件过程制作，不能容缺", " is made on the way, so nobody could promise it"},
            {"请删去“defer”", "take 'defer' out"},
            place_of(material.pointer + "/source", {"由文书产生", "made as a paper"}));
  }
  const StateIndex state = c.chart.find(defer.available_after);
  std::optional<Text> why;
  if (defer.available_is_state && state != kNone) {
    if (!c.graph.reachable(state)) why = Text{"状态无法到达", "nothing leads to that state"};
  } else if (!defer.available_after.empty()) {
    why = never_occurs(c, defer.available_after);
  }
  if (!why) return;
  c.error(codes::kNeverSatisfied, at + "/available_after",
          Text{"材料", "the material "} + named(material.id) +
              Text{"永远不会具备：", " can never be had: "} + *why,
          {"请写明材料在什么事件之后才会有", "name the event after which the document can exist"});
}

}  // namespace

std::string overdue_event(const Material& material) {
  return "deferral." + material.id + ".overdue";
}

bool handles_overdue(const Transition& transition, const Material& material) {
  const std::string event = overdue_event(material);
  return transition.by.empty() &&
         std::ranges::any_of(transition.on, [&](const std::string& descriptor) {
           return descriptor != "*" && descriptor_match(descriptor, event);
         });
}

void check_deferrals(const Checking& c) {
  for (const Material& material : c.definition.materials) {
    if (!material.defer) continue;
    check_satisfiable(c, material);
    const std::string event = overdue_event(material);
    std::vector<TransitionIndex> handlers;
    for (TransitionIndex index = 0; index < c.chart.transitions.size(); ++index) {
      if (handles_overdue(c.chart.transitions[index], material)) handlers.push_back(index);
    }
    check_ways(c, material, handlers);
    if (!handlers.empty()) continue;
    c.error(
        codes::kOverdueUnhandled, material.pointer + "/defer",
        Text{"没有转移处理", "no transition handles "} + named(event) +
            Text{"，逾期后案件无从了结", ", so a promise that is not kept has no end"},
        {"请写一条 \"on\": \"" + event + "\" 的转移，作出 \"" + material.defer->overdue + "\" 决定",
         "write a transition with \"on\": \"" + event + "\" that decides \"" +
             material.defer->overdue + "\""});
  }
}

}  // namespace lianban::model
