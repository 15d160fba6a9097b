#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "agencies/faults.hpp"

namespace lianban::faults {

/// Which requests go wrong in which way: a fault for about every third one, drawn from the seed.
/// Faults that cost an attempt come rarely enough that most requests get through; those that spoil
/// an answer for good come rarely, as each is work for a person.
[[nodiscard]] std::vector<simulators::FaultRule> plan_of(unsigned seed, int cases);

/// How many of each kind were planned and are used up by now. `left`: the rules still in force.
[[nodiscard]] std::map<std::string, int> injected(const std::vector<simulators::FaultRule>& planned,
                                                  const nlohmann::json& left);

}  // namespace lianban::faults
