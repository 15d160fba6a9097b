// What an overlay says about the chart: states by id, transitions by what they wait for.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/codes.hpp"
#include "model/loading.hpp"
#include "model/overlay.hpp"

namespace lianban::model {

namespace {

constexpr std::string_view kPlace = "place";
constexpr std::string_view kAdded = "add_transitions";

/// A state of the base: the list it stands in, and where in it.
struct Spot {
  std::vector<Traced>* list = nullptr;
  std::size_t index = 0;
  [[nodiscard]] Traced& state() const { return (*list)[index]; }
};

std::string id_of(const Traced& state) {
  const Traced* id = state.find("id");
  return id == nullptr ? std::string{} : id->text();
}

std::optional<Spot> find_state(Traced& parent, std::string_view id) {
  Traced* states = parent.find("states");
  if (states == nullptr || !states->is_array()) return std::nullopt;
  for (std::size_t i = 0; i < states->elements.size(); ++i) {
    Traced& state = states->elements[i];
    if (!state.is_object()) continue;
    if (id_of(state) == id) return Spot{&states->elements, i};
    if (const auto inside = find_state(state, id)) return inside;
  }
  return std::nullopt;
}

void collect_ids(const Traced& parent, std::vector<std::string>& ids) {
  const Traced* states = parent.find("states");
  if (states == nullptr) return;
  for (const Traced& state : states->elements) {
    if (!state.is_object()) continue;
    ids.push_back(id_of(state));
    collect_ids(state, ids);
  }
}

Text near_state(const Traced& chart, const std::string& id, Text otherwise) {
  std::vector<std::string> ids;
  collect_ids(chart, ids);
  Text near = did_you_mean(id, ids);
  return near.empty() ? std::move(otherwise) : near;
}

/// Whether a transition is what the name says: an event of its `on`, "after" or "always".
bool answers(const Traced& transition, std::string_view name) {
  const Traced* on = transition.find("on");
  if (on == nullptr) return name == (transition.find("after") == nullptr ? "always" : "after");
  if (on->text() == name) return true;
  return std::ranges::any_of(on->elements, [&](const Traced& each) { return each.text() == name; });
}

/// "event" or "event#2": the second in document order. Nothing, after a fault, where it names none
/// or several.
std::optional<std::size_t> find_transition(const Traced& list, const Traced::Member& named,
                                           const OverlayFault& fault) {
  const std::size_t mark = named.name.rfind('#');
  const std::string name = named.name.substr(0, mark);
  std::size_t wanted = 0;
  if (mark != std::string::npos) {
    const char* end = named.name.data() + named.name.size();
    const auto read = std::from_chars(named.name.data() + mark + 1, end, wanted);
    if (read.ec != std::errc() || read.ptr != end) wanted = list.elements.size() + 1;
  }
  std::vector<std::size_t> found;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < list.elements.size(); ++i) {
    const Traced& each = list.elements[i];
    if (!each.is_object()) continue;
    if (answers(each, name)) found.push_back(i);
    const Traced* on = each.find("on");
    if (on == nullptr) {
      known.emplace_back(each.find("after") == nullptr ? "always" : "after");
    } else if (!on->text().empty()) {
      known.push_back(on->text());
    }
    for (std::size_t k = 0; on != nullptr && k < on->elements.size(); ++k) {
      known.push_back(on->elements[k].text());
    }
  }
  if (wanted == 0 && found.size() == 1) return found.front();
  if (wanted > 0 && wanted <= found.size()) return found[wanted - 1];
  if (found.size() > 1) {
    const std::string count = std::to_string(found.size());
    fault(codes::kOverlayTarget, named.value.origin,
          {"此状态有 " + count + " 个转移等待" + quoted_zh(name),
           count + " transitions of this state wait for " + quoted_en(name)},
          {"写明第几个，例如 \"" + name + "#1\"", "say which, for example \"" + name + "#1\""},
          true);
    return std::nullopt;
  }
  fault(codes::kOverlayTarget, named.value.origin,
        {"此状态没有等待" + quoted_zh(name) + "的转移",
         "no transition of this state waits for " + quoted_en(name)},
        did_you_mean(name, known), true);
  return std::nullopt;
}

void lay_transitions(Traced& state, const Traced& over, const OverlayFault& fault) {
  Traced* list = state.find("transitions");
  static const Traced kNone;
  if (list == nullptr || !list->is_array()) {
    for (const Traced::Member& each : over.members) (void)find_transition(kNone, each, fault);
    return;
  }
  std::vector<std::pair<std::size_t, const Traced*>> changes;
  for (const Traced::Member& each : over.members) {
    if (const auto index = find_transition(*list, each, fault)) {
      changes.emplace_back(*index, &each.value);
    }
  }
  for (const auto& [index, change] : changes) {
    if (change->is_null()) continue;
    if (!change->is_object()) {
      list->elements[index] = *change;
      continue;
    }
    for (const Traced::Member& each : change->members) {
      lay_member(list->elements[index], each.name, each.value, fault);
    }
  }
  std::ranges::sort(changes, std::greater<>(), &std::pair<std::size_t, const Traced*>::first);
  for (const auto& [index, change] : changes) {
    if (change->is_null()) {
      list->elements.erase(list->elements.begin() + static_cast<std::ptrdiff_t>(index));
    }
  }
}

/// Before those of the base: what the overlay says is tried first.
void add_transitions(Traced& state, const Traced& added) {
  Traced* list = state.find("transitions");
  if (list == nullptr || !list->is_array() || !added.is_array()) {
    state.put("transitions", added);
    return;
  }
  list->elements.insert(list->elements.begin(), added.elements.begin(), added.elements.end());
}

void lay_state(Traced& state, const Traced& over, const OverlayFault& fault) {
  for (const Traced::Member& each : over.members) {
    if (each.name == kPlace || each.name == "id") {
      fault(codes::kOutOfPlace, each.value.origin,
            {"被扩展的定义已有这个状态", "the definition it extends has this state already"},
            {"状态不能改名，也不能移动", "a state is neither renamed nor moved"}, true);
    } else if (each.name == "states" && each.value.is_object()) {
      fault(
          codes::kWrongType, each.value.origin, {"子状态须是列表", "children must be a list"},
          {"子状态也直接写在 chart.states 之下", "a child, too, is named right under chart.states"},
          true);
    } else if (each.name == "transitions" && each.value.is_object()) {
      lay_transitions(state, each.value, fault);
    } else if (each.name != kAdded) {
      lay_member(state, each.name, each.value, fault);
    }
  }
  if (const Traced* added = over.find(kAdded)) add_transitions(state, *added);
}

/// Puts a new state at its place; false where that is not there (yet).
bool place_state(Traced& chart, const Traced::Member& named) {
  const Traced::Member& place = named.value.find(kPlace)->members.front();
  const auto spot = find_state(chart, place.value.text());
  if (!spot) return false;
  Traced state = named.value;
  state.erase(kPlace);
  if (const Traced* added = named.value.find(kAdded)) {
    add_transitions(state, *added);
    state.erase(kAdded);
  }
  Traced id;
  id.value = std::make_shared<const Json>(named.name);
  id.origin = named.value.origin;
  state.put("id", std::move(id));
  if (place.name == "in") {
    Traced& parent = spot->state();
    if (parent.find("states") == nullptr) {
      Traced children;
      children.kind = Traced::Kind::kArray;
      children.origin = parent.origin;
      parent.put("states", std::move(children));
    }
    parent.find("states")->elements.push_back(std::move(state));
    return true;
  }
  const std::size_t at = spot->index + (place.name == "after" ? 1 : 0);
  spot->list->insert(spot->list->begin() + static_cast<std::ptrdiff_t>(at), std::move(state));
  return true;
}

/// {"after": id}, {"before": id} or {"in": id}, and nothing else.
bool sound_place(const Traced& place, const OverlayFault& fault) {
  const bool one = place.is_object() && place.members.size() == 1;
  const std::string name = one ? place.members.front().name : std::string{};
  if (one && (name == "after" || name == "before" || name == "in") &&
      !place.members.front().value.text().empty()) {
    return true;
  }
  fault(codes::kWrongType, place.origin,
        {"须写明一个位置：after、before 或 in", "must be one place: after, before or in"},
        {"例如 {\"after\": \"review\"}", "for example {\"after\": \"review\"}"}, false);
  return false;
}

void add_states(Traced& chart, std::vector<const Traced::Member*> waiting,
                const OverlayFault& fault) {
  // One new state may stand beside another, and members have no order.
  for (bool moved = true; moved;) {
    moved = std::erase_if(waiting, [&](const Traced::Member* each) {
              return place_state(chart, *each);
            }) != 0;
  }
  for (const Traced::Member* each : waiting) {
    const Traced& place = each->value.find(kPlace)->members.front().value;
    fault(codes::kUnknownState, place.origin,
          {"没有状态" + quoted_zh(place.text()), "no state " + quoted_en(place.text())},
          near_state(chart, place.text(), {}), false);
  }
}

void lay_states(Traced& chart, const Traced& over, const OverlayFault& fault) {
  std::vector<const Traced::Member*> added;
  std::vector<std::string> removed;
  for (const Traced::Member& each : over.members) {
    const auto spot = find_state(chart, each.name);
    const Traced* place = each.value.find(kPlace);
    if (spot && each.value.is_null()) {
      removed.push_back(each.name);
    } else if (spot && each.value.is_object()) {
      lay_state(spot->state(), each.value, fault);
    } else if (!spot && place != nullptr) {
      if (sound_place(*place, fault)) added.push_back(&each);
    } else if (!spot) {
      fault(codes::kOverlayTarget, each.value.origin,
            {"被扩展的定义没有状态" + quoted_zh(each.name),
             "the definition it extends has no state " + quoted_en(each.name)},
            near_state(chart, each.name,
                       {"新状态须写位置，例如 \"place\": {\"after\": \"review\"}",
                        "a new state needs its place: \"place\": {\"after\": \"review\"}"}),
            true);
    } else {
      fault(codes::kWrongType, each.value.origin, {"须是一个对象", "must be an object"}, {}, false);
    }
  }
  add_states(chart, std::move(added), fault);
  for (const std::string& id : removed) {
    const auto spot = find_state(chart, id);
    if (spot) spot->list->erase(spot->list->begin() + static_cast<std::ptrdiff_t>(spot->index));
  }
}

}  // namespace

void lay_chart_over(Traced& base, const Traced& over, const OverlayFault& fault) {
  for (const Traced::Member& each : over.members) {
    if (each.name == "states" && each.value.is_object()) {
      lay_states(base, each.value, fault);
    } else {
      lay_member(base, each.name, each.value, fault);
    }
  }
}

}  // namespace lianban::model
