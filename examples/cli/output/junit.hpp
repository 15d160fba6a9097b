#pragma once

#include <string>
#include <vector>

#include "lianban/scenario.hpp"

namespace lianban::cli {

/// The reports as JUnit XML, the form that CI servers read: a testsuite a file, a testcase a story,
/// of one that failed the step, what was expected and what was found. Reports of one file are next
/// to each other. False: the file could not be written.
[[nodiscard]] bool write_junit(const std::string& file, const std::vector<ScenarioReport>& reports);

}  // namespace lianban::cli
