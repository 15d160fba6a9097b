#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "rules/program.hpp"

namespace lianban::rules {

/// Nothing for an unknown name.
[[nodiscard]] const Operator* find_operator(std::string_view name);
/// For "did you mean".
[[nodiscard]] std::vector<std::string_view> operator_names();

/// Each family's table stands below its functions.
[[nodiscard]] std::span<const Operator> logic_operators();
[[nodiscard]] std::span<const Operator> number_operators();
[[nodiscard]] std::span<const Operator> text_operators();
[[nodiscard]] std::span<const Operator> list_operators();
[[nodiscard]] std::span<const Operator> world_operators();
[[nodiscard]] std::span<const Operator> time_operators();

/// What has no name in the language.
extern const Operator kConstantValue;
extern const Operator kListOfRules;
extern const Operator kComputedPath;

/// As many arguments as one likes.
inline constexpr std::uint32_t kAny = UINT32_MAX;

}  // namespace lianban::rules
