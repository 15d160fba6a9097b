#include "prove/observed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lianban::prove {

namespace {

/// Whether a list tells neither "supplied" from "verified" nor "missing" from "rejected".
bool asks_for_presence(const Json& list) {
  const auto has = [&](const char* state) {
    return std::find(list.begin(), list.end(), Json(state)) != list.end();
  };
  return list.is_array() && has("supplied") == has("verified") && has("missing") == has("rejected");
}

/// {"in": [{"var": "materials.ID.state"}, [...]]}
bool is_question_of_presence(const Json& node) {
  if (!node.is_object() || node.size() != 1 || !node.contains("in")) return false;
  const Json& arguments = node["in"];
  if (!arguments.is_array() || arguments.size() != 2) return false;
  const Json& sought = arguments[0];
  if (!sought.is_object() || sought.size() != 1 || !sought.contains("var")) return false;
  const Json& path = sought["var"];
  if (!path.is_string()) return false;
  const auto segments = rules::split_path(path.get<std::string>());
  return segments.size() == 3 && segments[0] == "materials" && segments[2] == "state" &&
         asks_for_presence(arguments[1]);
}

/// Takes out every document that is looked at in another way. Any text that reads like the path
/// counts, and so does looking at all documents: too much is taken out, never too little.
void strike_out(const Json& node, std::set<std::string>& ids) {
  if (is_question_of_presence(node)) return;
  if (node.is_string()) {
    const auto segments = rules::split_path(node.get<std::string>());
    if (segments.size() > 1 && segments[0] == "materials") ids.erase(segments[1]);
    return;
  }
  if (!node.is_structured()) return;
  if (node.is_object() && node.value("var", Json()) == "materials") ids.clear();
  for (const Json& each : node) strike_out(each, ids);
}

/// Follows rules to the documents that they look at.
class Questions {
 public:
  explicit Questions(const Json& root)
      : conditions_(root.contains("conditions") ? root["conditions"] : kNone) {}

  /// Whatever the rule looks at.
  void all(const Json& node, std::set<std::string>& to) const {
    if (is_question_of_presence(node)) to.insert(document_of(node));
    if (!node.is_structured()) return;
    if (node.is_object() && node.contains("holds")) all(rule_of(node["holds"]), to);
    for (const Json& each : node) all(each, to);
  }

  /// What it asks for; in `against` what it looks at otherwise.
  void asked(const Json& node, std::set<std::string>& for_it,
             std::set<std::string>& against) const {
    if (is_question_of_presence(node)) {
      for_it.insert(document_of(node));
    } else if (node.is_object() && node.size() == 1 && node.contains("holds")) {
      asked(rule_of(node["holds"]), for_it, against);
    } else if (node.is_object() && node.size() == 1 &&
               (node.contains("and") || node.contains("or"))) {
      for (const Json& each : *node.begin()) asked(each, for_it, against);
    } else {
      all(node, against);
    }
  }

  /// `when` as it is written: a condition's name, a rule, or several of them.
  void guard(const Json& when, std::set<std::string>& for_it,
             std::set<std::string>& against) const {
    if (when.is_string()) {
      asked(rule_of(when), for_it, against);
    } else if (when.is_array()) {
      for (const Json& each : when) guard(each, for_it, against);
    } else {
      asked(when, for_it, against);
    }
  }

 private:
  static std::string document_of(const Json& question) {
    return rules::split_path(question["in"][0]["var"].get<std::string>())[1];
  }
  [[nodiscard]] const Json& rule_of(const Json& name) const {
    const auto it =
        name.is_string() ? conditions_.find(name.get<std::string>()) : conditions_.end();
    if (it == conditions_.end()) return kNone;
    return it->contains("rule") ? (*it)["rule"] : *it;
  }

  inline static const Json kNone = Json::object();
  const Json& conditions_;
};

/// Whether both may hear one event. A descriptor stands for all events that it begins.
bool share_events(const model::Transition& one, const model::Transition& other) {
  return std::any_of(one.on.begin(), one.on.end(), [&](const std::string& a) {
    return std::any_of(other.on.begin(), other.on.end(),
                       [&](const std::string& b) { return takes_in(a, b) || takes_in(b, a); });
  });
}

/// Whether nothing that the action leaves behind can be read again.
bool only_tells(const model::Action& action, const Facets& facets) {
  if (const auto* produce = std::get_if<model::Produce>(&action.body)) {
    return !facets.anywhere("papers." + produce->paper);
  }
  return std::holds_alternative<model::Notify>(action.body) ||
         std::holds_alternative<model::Record>(action.body);
}

bool steers(const model::Transition& transition, const Facets& facets) {
  return !transition.targets.empty() || !transition.when.empty() || transition.reenter ||
         !transition.restarts.empty() ||
         !std::all_of(transition.actions.begin(), transition.actions.end(),
                      [&](const model::Action& each) { return only_tells(each, facets); });
}

}  // namespace

std::set<std::string> seen_as_there(const model::Definition& definition, const Json& root,
                                    const Facets& facets) {
  std::set<std::string> ids;
  for (const model::Material& material : definition.materials) {
    if (!facets.anywhere("?material." + material.id)) ids.insert(material.id);
  }
  strike_out(root, ids);
  return ids;
}

std::set<std::string> asked_for(const model::Definition& definition, const Json& root,
                                std::set<std::string> seen_as_there) {
  const Questions questions(root);
  const auto& transitions = definition.chart.transitions;
  Json rest = root;
  rest.erase("conditions");
  std::set<std::string> against;
  for (const model::Transition& transition : transitions) {
    const nlohmann::json::json_pointer pointer(transition.pointer);
    if (!rest.contains(pointer) || !rest.at(pointer).contains("when")) continue;
    std::set<std::string> asked;
    questions.guard(rest.at(pointer).at("when"), asked, against);
    rest.at(pointer).erase("when");
    const bool alone =
        !transition.eventless() &&
        std::none_of(transitions.begin(), transitions.end(), [&](const model::Transition& other) {
          return &other != &transition && share_events(transition, other);
        });
    if (!alone) against.insert(asked.begin(), asked.end());
  }
  questions.all(rest, against);
  for (const std::string& id : against) seen_as_there.erase(id);
  std::erase_if(seen_as_there, [&](const std::string& id) {
    return definition.materials.find(id)->defer.has_value();
  });
  return seen_as_there;
}

std::set<std::string> steering_clocks(const model::Definition& definition, const Facets& facets) {
  std::set<std::string> ids;
  for (const model::Clock& clock : definition.clocks) {
    const std::string event = "clock." + clock.id + ".expired";
    const auto& transitions = definition.chart.transitions;
    const bool heard =
        std::any_of(transitions.begin(), transitions.end(), [&](const model::Transition& each) {
          return each.by.empty() && steers(each, facets) &&
                 std::any_of(each.on.begin(), each.on.end(),
                             [&](const std::string& on) { return takes_in(on, event); });
        });
    if (heard || facets.anywhere("clocks." + clock.id)) ids.insert(clock.id);
  }
  return ids;
}

}  // namespace lianban::prove
