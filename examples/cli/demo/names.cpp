#include "cli/demo/names.hpp"

#include "cli/context.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

const json* find_state(const json& states, const std::string& id) {
  for (const json& state : states) {
    if (member(state, "id") == id) return &state;
    if (!state.contains("states")) continue;
    if (const json* inside = find_state(state["states"], id)) return inside;
  }
  return nullptr;
}

}  // namespace

std::string Names::of(const char* section, const std::string& id) const {
  const auto items = source_.find(section);
  if (items != source_.end() && items->contains(id)) {
    const json& item = (*items)[id];
    return cli::title(item.value("title", json()), language_, id);
  }
  return std::string(word_for(id, language_));
}

std::string Names::state(const std::string& id) const {
  const json* found = find_state(source_["chart"]["states"], id);
  return found == nullptr ? id : cli::title(found->value("title", json()), language_, id);
}

std::string Names::operation(const std::string& agency, const std::string& name) const {
  const json calls = source_.value("calls", json::object());
  for (const auto& [id, call] : calls.items()) {
    if (member(call, "agency") == agency && member(call, "operation") == name) {
      return of("calls", id);
    }
  }
  return name;
}

Names::Sources Names::sources() const {
  Sources count;
  const json materials = source_.value("materials", json::object());
  for (const json& material : materials) {
    const json from = material.value("source", json("applicant"));
    if (from.is_string()) {
      ++count.brought;
    } else {
      ++(from.contains("produced") ? count.made : count.fetched);
    }
  }
  return count;
}

}  // namespace lianban::cli
