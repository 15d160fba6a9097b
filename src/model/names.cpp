#include "model/names.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::model {
namespace {

constexpr std::array<std::pair<const char*, Kind>, 9> kSections{{
    {"agencies", Kind::kAgency},
    {"materials", Kind::kMaterial},
    {"papers", Kind::kPaper},
    {"calls", Kind::kCall},
    {"clocks", Kind::kClock},
    {"licences", Kind::kLicence},
    {"conditions", Kind::kCondition},
    {"params", Kind::kParam},
    {"law", Kind::kLaw},
}};

const Json* member(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

void collect_roles(const std::string& agency, const Json& spec, Names& names) {
  const Json* roles = member(spec, "roles");
  if (roles == nullptr || !roles->is_object()) return;
  for (const auto& role : roles->items()) names.roles.insert(agency + "." + role.key());
}

void collect_outcomes(const std::string& call, const Json& spec, Names& names) {
  NameSet& outcomes = names.outcomes[call];
  const Json* list = member(spec, "outcomes");
  if (list == nullptr || !list->is_array()) return;
  for (const Json& outcome : *list) {
    const Json* id = member(outcome, "id");
    if (id != nullptr && id->is_string()) outcomes.insert(id->get<std::string>());
  }
}

}  // namespace

Names collect_names(const Json& root) {
  Names names;
  for (const auto& [section, kind] : kSections) {
    const Json* map = member(root, section);
    if (map == nullptr || !map->is_object()) continue;
    for (const auto& item : map->items()) {
      if (!item.value().is_object()) continue;  // a note, a basis, or a fault
      names.ids[kind].insert(item.key());
      if (kind == Kind::kAgency) collect_roles(item.key(), item.value(), names);
      if (kind == Kind::kCall) collect_outcomes(item.key(), item.value(), names);
      if (kind == Kind::kMaterial && item.value().contains("defer")) {
        names.deferrable.insert(item.key());
      }
    }
  }
  return names;
}

}  // namespace lianban::model
