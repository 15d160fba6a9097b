#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/interrupt.hpp"
#include "cli/output/coverage.hpp"
#include "cli/output/junit.hpp"
#include "lianban/scenario.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// Every *.json below the folder except those in a folder named "parts", which are only included.
std::vector<std::string> stories_below(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code fault;
  fs::recursive_directory_iterator at(folder, fault);
  for (const fs::recursive_directory_iterator end; !fault && at != end; at.increment(fault)) {
    if (at->is_directory(fault) && at->path().filename() == "parts") {
      at.disable_recursion_pending();
    } else if (at->path().extension() == ".json") {
      files.push_back(at->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<std::string>> story_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code fault;
    if (!fs::exists(path, fault)) {
      return make_error("file/not_found", "没有这个文件", "there is no such file", path);
    }
    if (!fs::is_directory(path, fault)) {
      files.push_back(path);
      continue;
    }
    const auto inside = stories_below(path);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

void print_report(Terminal& out, const ScenarioReport& report) {
  out.end_progress();
  const std::string file = fs::path(report.file).filename().string();
  out.line(out.sign(report.passed ? Sign::kOk : Sign::kFail) + report.name +
           out.paint(Tone::kDim,
                     "  " + file + "  " + out.tell(say::kSteps, {std::to_string(report.steps)})));
  if (report.passed) return;
  const auto detail = [&](const Phrase& what, const std::string& text) {
    if (!text.empty()) out.line("    " + out.paint(Tone::kDim, out.tell(what)) + "  " + text);
  };
  detail(say::kPlace, report.file);
  detail(say::kStep, report.step);
  detail(say::kExpected, report.expected);
  detail(say::kFound, report.found);
}

constexpr Phrase kBelow{"{0}：覆盖率 {1} %，低于 {2} %", "{0}: {1} % covered, less than {2} %"};
constexpr Phrase kUnwritable{"写不了文件", "the file cannot be written"};

/// Tells every story of the files. False: interrupted.
bool tell_all(Terminal& out, const std::vector<std::string>& files, const ScenarioOptions& options,
              std::vector<ScenarioReport>& reports) {
  std::size_t done = 0;
  for (const std::string& file : files) {
    if (interrupted()) return false;
    out.progress(std::to_string(++done) + "/" + std::to_string(files.size()) + "  " + file);
    for (ScenarioReport& report : run_scenarios(file, options)) {
      print_report(out, report);
      reports.push_back(std::move(report));
    }
    out.flush();
  }
  out.end_progress();
  return true;
}

/// Whether every definition is covered as far as was asked for.
bool covered(Terminal& out, const std::vector<DefinitionCoverage>& coverage, double least) {
  bool enough = true;
  for (const DefinitionCoverage& each : coverage) {
    if (each.percent() >= least) continue;
    enough = false;
    char text[32];
    std::snprintf(text, sizeof text, "%g", least);
    out.note(out.tell(kBelow, {each.id, percent_text(each), text}));
  }
  return enough;
}

}  // namespace

int run_test(Context& context, const TestArgs& args) {
  Terminal& out = context.out;
  const auto files = story_files(args.paths);
  if (!files) return context.fail(files.error());
  if (files->empty()) {
    return context.fail(make_error("file/not_found", std::string(say::kNoScenario.zh),
                                   std::string(say::kNoScenario.en)));
  }
  ScenarioOptions options;
  options.calendars = context.calendars();
  options.coverage = args.coverage || args.coverage_min;
  options.keep = args.keep;
  std::vector<ScenarioReport> reports;
  if (!tell_all(out, *files, options, reports)) return kInterrupted;
  if (!args.junit.empty() && !write_junit(args.junit, reports)) {
    return context.fail(make_error("file/unwritable", std::string(kUnwritable.zh),
                                   std::string(kUnwritable.en), args.junit));
  }
  json stories = json::array();
  std::size_t failed = 0;
  Coverage told;
  for (const ScenarioReport& report : reports) {
    if (!report.passed) ++failed;
    stories.push_back(to_json(report));
    told.add(report);
  }
  const std::size_t passed = reports.size() - failed;
  json result{{"passed", passed}, {"failed", failed}, {"stories", std::move(stories)}};
  bool ok = failed == 0;
  if (options.coverage) {
    const auto coverage = told.definitions();
    const double least = args.coverage_min.value_or(0);
    print_coverage(out, coverage, least);
    ok = covered(out, coverage, least) && ok;
    json definitions = json::array();
    for (const DefinitionCoverage& each : coverage) definitions.push_back(to_json(each));
    result["coverage"] = std::move(definitions);
  }
  // Programs look for this line, so it is the same in every language.
  out.line(std::to_string(passed) + " passed, " + std::to_string(failed) + " failed");
  return context.findings(std::move(result), ok);
}

}  // namespace lianban::cli
