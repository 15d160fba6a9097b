#pragma once

#include <array>
#include <string_view>

namespace lianban::model {

/// How a case may end, and what may be decided of it: the words of the language.
inline constexpr std::array<std::string_view, 9> kOutcomes{
    "granted",   "partly_granted", "refused",  "not_accepted", "acceptance_revoked",
    "withdrawn", "returned",       "recorded", "terminated"};

}  // namespace lianban::model
