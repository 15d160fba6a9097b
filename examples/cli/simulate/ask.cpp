// Data of a choice, asked for member by member.
#include <nlohmann/json.hpp>

#include "cli/simulate/phrases.hpp"
#include "cli/simulate/session.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

struct Leaf {
  json::json_pointer at;
  std::string path;  ///< "form.vehicle.plate"
  json sample;
  std::string kind;  ///< "string plate", "a | b"; empty where the schema says nothing.
};

const json* below(const json* schema, const std::string& name) {
  if (schema == nullptr || !schema->is_object() || !schema->contains("properties")) return nullptr;
  const json& properties = (*schema)["properties"];
  return properties.contains(name) ? &properties[name] : nullptr;
}

std::string kind_of(const json* schema) {
  if (schema == nullptr || !schema->is_object()) return {};
  std::string text;
  if (schema->contains("enum")) {
    for (const json& each : (*schema)["enum"]) {
      if (!text.empty()) text += " | ";
      text += each.is_string() ? each.get<std::string>() : each.dump();
    }
    return text;
  }
  if (schema->contains("type")) {
    const json& type = (*schema)["type"];
    text = type.is_string() ? type.get<std::string>() : type.dump();
  }
  if (schema->contains("format")) text += " " + (*schema)["format"].get<std::string>();
  return text;
}

/// The members of the sample that are not objects themselves.
void leaves(const json& sample, const json* schema, const json::json_pointer& at,
            const std::string& path, std::vector<Leaf>& out) {
  if (!sample.is_object() || sample.empty()) {
    out.push_back({at, path, sample, kind_of(schema)});
    return;
  }
  for (const auto& [name, value] : sample.items()) {
    leaves(value, below(schema, name), at / name, path.empty() ? name : path + "." + name, out);
  }
}

/// As written: a text needs no quotes unless it reads as something else.
json value_of(const std::string& text, const json& sample) {
  json parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded() || (sample.is_string() && !parsed.is_string())) return text;
  return parsed;
}

}  // namespace

std::optional<json> SimulationSession::ask(const SimulationChoice& choice) {
  std::vector<Leaf> all;
  leaves(choice.sample, choice.input.is_null() ? nullptr : &choice.input, json::json_pointer(), "",
         all);
  if (all.size() == 1 && all.front().path.empty()) return json();
  out_.line(out_.paint(Tone::kDim, out_.tell(say::kFill)));
  json data = choice.sample;
  for (const Leaf& leaf : all) {
    std::string prompt = "  " + leaf.path;
    if (!leaf.kind.empty()) prompt += " (" + leaf.kind + ")";
    prompt += " [" + leaf.sample.dump() + "]: ";
    const auto line = read(prompt);
    if (!line) return std::nullopt;
    if (line->empty()) continue;
    if (*line == "!") break;
    if (*line == "-") {
      data[leaf.at.parent_pointer()].erase(leaf.at.back());
    } else {
      data[leaf.at] = value_of(*line, leaf.sample);
    }
  }
  return data;
}

}  // namespace lianban::cli
