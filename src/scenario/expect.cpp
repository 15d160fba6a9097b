#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "scenario/compare.hpp"
#include "scenario/story.hpp"

namespace lianban::scenario {

namespace {

/// {"id": "state"} is short for {"id": {"state": "state"}}.
Json with_states(const Json& expected) {
  Json full = Json::object();
  for (const auto& [id, value] : expected.items()) {
    full[id] = value.is_string() ? Json{{"state", value}} : value;
  }
  return full;
}

constexpr std::array<std::string_view, 19> kKnown{
    "states",    "in",      "outcome",  "ended",       "case",    "vars",   "materials",
    "deferrals", "clocks",  "licences", "calls",       "holders", "papers", "notices",
    "incidents", "actions", "refusals", "history_has", "register"};

}  // namespace

Story::Outcome Story::expect(const Json& step) {
  const Json& expected = step["expect"];
  const std::string id = case_of(step);
  const auto view = engine_->show(id);
  if (!view.ok()) return Fault{"a case", view.error().code};
  for (const auto& [name, value] : expected.items()) {
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
      return Fault{"an expectation that is known", name};
    }
  }
  if (auto fault = expect_view(expected, *view, id)) return fault;
  if (auto fault = expect_actions(expected, actor_of(step), id)) return fault;
  if (expected.contains("register")) {
    if (auto fault = expect_register(expected["register"])) return fault;
  }
  if (expected.contains("history_has")) return expect_history(expected["history_has"], id);
  return std::nullopt;
}

/// The register belongs to no case: its licences are named by their numbers. Null: not in it.
Story::Outcome Story::expect_register(const Json& expected) {
  Json found = Json::object();
  for (const auto& item : expected.items()) {
    const auto licence = engine_->licence(item.key());
    if (licence.ok()) {
      found[item.key()] = *licence;
    } else if (licence.error().code != "licence/not_found") {
      return Fault{"a register that can be read", licence.error().code};
    }
  }
  const auto difference = compare(with_states(expected), &found, "/register");
  if (!difference) return std::nullopt;
  return Fault{difference->where + " " + difference->expected, difference->found};
}

Story::Outcome Story::expect_view(const Json& expected, const Json& view, const std::string& id) {
  const auto fault = [](const std::optional<Difference>& difference) -> Outcome {
    if (!difference) return std::nullopt;
    return Fault{difference->where + " " + difference->expected, difference->found};
  };
  for (const auto& [name, value] : expected.items()) {
    std::optional<Difference> difference;
    if (name == "states") {
      difference = compare_sets(value, view["states"]["active"], "/states");
    } else if (name == "in") {
      for (const Json& state : value.is_array() ? value : Json::array({value})) {
        const Json& in = view["states"]["in"];
        if (std::find(in.begin(), in.end(), state) == in.end()) {
          difference = Difference{"/in", state.dump(), in.dump()};
        }
      }
    } else if (name == "outcome" || name == "ended") {
      difference = compare(value, &view[name], "/" + name);
    } else if (name == "case") {
      // `case.deferrals` is the list that rules see, not the map of all of them.
      Json seen = view;
      seen["deferrals"] = view["open_deferrals"];
      difference = compare(value, &seen, "/case");
    } else if (name == "vars") {
      difference = compare(value, &view["vars"], "/vars");
    } else if (name == "materials" || name == "deferrals" || name == "clocks" ||
               name == "licences") {
      difference = compare(with_states(value), &view[name], "/" + name);
    } else if (name == "holders") {
      difference = compare(value, &view["holders"]["used"], "/holders");
    } else if (name == "papers") {
      Json ids = Json::array();
      for (const Json& paper : view["papers"]) ids.push_back(paper["paper"]);
      difference = compare(value, &ids, "/papers");
    } else if (name == "incidents") {
      const auto open = std::count_if(view["incidents"].begin(), view["incidents"].end(),
                                      [](const Json& each) { return each["open"] == true; });
      const Json count = static_cast<std::int64_t>(open);
      difference = compare(value, &count, "/incidents");
    } else if (name == "calls") {
      if (auto wrong = expect_calls(value, view, id)) return wrong;
    } else if (name == "notices") {
      if (auto wrong = expect_notices(value, view, id)) return wrong;
    }
    if (difference) return fault(difference);
  }
  noticed_[id] = view["notices"].size();
  return std::nullopt;
}

