#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "lianban/text.hpp"

namespace lianban {

/// One story of a scenario file, told and checked.
struct ScenarioReport {
  std::string name;  ///< The story's own, or the file's.
  std::string file;
  bool passed = false;
  std::size_t steps = 0;  ///< Steps done, included ones too.
  // Where it failed; empty when it passed.
  std::string step;  ///< "steps/7 expect", with the file where it was included.
  std::string expected;
  std::string found;
};

struct ScenarioOptions {
  std::string calendars;  ///< Folder of calendar files.
};

/// Runs every story of a file (definition-language.md, section 9) on a store in memory, a clock
/// that stands where the story puts it, and scripted agencies. Paths in it are relative to the file
/// they stand in. Never throws; a file that cannot be read or understood is one failed report.
/// Deterministic; any thread.
[[nodiscard]] std::vector<ScenarioReport> run_scenarios(const std::string& file,
                                                        const ScenarioOptions& options);

}  // namespace lianban
