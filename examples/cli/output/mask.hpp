#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace lianban::cli {

/// A value as a clerk's screen may show it, told by the member's name ("phone", "id_number",
/// "name", "plate", "vin", "address", "owner") or, where the name says nothing, by its form (an ID
/// number, a mobile number, a plate). Anything else stays.
[[nodiscard]] std::string masked(std::string_view member, std::string_view value);
/// The same for every text inside.
[[nodiscard]] nlohmann::json masked_all(const nlohmann::json& value, std::string_view member = {});

}  // namespace lianban::cli
