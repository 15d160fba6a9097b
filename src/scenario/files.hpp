#pragma once

#include <string>

#include "base/json.hpp"

namespace lianban::scenario {

/// Whole files, bounded; errors: file/not_found, file/too_large, json/... with the file's name.
[[nodiscard]] Result<std::string> read_file(const std::string& path);
[[nodiscard]] Result<Json> read_json(const std::string& path);

}  // namespace lianban::scenario
