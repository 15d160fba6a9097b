#pragma once

#include <span>
#include <string_view>

namespace lianban::explain {

/// The text of every page, by code; written into the library by embed.cmake.
[[nodiscard]] std::span<const std::string_view> pages();

}  // namespace lianban::explain
