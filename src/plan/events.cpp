#include "plan/events.hpp"

#include <nlohmann/json.hpp>

#include "model/event_match.hpp"
#include "rules/path.hpp"

namespace lianban::planning {

namespace {

/// The written name of a `raise` or `send`; empty where a rule computes it.
std::string event_of(const Json& source, const std::string& pointer) {
  const Json::json_pointer at(pointer);
  if (!source.contains(at) || !source.at(at).is_object()) return {};
  const Json& action = source.at(at);
  for (const char* name : {"raise", "send"}) {
    if (!action.contains(name)) continue;
    const Json& event = action.at(name);
    if (event.is_string()) return event.get<std::string>();
    if (event.is_object() && event.contains("event") && event.at("event").is_string()) {
      return event.at("event").get<std::string>();
    }
  }
  return {};
}

Ways one(FactIndex fact) { return fact == Facts::kNoFact ? Ways{{}} : Ways{{fact}}; }

}  // namespace

Ways Events::heard(std::string_view event, bool by_a_person) const {
  Ways ways;
  if (event == "*" || of_engine(rules::split_path(event), ways)) {
    return event == "*" ? Ways{{}} : ways;
  }
  if (by_a_person) return {{}};
  ways = raised(event);
  return ways.empty() ? Ways{{}} : ways;
}

Ways Events::occurred(std::string_view event) const {
  Ways ways;
  if (of_engine(rules::split_path(event), ways)) return ways;
  ways = raised(event);
  const auto& transitions = definition_.chart.transitions;
  for (model::TransitionIndex index = 0; index < transitions.size(); ++index) {
    if (name_match(transitions[index], event)) ways.push_back({facts_.transition(index)});
  }
  return ways.empty() ? Ways{{}} : ways;
}

bool Events::of_engine(const std::vector<std::string>& words, Ways& ways) const {
  if (words.empty()) return false;
  const std::string& family = words[0];
  const std::string name = words.size() > 1 ? words[1] : std::string();
  const std::string what = words.size() > 2 ? words[2] : std::string();
  if (family == "call") {
    ways = one(facts_.call(name));
  } else if (family == "material") {
    ways = one(facts_.material(name));
  } else if (family == "licence") {
    ways = one(facts_.licence(name));
  } else if (family == "deferral") {
    ways = what == "satisfied"  ? one(facts_.material(name))
           : what == "promised" ? Ways{{}}
                                : one(Facts::kAccepted);
  } else if (family == "deferrals") {
    ways = one(Facts::kAccepted);
  } else if (family == "clock") {
    ways = of_clock(name);
  } else if (family == "case") {
    ways = name == "accepted" ? one(Facts::kAccepted) : of_child(name);
  } else if (family == "done") {
    ways = of_done(what);
  } else if (family == "after") {
    const model::StateIndex state = definition_.chart.find(name);
    ways = state == model::kNone ? Ways{{}} : one(facts_.state(state));
  } else if (family == "error") {
    ways = {{}};
  } else {
    return false;
  }
  return true;
}

Ways Events::of_clock(const std::string& id) const {
  const model::Clock* clock = definition_.clocks.find(id);
  if (clock == nullptr) return {{}};
  Ways ways;
  for (const model::StateIndex state : clock->runs_in) {
    Needs needs{facts_.state(state)};
    if (clock->from_accepted) needs.push_back(Facts::kAccepted);
    ways.push_back(std::move(needs));
  }
  return ways;
}

Ways Events::of_done(const std::string& id) const {
  const model::StateIndex index = definition_.chart.find(id);
  if (index == model::kNone) return {{}};
  const model::State& state = definition_.chart.states[index];
  if (state.kind != model::StateKind::kCompound) return one(facts_.state(index));
  Ways ways;
  for (const model::StateIndex child : state.children) {
    if (definition_.chart.states[child].kind == model::StateKind::kFinal) {
      ways.push_back({facts_.state(child)});
    }
  }
  return ways;
}

Ways Events::of_child(const std::string& name) const {
  Ways ways;
  each_action<model::Open>(places_, [&](const Place& place, const model::Open& open) {
    if (open.as == name) ways.insert(ways.end(), place.ways.begin(), place.ways.end());
  });
  return ways.empty() ? Ways{{}} : ways;
}

Ways Events::raised(std::string_view event) const {
  Ways ways;
  for (const Place& place : places_) {
    const bool speaks = std::holds_alternative<model::Raise>(place.action->body) ||
                        std::holds_alternative<model::Send>(place.action->body);
    if (!speaks) continue;
    const std::string name = event_of(source_, place.action->pointer);
    // A name that a rule computes may be this one.
    const bool matches = name.empty() || model::descriptor_match(event, name);
    if (matches) ways.insert(ways.end(), place.ways.begin(), place.ways.end());
  }
  return ways;
}

}  // namespace lianban::planning
