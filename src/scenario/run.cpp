#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "lianban/scenario.hpp"
#include "scenario/files.hpp"
#include "scenario/story.hpp"

namespace lianban {

namespace {

ScenarioReport unreadable(const std::string& file, std::string expected, std::string found) {
  ScenarioReport report;
  report.name = file;
  report.file = file;
  report.expected = std::move(expected);
  report.found = std::move(found);
  return report;
}

ScenarioReport told(const std::string& file, const ScenarioOptions& options, const Json& story,
                    const std::string& place, std::size_t index) {
  std::string database;
  if (!options.keep.empty()) {
    const auto name = std::filesystem::path(file).stem().string() + "-" + std::to_string(index);
    database = (std::filesystem::path(options.keep) / (name + ".db")).string();
  }
  const auto from = std::chrono::steady_clock::now();
  ScenarioReport report = scenario::Story(file, options, place, database).tell(story);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  return report;
}

}  // namespace

std::vector<ScenarioReport> run_scenarios(const std::string& file, const ScenarioOptions& options) {
  auto json = scenario::read_json(file);
  if (!json.ok()) {
    const Error& error = json.error();
    return {unreadable(file, "a scenario file", error.code + " " + error.place)};
  }
  if (!json->is_object()) return {unreadable(file, "an object", "something else")};
  if (!json->contains("cases_of")) return {told(file, options, *json, "", 1)};
  if (!(*json)["cases_of"].is_array()) return {unreadable(file, "a list of stories", "cases_of")};
  std::vector<ScenarioReport> reports;
  // What stands beside the list holds for each of its stories that does not say otherwise.
  for (const Json& each : (*json)["cases_of"]) {
    Json story = *json;
    story.erase("cases_of");
    if (!each.is_object()) {
      reports.push_back(unreadable(file, "a story", "cases_of/" + std::to_string(reports.size())));
      continue;
    }
    story.update(each);
    const bool own = each.contains("definition");
    reports.push_back(told(file, options, story,
                           own ? "/cases_of/" + std::to_string(reports.size()) : "",
                           reports.size() + 1));
  }
  return reports;
}

}  // namespace lianban
