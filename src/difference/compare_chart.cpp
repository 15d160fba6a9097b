// States are known by their ids, wherever they stand. Transitions have none: of two states with one
// id, those that say the same are the same, then those with the same event and target, the same
// event and people, the same event, the same target.
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "difference/comparing.hpp"
#include "difference/labels.hpp"

namespace lianban::difference {
namespace {

using model::State;
using model::StateIndex;
using model::Transition;
using words::Book;
using words::fill;
using words::quoted;

Text step(const Book& book, const State& state) {
  return fill({"环节{0}", "step {0}"}, {quoted(book.title(state))});
}

std::vector<std::string> ids_of(const model::Chart& chart, const std::vector<StateIndex>& list) {
  std::vector<std::string> ids;
  for (const StateIndex each : list) ids.push_back(chart.states[each].id);
  return ids;
}

/// Those of the list that the other list has too: adding, removing, moving in is no other order.
std::vector<std::string> shared(std::vector<std::string> ids,
                                const std::vector<std::string>& other) {
  std::erase_if(ids,
                [&](const std::string& id) { return std::ranges::find(other, id) == other.end(); });
  return ids;
}

std::string parent_of(const model::Chart& chart, const State& state) {
  return state.parent == model::kNone ? std::string() : chart.states[state.parent].id;
}

Text called(const Book& book, const Transition& transition) {
  const Text name = book.name(transition);
  if (!name.empty()) return quoted(name);
  if (transition.targets.empty()) return quoted({"随即", "at once"});
  return fill({"“自动转入{0}”", "“on to {0}”"}, {book.states(transition.targets)});
}

/// Who may do it and where it leads: said of what is new or gone.
Text outline(const Book& book, const Transition& transition) {
  std::vector<Text> parts;
  if (!transition.by.empty()) {
    parts.push_back(fill({"由{0}办理", "by {0}"}, {book.roles(transition.by)}));
  }
  if (!transition.targets.empty()) {
    parts.push_back(fill({"转入{0}", "leads to {0}"}, {book.states(transition.targets)}));
  }
  return words::join(parts, {"，", ", "});
}

/// A state on one side.
struct Stand {
  const Side& side;
  const model::Chart& chart;
  const State& state;
};

/// Of each transition of the new state, which one of the old state it was; each at most once.
std::vector<std::optional<std::size_t>> partners(const Stand& before, const Stand& after) {
  using Same = std::function<bool(const Transition&, const Transition&)>;
  const Same event = [](const Transition& a, const Transition& b) {
    return a.after.has_value() == b.after.has_value() && a.on == b.on;
  };
  const Same target = [&](const Transition& a, const Transition& b) {
    return ids_of(before.chart, a.targets) == ids_of(after.chart, b.targets);
  };
  const std::vector<Same> rounds{
      [&](const Transition& a, const Transition& b) {
        return at_pointer(before.side.source, a.pointer) ==
               at_pointer(after.side.source, b.pointer);
      },
      [&](const Transition& a, const Transition& b) { return event(a, b) && target(a, b); },
      [&](const Transition& a, const Transition& b) { return event(a, b) && a.by == b.by; }, event,
      [&](const Transition& a, const Transition& b) {
        return target(a, b) && a.title == b.title && a.eventless() == b.eventless();
      }};
  std::vector<std::optional<std::size_t>> partner(after.state.transitions.size());
  std::vector<bool> used(before.state.transitions.size(), false);
  for (const Same& alike : rounds) {
    for (std::size_t i = 0; i < partner.size(); ++i) {
      const Transition& now = after.chart.transitions[after.state.transitions[i]];
      for (std::size_t j = 0; j < used.size() && !partner[i]; ++j) {
        const Transition& then = before.chart.transitions[before.state.transitions[j]];
        if (used[j] || !alike(then, now)) continue;
        partner[i] = j;
        used[j] = true;
      }
    }
  }
  return partner;
}

}  // namespace

void Comparing::transition(const Text& state, const Transition& before, const Transition& after) {
  const Json& was = at_pointer(before_.source, before.pointer);
  const Json& is = at_pointer(after_.source, after.pointer);
  const Text name = fill({"{0}的{1}", "{0}, {1}"}, {state, called(after_.book, after)});
  members({name, "transitions", ChangeArea::kTransitions}, was, is, after.pointer);
}

void Comparing::transitions(const State& before, const State& after) {
  const model::Chart& old_chart = before_.book.definition().chart;
  const model::Chart& new_chart = after_.book.definition().chart;
  const auto partner = partners({before_, old_chart, before}, {after_, new_chart, after});
  const Text name = step(after_.book, after);
  std::vector<std::string> old_order, new_order;
  for (std::size_t j = 0; j < before.transitions.size(); ++j) {
    if (std::ranges::find(partner, std::optional(j)) != partner.end()) {
      old_order.push_back(std::to_string(j));
      continue;
    }
    const Transition& gone = old_chart.transitions[before.transitions[j]];
    add(ChangeArea::kTransitions, ChangeKind::kRemoved, gone.pointer,
        fill({"{0}：取消{1}（{2}）", "{0}: removed {1} ({2})"},
             {name, called(before_.book, gone), outline(before_.book, gone)}),
        at_pointer(before_.source, gone.pointer), {});
  }
  for (std::size_t i = 0; i < partner.size(); ++i) {
    const Transition& now = new_chart.transitions[after.transitions[i]];
    if (partner[i]) {
      new_order.push_back(std::to_string(*partner[i]));
      transition(name, old_chart.transitions[before.transitions[*partner[i]]], now);
      continue;
    }
    add(ChangeArea::kTransitions, ChangeKind::kAdded, now.pointer,
        fill({"{0}：新增{1}（{2}）", "{0}: added {1} ({2})"},
             {name, called(after_.book, now), outline(after_.book, now)}),
        {}, at_pointer(after_.source, now.pointer));
  }
  order(name, old_order, new_order, after.pointer + "/transitions",
        {"办理事由的先后次序改变（先者优先）",
         "the order of its transitions changed (the first one wins)"});
}

void Comparing::state(const State& before, const State& after) {
  const model::Chart& old_chart = before_.book.definition().chart;
  const model::Chart& new_chart = after_.book.definition().chart;
  const Text name = step(after_.book, after);
  const std::string old_parent = parent_of(old_chart, before);
  const std::string new_parent = parent_of(new_chart, after);
  if (old_parent != new_parent) {
    const auto inside = [](const Book& book, const std::string& id) {
      return id.empty() ? Text{"最外层", "the top"} : quoted(book.state(id));
    };
    say(ChangeArea::kSteps, fill({"{0}所在的环节", "{0}, where it stands"}, {name}), old_parent,
        new_parent, after.pointer, inside(before_.book, old_parent),
        inside(after_.book, new_parent));
  }
  const Json& was = at_pointer(before_.source, before.pointer);
  const Json& is = at_pointer(after_.source, after.pointer);
  members({name, "states", ChangeArea::kSteps}, was, is, after.pointer,
          {"states", "transitions", "initial", "id"});
  const auto old_start = ids_of(old_chart, before.initial.to);
  const auto new_start = ids_of(new_chart, after.initial.to);
  const bool written = part_of(was, "initial") != part_of(is, "initial");
  if (after.kind != model::StateKind::kHistory && (old_start != new_start || written)) {
    say(old_start == new_start &&
                part_of(part_of(was, "initial"), "do") == part_of(part_of(is, "initial"), "do")
            ? ChangeArea::kWording
            : ChangeArea::kSteps,
        fill({"{0}的开始环节", "{0}, first step"}, {name}),
        old_start == new_start ? part_of(was, "initial") : Json(old_start),
        old_start == new_start ? part_of(is, "initial") : Json(new_start), after.pointer,
        before_.book.states(before.initial.to), after_.book.states(after.initial.to));
  }
  const auto old_children = ids_of(old_chart, before.children);
  const auto new_children = ids_of(new_chart, after.children);
  order(name, shared(old_children, new_children), shared(new_children, old_children),
        after.pointer + "/states", {"各环节的先后次序改变", "the order of its steps changed"});
  transitions(before, after);
}

void Comparing::chart() {
  const model::Chart& old_chart = before_.book.definition().chart;
  const model::Chart& new_chart = after_.book.definition().chart;
  const Text whole{"流程", "chart"};
  for (const State& gone : old_chart.states) {
    if (new_chart.find(gone.id) != model::kNone) continue;
    add(ChangeArea::kSteps, ChangeKind::kRemoved, gone.pointer,
        fill({"取消{0}", "removed: {0}"}, {step(before_.book, gone)}),
        at_pointer(before_.source, gone.pointer), {});
  }
  for (const State& now : new_chart.states) {
    const StateIndex before = old_chart.find(now.id);
    if (before != model::kNone) {
      state(old_chart.states[before], now);
      continue;
    }
    add(ChangeArea::kSteps, ChangeKind::kAdded, now.pointer,
        fill({"新增{0}", "added: {0}"}, {step(after_.book, now)}), {},
        at_pointer(after_.source, now.pointer));
  }
  members({whole, "chart", ChangeArea::kSteps}, part_of(before_.source, "chart"),
          part_of(after_.source, "chart"), "/chart", {"states"});
  const auto old_top = ids_of(old_chart, old_chart.top);
  const auto new_top = ids_of(new_chart, new_chart.top);
  order(whole, shared(old_top, new_top), shared(new_top, old_top), "/chart/states",
        {"各环节的先后次序改变", "the order of its steps changed"});
}

}  // namespace lianban::difference
