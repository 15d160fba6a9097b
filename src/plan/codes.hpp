#pragma once

#include <array>

#include "model/codes.hpp"

/// Stable codes of what a plan finds; LB-P31xx.
namespace lianban::planning::codes {

inline constexpr std::string_view kKnot = "LB-P3101";
inline constexpr std::string_view kNotForEverybody = "LB-P3102";

inline constexpr std::array<model::codes::Code, 2> kFindings{{
    {kKnot, "材料互相等待", "documents wait for each other"},
    {kNotForEverybody, "互相等待，只有部分人能解开", "circle that opens only for some"},
}};

}  // namespace lianban::planning::codes
