#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Values made up from a seed: the same seed and text always give the same value.
namespace lianban::simulators {

[[nodiscard]] std::uint64_t mix(std::uint64_t seed, std::string_view text);
/// From [0, 1).
[[nodiscard]] double share(std::uint64_t seed, std::string_view text);
/// `prefix` and `count` digits, for instance "FP" and 12.
[[nodiscard]] std::string number(std::string_view prefix, int count, std::uint64_t seed,
                                 std::string_view text);
/// An ID number with a valid check digit (GB 11643), born on 1 January 1900: nobody's who lives.
[[nodiscard]] std::string id_number(std::uint64_t seed, std::string_view text);
/// "2021-09-15" -> "2022-09-15"; 29 February becomes the 28th.
[[nodiscard]] std::string next_year(const std::string& day);
/// Today's date in Beijing.
[[nodiscard]] std::string system_day();

}  // namespace lianban::simulators
