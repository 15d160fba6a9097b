#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "cli/output/terminal.hpp"
#include "lianban/definition.hpp"
#include "lianban/diagnostic.hpp"

namespace lianban::cli {

struct FindingCount {
  std::size_t errors = 0, warnings = 0;
};
[[nodiscard]] FindingCount count(const Diagnostics& findings);

/// Definitions that the file extends: some findings are in them.
using Bases = std::vector<Definition::Base>;

/// What is wrong with one file: each finding with its lines, then how many there are. `summary`: a
/// phrase about what the file holds, may be empty.
void print_findings(Terminal& out, const std::string& file, const std::string& text,
                    const Diagnostics& findings, const std::string& summary,
                    const Bases& bases = {});

/// {file, ok, errors, warnings, findings}.
[[nodiscard]] nlohmann::json findings_json(const std::string& file, const Diagnostics& findings,
                                           Language language);

}  // namespace lianban::cli
