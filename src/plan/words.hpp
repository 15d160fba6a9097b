#pragma once

#include <string>
#include <vector>

#include "lianban/plan.hpp"
#include "model/definition.hpp"
#include "plan/circles.hpp"

namespace lianban::planning {

/// The title, or the id where there is none.
[[nodiscard]] Text title_or(const Text& title, const std::string& id);
/// “甲”、“乙” and "a", "b".
[[nodiscard]] Text listed_titles(const std::vector<Text>& titles);
[[nodiscard]] KnotLink link_of(const model::Definition& definition, const Facts& facts,
                               FactIndex fact);
/// The links that people name: steps between two states, and transitions, are left out.
[[nodiscard]] std::vector<KnotLink> links_of(const model::Definition& definition,
                                             const Facts& facts, const Circle& circle);
[[nodiscard]] Text circle_in_words(const std::vector<KnotLink>& circle);

}  // namespace lianban::planning
