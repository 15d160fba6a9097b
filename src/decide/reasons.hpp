#pragma once

#include <string>

#include "lianban/command.hpp"
#include "material/records.hpp"
#include "model/definition.hpp"

/// Why something may not be done: each reason with its title and the law that its place in the
/// definition names.
namespace lianban::decide {

[[nodiscard]] Text title_or(const Text& title, const std::string& id);

/// Somebody in this role has to do it. `place`: the transition's pointer.
[[nodiscard]] Reason role_reason(const model::Definition& definition, const model::Role& role,
                                 const std::string& place);
/// A guard that does not hold: the condition's own law, else that of `place`, where the guard
/// stands.
[[nodiscard]] Reason condition_reason(const model::Definition& definition,
                                      const model::Guard& guard, const std::string& place);
[[nodiscard]] Reason material_reason(const model::Definition& definition,
                                     const model::Material& spec);
/// A document that was promised and has not come. The law of its `defer`, else of the document.
[[nodiscard]] Reason deferral_reason(const model::Definition& definition,
                                     const model::Material& spec,
                                     const material::DeferralRecord& record);
[[nodiscard]] Reason clock_reason(const model::Definition& definition, const model::Clock& clock);
/// The step that something else belongs to, or has to pass first.
[[nodiscard]] Reason state_reason(const model::Definition& definition, const model::State& state);

}  // namespace lianban::decide
