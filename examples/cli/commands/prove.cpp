#include "lianban/proof.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/interrupt.hpp"
#include "cli/output/proof.hpp"
#include "lianban/scenario.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::size_t peak_bytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

/// Writes the stories of one definition and has each of them told again by the scenario runner.
Result<std::vector<StoryFile>> write_stories(const Context& context, const ProveArgs& args,
                                             const Definition& definition, const Proof& proof) {
  std::vector<StoryFile> files;
  std::vector<std::string> names;
  for (const ProofFinding& finding : proof.findings) {
    StoryFile story;
    if (!finding.scenario.is_null()) {
      const std::string stem = definition.id() + "." + finding.code;
      const auto before = std::count(names.begin(), names.end(), stem);
      names.push_back(stem);
      const std::string name =
          before == 0 ? stem + ".json" : stem + "-" + std::to_string(before + 1) + ".json";
      story.file = (fs::path(args.stories) / name).string();
      std::error_code fault;
      fs::create_directories(args.stories, fault);
      std::ofstream out(story.file);
      out << finding.scenario.dump(2) << "\n";
      out.close();
      if (!out) {
        return make_error("file/unwritable", "写不了文件", "the file cannot be written",
                          story.file);
      }
      ScenarioOptions options;
      options.calendars = context.calendars();
      const auto reports = run_scenarios(story.file, options);
      story.reproduced =
          !reports.empty() && std::all_of(reports.begin(), reports.end(),
                                          [](const ScenarioReport& each) { return each.passed; });
    }
    files.push_back(std::move(story));
  }
  return files;
}

/// How a story in that folder names the definition.
std::string from_folder(const std::string& folder, const std::string& file) {
  std::error_code fault;
  const auto relative = fs::relative(fs::absolute(file, fault), fs::absolute(folder, fault), fault);
  return relative.empty() ? fs::absolute(file, fault).string() : relative.string();
}

}  // namespace

int run_prove(Context& context, const ProveArgs& args) {
  Terminal& out = context.out;
  json files = json::array();
  bool proved = true;
  watch_interrupts();
  for (const std::string& file : args.files) {
    const auto definition = load_definition(file);
    if (!definition) return context.fail(definition.error());
    ProofOptions options;
    options.calendars = context.calendars();
    options.definition = from_folder(args.stories, file);
    options.max_states = args.max_states;
    options.max_seconds = args.max_seconds;
    options.progress = [&](const ProofProgress& at) {
      out.progress(file + "  " + std::to_string(at.states) + " / " + std::to_string(at.waiting));
      return !interrupted();
    };
    const auto begun = std::chrono::steady_clock::now();
    const auto proof = prove_definition(**definition, options);
    ProofCost cost;
    cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    cost.peak_bytes = peak_bytes();
    out.end_progress();
    if (!proof) return context.fail(proof.error());
    const auto stories = write_stories(context, args, **definition, *proof);
    if (!stories) return context.fail(stories.error());
    print_proof(out, file, *proof, *stories, cost);
    files.push_back(proof_json(file, *proof, *stories, cost, out.language()));
    proved = proved && proof->proved;
    if (interrupted()) return kInterrupted;
  }
  return context.findings({{"files", std::move(files)}}, proved);
}

}  // namespace lianban::cli
