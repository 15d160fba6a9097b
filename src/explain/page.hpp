#pragma once

#include <string_view>

#include "lianban/explain.hpp"
#include "lianban/result.hpp"

namespace lianban::explain {

/// Reads one page (README.md). Error explain/page: `place` is the line, as "line 7".
[[nodiscard]] Result<Explanation> read_page(std::string_view text);

}  // namespace lianban::explain
