#include "model/load_rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/references.hpp"

namespace lianban::model {

namespace {

/// The compiler of rules knows whether a name exists, not which ones do.
void name_what_was_meant(Loading& loading, std::size_t first) {
  for (std::size_t i = first; i < loading.diagnostics.size(); ++i) {
    Diagnostic& finding = loading.diagnostics[i];
    const bool is_state = finding.code == codes::kRuleState;
    if (!is_state && finding.code != codes::kRuleCondition) continue;
    const Json::json_pointer at(finding.pointer);
    if (!loading.root.contains(at) || !loading.root.at(at).is_string()) continue;
    const Kind kind = is_state ? Kind::kState : Kind::kCondition;
    Hint hint = did_you_mean(loading.root.at(at).get<std::string>(), loading.names.all(kind));
    finding.related = declaration(loading, kind, hint.meant);
    set_hint(finding, std::move(hint));
  }
}

}  // namespace

rules::Rule read_rule(Loading& loading, const Value& at) {
  const std::size_t before = loading.diagnostics.size();
  rules::Rule rule =
      rules::Rule::compile(*at.json, loading.context, at.pointer, loading.diagnostics);
  if (loading.diagnostics.size() > limits::kDiagnostics) {
    loading.diagnostics.resize(limits::kDiagnostics);
  }
  name_what_was_meant(loading, before);
  return rule;
}

RuleMap read_rules(Loading& loading, const Value& at) {
  RuleMap rules;
  if (!at.json->is_object()) {
    wrong_type(loading, at, {"名称到规则的对象", "an object of names and rules"});
    return rules;
  }
  for (const auto& item : at.json->items()) {
    rules.emplace_back(item.key(), read_rule(loading, at.member(item.key())));
  }
  return rules;
}

rules::Rule read_words(Loading& loading, const Value& at) {
  const bool is_title = at.json->is_object() && !at.json->empty() &&
                        std::ranges::all_of(at.json->items(), [](const auto& item) {
                          return item.key() == "zh" || item.key() == "en";
                        });
  if (!is_title) return read_rule(loading, at);
  const Text title = read_title(loading, at);
  return rules::Rule::constant({{"zh", title.zh}, {"en", title.en}});
}

std::vector<Guard> read_guards(Loading& loading, const Value& at) {
  std::vector<Guard> guards;
  for (const Value& each : one_or_more(at)) {
    if (!each.json->is_string()) {
      guards.push_back({"", read_rule(loading, each)});
      continue;
    }
    const std::string id = refer(loading, Kind::kCondition, each);
    const Condition* condition = loading.definition.conditions.find(id);
    if (condition != nullptr) guards.push_back({id, condition->rule});
  }
  return guards;
}

std::optional<rules::Path> read_path(Loading& loading, const std::string& text,
                                     std::initializer_list<rules::Root> families,
                                     const std::string& pointer, bool at_name) {
  auto path = rules::parse_path(text);
  const bool fits =
      path && !path->segments.empty() && std::ranges::find(families, path->root) != families.end();
  if (fits && loading.context.path(*path)) return path;
  std::vector<std::string> known;
  for (std::string& name : loading.context.path_names()) {
    const auto each = rules::parse_path(name);
    const bool may = each && std::ranges::find(families, each->root) != families.end();
    if (may) known.push_back(std::move(name));
  }
  Hint hint = did_you_mean(text, known);
  if (!fits && hint.empty()) {
    hint = families.size() == 1 ? Hint{"这里须写 form. 或 vars. 之下的一种路径",
                                       "only one family of paths may stand here: form. or vars."}
                                : Hint{"这里须写 form. 或 vars. 之下的路径",
                                       "a path below form. or vars. must stand here"};
  }
  loading.fault(codes::kUndeclaredPath, pointer,
                {"路径" + quoted_zh(text) + "没有声明，或者不能用在这里",
                 "the path " + quoted_en(text) + " is not declared, or cannot stand here"},
                std::move(hint), at_name);
  return std::nullopt;
}

}  // namespace lianban::model
