#include "prove/atoms.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rules/rule.hpp"

namespace lianban::prove {

namespace {

const std::set<std::string> kSizes{"==", "===", "!=", "!==", "<", "<=", ">", ">="};
const std::set<std::string> kDates{"before", "after", "not_before", "not_after"};
const std::set<std::string> kTruths{"if", "?:", "and", "or", "!", "!!"};
const std::set<std::string> kLoops{"some", "none", "all", "filter", "map", "reduce"};

Json list_of(const Json& arguments) {
  return arguments.is_array() ? arguments : Json::array({arguments});
}

const Json* member_of(const Json& object, const char* name) {
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? &*it : nullptr;
}

void note(std::vector<Json>& list, const Json& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

/// Every path an expression names.
void paths_of(const Json& node, std::set<std::string>& to) {
  if (node.is_array()) {
    for (const Json& each : node) paths_of(each, to);
  }
  if (!node.is_object()) return;
  for (const auto& item : node.items()) {
    const Json& value = item.value();
    if (item.key() == "var" || item.key() == "require") {
      const Json& name = value.is_array() && !value.empty() ? value.front() : value;
      if (name.is_string()) to.insert(name.get<std::string>());
    } else if (item.key() == "in_state" || item.key() == "holds") {
      to.insert("#" + item.key());
    } else {
      paths_of(value, to);
    }
  }
}

bool over_form_only(const std::set<std::string>& paths) {
  bool any = false;
  for (const std::string& path : paths) {
    if (path.starts_with("params.")) continue;
    if (!path.starts_with("form.")) return false;
    any = true;
  }
  return any;
}

}  // namespace

Atoms::Atoms(const model::Definition& definition, const Json& root) : definition_(definition) {
  behaviour(root);
  follow_assignments();
}

const Atom* Atoms::of(const std::string& path) const {
  const auto it = atoms_.find(path);
  return it == atoms_.end() ? nullptr : &it->second;
}

void Atoms::behaviour(const Json& root) {
  const auto each = [](const Json& parent, const char* section, const auto& use) {
    const Json* map = member_of(parent, section);
    if (map == nullptr || !map->is_object()) return;
    for (const Json& item : *map) {
      if (item.is_object()) use(item);
    }
  };
  each(root, "conditions", [&](const Json& item) { rule(item.value("rule", Json())); });
  each(root, "materials", [&](const Json& item) {
    if (const Json* required = member_of(item, "required")) rule(*required);
    if (const Json* defer = member_of(item, "defer")) rule(defer->value("when", Json()));
  });
  each(root, "calls", [&](const Json& item) {
    for (const Json& outcome : item.value("outcomes", Json::array())) {
      rule(outcome.value("when", Json()));
    }
  });
  each(root, "agencies", [&](const Json& item) { rule(item.value("office", Json())); });
  each(root, "properties", [&](const Json& item) {
    for (const char* name : {"always", "never"}) rule(item.value(name, Json()));
    for (const Json& one : item.value("leads_to", Json::array())) rule(one);
  });
  if (const Json* open = member_of(root, "open")) rule(open->value("when", Json()));
  if (const Json* top = member_of(root, "chart")) chart(*top);
}

void Atoms::chart(const Json& state) {
  for (const char* name : {"enter", "exit"}) actions(state.value(name, Json::array()));
  for (const char* name : {"initial", "default"}) {
    if (const Json* entry = member_of(state, name); entry != nullptr && entry->is_object()) {
      actions(entry->value("do", Json::array()));
    }
  }
  if (const Json* done = member_of(state, "done")) rule(*done);
  for (const Json& transition : state.value("transitions", Json::array())) {
    rule(transition.value("when", Json()));
    actions(transition.value("do", Json::array()));
  }
  for (const Json& child : state.value("states", Json::array())) chart(child);
}

void Atoms::actions(const Json& list) {
  for (const Json& action : list_of(list)) {
    if (const Json* assign = member_of(action, "assign")) {
      for (const auto& item : assign->items()) assigned(item.key(), item.value());
    }
    if (const Json* branches = member_of(action, "if"); branches && branches->is_array()) {
      for (std::size_t i = 0; i < branches->size(); ++i) {
        const bool condition = i % 2 == 0 && i + 1 < branches->size();
        condition ? rule((*branches)[i]) : actions((*branches)[i]);
      }
    }
    if (const Json* loop = member_of(action, "foreach")) {
      look(loop->value("in", Json()), true);
      actions(loop->value("do", Json::array()));
    }
    for (const char* name : {"raise", "send"}) {
      if (const Json* sent = member_of(action, name); sent && sent->is_object()) {
        look(sent->value("data", Json()), false);
      }
    }
  }
}

void Atoms::rule(const Json& rule) {
  for (const Json& each : list_of(rule)) look(each, true);
}

std::string Atoms::path_in(const Json& node) const {
  for (const char* name : {"var", "require"}) {
    const Json* path = member_of(node, name);
    if (path == nullptr) continue;
    const Json& text = path->is_array() && !path->empty() ? path->front() : *path;
    if (!text.is_string()) continue;
    const auto& name_of = text.get_ref<const std::string&>();
    if (rules::parse_path(name_of) || elements_.empty()) return name_of;
    return elements_.back() + ".0" + (name_of.empty() ? "" : "." + name_of);
  }
  // {"if": [path, path, instead]} is the path where it is set.
  if (const Json* branches = member_of(node, "if"); branches && branches->is_array() &&
                                                    branches->size() == 3 &&
                                                    (*branches)[0] == (*branches)[1]) {
    return path_in((*branches)[0]);
  }
  return {};
}

void Atoms::look(const Json& node, bool truth) {
  if (node.is_array()) {
    for (const Json& each : node) look(each, truth);
    return;
  }
  if (!rules::is_operation(node)) return;
  std::set<std::string> paths;
  paths_of(node, paths);
  if (elements_.empty() && !inside_form_ && over_form_only(paths)) {
    std::erase_if(paths, [](const std::string& path) { return !path.starts_with("form."); });
    const bool known = std::any_of(form_.begin(), form_.end(),
                                   [&](const FormExpression& each) { return each.rule == node; });
    if (!known) form_.push_back(FormExpression{node, paths});
    // What stands inside is looked at for its values only.
    inside_form_ = true;
    look(node, truth);
    inside_form_ = false;
    return;
  }
  const std::string path = path_in(node);
  if (!path.empty()) {
    if (path.starts_with("event.actor")) reads_actor_ = true;
    if (truth) atoms_[path].tested = true;
    return;
  }
  operation(node.begin().key(), list_of(node.begin().value()));
}

void Atoms::operation(const std::string& name, const Json& arguments) {
  const std::size_t count = arguments.size();
  if ((kSizes.contains(name) || kDates.contains(name)) && count >= 2) {
    for (std::size_t i = 0; i + 1 < count; ++i) {
      compare(arguments[i], arguments[i + 1], kDates.contains(name));
    }
  } else if (name == "in" && count == 2) {
    const std::string needle = path_in(arguments[0]);
    const std::string haystack = path_in(arguments[1]);
    if (!needle.empty() && arguments[1].is_array()) {
      for (const Json& each : arguments[1]) note(atoms_[needle].constants, each);
    }
    if (!needle.empty() && haystack.starts_with("params.")) {
      const Json listed = definition_.params->value(haystack.substr(7), Json());
      for (const Json& each : listed) note(atoms_[needle].constants, each);
      return;
    }
    if (!haystack.empty()) {
      note(atoms_[haystack].constants, Json::array({arguments[0]}));
      atoms_[haystack].tested = true;
    }
    return;
  } else if (name == "valid" && count == 2 && arguments[0].is_string()) {
    const std::string path = path_in(arguments[1]);
    if (!path.empty()) atoms_[path].kinds.insert(arguments[0].get<std::string>());
    return;
  } else if (kLoops.contains(name) && count >= 2) {
    const std::string list = path_in(arguments[0]);
    if (!list.empty()) atoms_[list].tested = true;
    elements_.push_back(list);
    look(arguments[1], true);
    elements_.pop_back();
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool branch = name == "if" && i % 2 == 1;
    look(arguments[i], kTruths.contains(name) && !branch);
  }
}

void Atoms::compare(const Json& one, const Json& other, bool dates) {
  for (const auto& [left, right] : {std::pair(&one, &other), std::pair(&other, &one)}) {
    if (const Json* age = member_of(*left, "age")) {
      const std::string path = path_in(age->is_array() && !age->empty() ? age->front() : *age);
      std::string param = path_in(*right);
      Json years = *right;
      if (param.starts_with("params.") && definition_.params) {
        years = definition_.params->value(param.substr(7), Json());
      }
      if (!path.empty() && years.is_number_integer()) {
        atoms_[path].ages.push_back(years.get<std::int64_t>());
      }
      continue;
    }
    const std::string path = path_in(*left);
    if (path.empty() || path.starts_with("params.")) continue;
    Atom& atom = atoms_[path];
    if (dates) atom.dated = true;
    const std::string with = path_in(*right);
    if (with.starts_with("params.") && definition_.params) {
      note(atom.constants, definition_.params->value(with.substr(7), Json()));
    } else if (!with.empty()) {
      atom.same.insert(with);
    } else if (!rules::is_operation(*right)) {
      note(atom.constants, *right);
    } else {
      atom.dated = true;
    }
  }
}

void Atoms::assigned(const std::string& target, const Json& rule) {
  std::set<std::string> from;
  const auto results = [&](const auto& self, const Json& node) -> void {
    const std::string path = path_in(node);
    if (!path.empty()) {
      from.insert(path);
    } else if (const Json* branches = member_of(node, "if"); branches && branches->is_array()) {
      for (std::size_t i = 0; i < branches->size(); ++i) {
        const bool condition = i % 2 == 0 && i + 1 < branches->size();
        condition ? look((*branches)[i], true) : self(self, (*branches)[i]);
      }
    } else {
      look(node, false);
    }
  };
  results(results, rule);
  for (const std::string& path : from) sources_[target].insert(path);
}

// {"assign": {"vars.x": {"var": "event.data.y"}}}: what vars.x is compared with is asked of y too.
void Atoms::follow_assignments() {
  // Four assignments in a row are further than any value is handed on.
  for (int round = 0; round < 4; ++round) {
    for (const auto& [target, sources] : sources_) {
      const auto it = atoms_.find(target);
      if (it == atoms_.end()) continue;
      const Atom atom = it->second;
      for (const std::string& source : sources) {
        Atom& to = atoms_[source];
        for (const Json& constant : atom.constants) note(to.constants, constant);
        to.ages.insert(to.ages.end(), atom.ages.begin(), atom.ages.end());
        to.same.insert(atom.same.begin(), atom.same.end());
        to.kinds.insert(atom.kinds.begin(), atom.kinds.end());
        to.dated |= atom.dated;
        to.tested |= atom.tested;
        if (source.starts_with("form."))
          form_.push_back(FormExpression{Json{{"var", source}}, {source}});
      }
    }
  }
  for (auto& [path, atom] : atoms_) {
    std::sort(atom.ages.begin(), atom.ages.end());
    atom.ages.erase(std::unique(atom.ages.begin(), atom.ages.end()), atom.ages.end());
  }
}

}  // namespace lianban::prove
