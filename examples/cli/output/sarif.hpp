#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lianban/diagnostic.hpp"
#include "lianban/text.hpp"

namespace lianban::cli {

/// One file that was checked.
struct CheckedFile {
  std::string file;  ///< As it was named.
  Diagnostics findings;
};

/// A log of one run in SARIF 2.1.0 (OASIS): a rule for each code that was found, with its page as
/// help; results with regions in code points, related places and certain fixes.
[[nodiscard]] nlohmann::json sarif(const std::vector<CheckedFile>& files, Language language);

}  // namespace lianban::cli
