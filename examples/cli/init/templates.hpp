#pragma once

#include <span>
#include <string_view>

namespace lianban::cli {

/// One file of a new workspace, embedded when the program is built (examples/cli/CMakeLists.txt).
struct Template {
  std::string_view path;  ///< Below the workspace.
  std::string_view text;
};

/// In the order of their paths.
[[nodiscard]] std::span<const Template> init_templates();

}  // namespace lianban::cli
