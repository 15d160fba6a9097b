#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/interrupt.hpp"
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

json to_json(const ScenarioReport& report) {
  json out{{"name", report.name},
           {"file", report.file},
           {"passed", report.passed},
           {"steps", report.steps}};
  if (!report.passed) {
    out["step"] = report.step;
    out["expected"] = report.expected;
    out["found"] = report.found;
  }
  return out;
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

}  // namespace

int run_test(Context& context, const TestArgs& args) {
  Terminal& out = context.out;
  const auto files = story_files(args.paths);
  if (!files) return context.fail(files.error());
  if (files->empty()) {
    return context.fail(make_error("file/not_found", std::string(say::kNoScenario.zh),
                                   std::string(say::kNoScenario.en)));
  }
  const ScenarioOptions options{.calendars = context.calendars()};
  json stories = json::array();
  std::size_t passed = 0, failed = 0, done = 0;
  for (const std::string& file : *files) {
    if (interrupted()) return kInterrupted;
    out.progress(std::to_string(++done) + "/" + std::to_string(files->size()) + "  " + file);
    for (const ScenarioReport& report : run_scenarios(file, options)) {
      ++(report.passed ? passed : failed);
      print_report(out, report);
      stories.push_back(to_json(report));
    }
    out.flush();
  }
  out.end_progress();
  // Programs look for this line, so it is the same in every language.
  out.line(std::to_string(passed) + " passed, " + std::to_string(failed) + " failed");
  return context.findings({{"passed", passed}, {"failed", failed}, {"stories", std::move(stories)}},
                          failed == 0);
}

}  // namespace lianban::cli
