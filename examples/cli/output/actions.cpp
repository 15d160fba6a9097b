#include "cli/output/actions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

/// The members that have to be given: the schema's `required`, else its properties.
std::string asked_for(const Terminal& to, const nlohmann::json& schema) {
  std::string names;
  const auto add = [&](const std::string& name) {
    names += (names.empty() ? "" : std::string(to.comma())) + name;
  };
  if (!schema.is_object()) return names;
  if (const auto required = schema.find("required"); required != schema.end()) {
    for (const auto& name : *required) add(name.get<std::string>());
  }
  return names;
}

}  // namespace

void print_action(Terminal& to, const Action& action, std::size_t indent,
                  const nlohmann::json& law) {
  const std::string margin(indent, ' ');
  const std::string name = to.tell(action.title);
  std::string line = margin + to.sign(action.allowed ? Sign::kOk : Sign::kFail) +
                     to.tell(action.allowed ? say::kMay : say::kMayNot) + "  " +
                     to.paint(Tone::kStrong, name.empty() ? action.event : name);
  std::string id = action.event;
  if (action.verb != Verb::kSend) {
    // An incident's id says nothing about what is done about it: with the word it makes the
    // command.
    std::string word(to_name(action.verb));
    std::replace(word.begin(), word.end(), '_', '-');
    id += std::string(to.dot()) + word;
  }
  if (!name.empty()) line += to.paint(Tone::kDim, " " + id);
  const std::string input = asked_for(to, action.input);
  if (action.allowed && !input.empty()) line += "  " + to.tell(say::kGive, {input});
  to.line(line);
  if (action.allowed) return;
  if (action.refusal.reasons.empty()) {
    to.line(margin + "    " + std::string(to.glyph(Sign::kBullet)) + " " +
            to.tell(action.refusal.message));
  }
  print_reasons(to, action.refusal.reasons, indent + 4, law);
}

nlohmann::json to_json(const Action& action, Language language) {
  nlohmann::json out{{"verb", to_name(action.verb)},
                     {"event", action.event},
                     {"title", action.title.in(language)},
                     {"allowed", action.allowed},
                     {"input", action.input}};
  if (!action.allowed) out["refusal"] = to_json(action.refusal, language, {});
  return out;
}

}  // namespace lianban::cli