Story::Outcome Story::expect_calls(const Json& expected, const Json& view, const std::string& id) {
  std::optional<Difference> difference;
  if (expected.is_array()) {
    const auto open = engine_->open_calls(id);
    if (!open.ok()) return Fault{"open calls", open.error().code};
    Json names = Json::array();
    for (const OpenCall& each : *open) {
      if (each.state == "abandoned") continue;
      if (std::find(names.begin(), names.end(), Json(each.call)) == names.end()) {
        names.push_back(each.call);
      }
    }
    difference = compare_sets(expected, names, "/calls");
  } else {
    Json calls = view["calls"];
    for (const auto& [name, value] : expected.items()) {
      if (!calls.contains(name)) calls[name] = Json{{"effect", "none"}};
    }
    difference = compare(with_states(expected), &calls, "/calls");
  }
  if (!difference) return std::nullopt;
  return Fault{difference->where + " " + difference->expected, difference->found};
}

Story::Outcome Story::expect_notices(const Json& expected, const Json& view,
                                     const std::string& id) {
  Json since = Json::array();
  for (std::size_t i = noticed_[id]; i < view["notices"].size(); ++i) {
    since.push_back(view["notices"][i]);
  }
  const auto difference = compare(expected, &since, "/notices");
  if (!difference) return std::nullopt;
  return Fault{difference->where + " " + difference->expected, difference->found};
}

Story::Outcome Story::expect_actions(const Json& expected, const Actor& actor,
                                     const std::string& id) {
  if (!expected.contains("actions") && !expected.contains("refusals")) return std::nullopt;
  const auto actions = engine_->actions(id, actor);
  if (!actions.ok()) return Fault{"actions", actions.error().code};
  if (expected.contains("actions")) {
    Json allowed = Json::array();
    for (const Action& action : *actions) {
      if (action.allowed && action.verb == Verb::kSend) allowed.push_back(action.event);
    }
    if (const auto difference = compare_sets(expected["actions"], allowed, "/actions")) {
      return Fault{difference->where + " " + difference->expected, difference->found};
    }
  }
  if (!expected.contains("refusals")) return std::nullopt;
  for (const auto& refusal : expected["refusals"].items()) {
    const std::string& event = refusal.key();
    const Json& wanted = refusal.value();
    const auto it = std::find_if(actions->begin(), actions->end(), [&](const Action& each) {
      return each.verb == Verb::kSend && each.event == event;
    });
    const std::string text = wanted.is_string() ? wanted.get<std::string>() : "";
    if (it == actions->end()) {
      if (text == "event/unknown") continue;
      return Fault{"/refusals/" + event + " " + text, "no such event here"};
    }
    if (it->allowed) return Fault{"/refusals/" + event + " " + text, "allowed"};
    if (!quotes(it->refusal, text)) {
      return Fault{"/refusals/" + event + " " + text, text_of(it->refusal)};
    }
  }
  return std::nullopt;
}

Story::Outcome Story::expect_history(const Json& names, const std::string& id) {
  const auto history = engine_->history(id);
  if (!history.ok()) return Fault{"a history", history.error().code};
  std::vector<std::string> happened;
  for (const Json& row : *history) {
    for (const Json& entry : row["entries"]) {
      if (entry.value("k", "") == "event") happened.push_back(entry.value("name", ""));
    }
  }
  auto from = happened.begin();
  for (const Json& name : names) {
    from = std::find(from, happened.end(), name.get<std::string>());
    if (from == happened.end()) return Fault{"/history_has " + name.dump(), Json(happened).dump()};
    ++from;
  }
  return std::nullopt;
}

}  // namespace lianban::scenario
