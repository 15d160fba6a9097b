#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decide/decide.hpp"

/// The register of licences as the search sees it: under the number that a form names there is a
/// licence in force, a suspended one, one that has ended, or none. Which of them, the number tells;
/// nothing but the case itself changes it afterwards.
namespace lianban::prove {

/// Members of the form that `held` or `rests_on` of a licence read as a number.
[[nodiscard]] std::vector<std::vector<std::string>> number_paths(
    const model::Definition& definition, const Json& root);

/// Every number that is tried, the last one unknown to the register.
[[nodiscard]] const std::vector<std::string>& numbers_tried();

/// What the register says of a number; of a licence that the case has already read, what it knows.
[[nodiscard]] std::optional<decide::Registered> registered(const std::string& number,
                                                           const decide::Case* of, Instant start);

/// The licences that a story has to begin with: the member `licences` of a scenario.
[[nodiscard]] Json licences_to_begin_with(const model::Definition& definition, Instant start);

}  // namespace lianban::prove
