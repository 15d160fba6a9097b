// Reports and coverage as programs read them.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "lianban/scenario.hpp"

namespace lianban {

namespace {

Json words(const Text& text) {
  return {{"zh", text.in(Language::kChinese)}, {"en", text.in(Language::kEnglish)}};
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json json_of(const Uncovered& missed) {
  return {{"pointer", missed.pointer},
          {"state", missed.state},
          {"title", words(missed.title)},
          {"events", missed.events},
          {"after", or_null(missed.after)},
          {"to", missed.to},
          {"file", missed.file},
          {"line", missed.line}};
}

}  // namespace

nlohmann::json to_json(const ScenarioReport& report) {
  return {{"name", report.name},           {"file", report.file},
          {"passed", report.passed},       {"steps", report.steps},
          {"step", or_null(report.step)},  {"expected", or_null(report.expected)},
          {"found", or_null(report.found)}};
}

nlohmann::json to_json(const DefinitionCoverage& coverage) {
  Json untaken = Json::array();
  for (const Uncovered& each : coverage.untaken) untaken.push_back(json_of(each));
  Json never_entered = Json::array();
  for (const Uncovered& each : coverage.never_entered) never_entered.push_back(json_of(each));
  return {{"id", coverage.id},
          {"version", coverage.version},
          {"hash", coverage.hash},
          {"file", coverage.file},
          {"stories", coverage.stories},
          {"transitions", coverage.transitions},
          {"taken", coverage.taken},
          {"states", coverage.states},
          {"entered", coverage.entered},
          {"percent", coverage.percent()},
          {"untaken", std::move(untaken)},
          {"never_entered", std::move(never_entered)}};
}

}  // namespace lianban
