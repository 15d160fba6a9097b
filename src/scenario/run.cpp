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

namespace {

/// The stories of one file, in order. What stands beside `cases_of` holds for each of its stories
/// that does not say otherwise.
std::vector<ScenarioReport> tell_all(const std::string& file, const ScenarioOptions& options,
                                     const Json& whole, const Json& instead) {
  const auto overridden = [&](Json story) {
    story.update(instead);
    return story;
  };
  if (!whole.contains("cases_of")) return {told(file, options, overridden(whole), "", 1)};
  if (!whole["cases_of"].is_array()) return {unreadable(file, "a list of stories", "cases_of")};
  std::vector<ScenarioReport> reports;
  for (const Json& each : whole["cases_of"]) {
    Json story = whole;
    story.erase("cases_of");
    if (!each.is_object()) {
      reports.push_back(unreadable(file, "a story", "cases_of/" + std::to_string(reports.size())));
      continue;
    }
    story.update(each);
    const bool own = each.contains("definition");
    reports.push_back(told(file, options, overridden(std::move(story)),
                           own ? "/cases_of/" + std::to_string(reports.size()) : "",
                           reports.size() + 1));
  }
  return reports;
}

/// Stories of other files, told again of this file's definition: what an overlay leaves as it is.
std::vector<ScenarioReport> tell_again(const std::string& file, const ScenarioOptions& options,
                                       const Json& whole) {
  namespace fs = std::filesystem;
  const Json& names = whole["stories_of"];
  const fs::path folder = fs::path(file).parent_path();
  if (!names.is_array() || !whole.contains("definition") || !whole["definition"].is_string()) {
    return {unreadable(file, "a list of files and the path of a definition", "stories_of")};
  }
  const fs::path definition = folder / whole["definition"].get<std::string>();
  const Json instead = {{"definition", fs::absolute(definition).lexically_normal().string()}};
  std::vector<ScenarioReport> reports;
  for (const Json& name : names) {
    const auto other = (folder / (name.is_string() ? name.get<std::string>() : name.dump()))
                           .lexically_normal()
                           .string();
    const auto json = scenario::read_json(other);
    if (!json.ok() || !json->is_object()) {
      reports.push_back(unreadable(other, "a scenario file", "stories_of in " + file));
      continue;
    }
    for (ScenarioReport& report : tell_all(other, options, *json, instead)) {
      reports.push_back(std::move(report));
    }
  }
  return reports;
}

}  // namespace

std::vector<ScenarioReport> run_scenarios(const std::string& file, const ScenarioOptions& options) {
  const auto json = scenario::read_json(file);
  if (!json.ok()) {
    const Error& error = json.error();
    return {unreadable(file, "a scenario file", error.code + " " + error.place)};
  }
  if (!json->is_object()) return {unreadable(file, "an object", "something else")};
  if (json->contains("stories_of")) return tell_again(file, options, *json);
  return tell_all(file, options, *json, Json::object());
}

}  // namespace lianban
