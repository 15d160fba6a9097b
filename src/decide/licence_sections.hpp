#pragma once

#include <optional>

#include "decide/case.hpp"
#include "model/definition.hpp"

/// Several certificates in one (多证合一): the parts of one licence, each with its own authority,
/// validity and content.
namespace lianban::decide {

class Session;

/// The sections as `issue` freezes them: id -> {title, authority, office, valid, content}. A
/// section whose `when` does not hold is left out; one that `issue` does not name stands as it does
/// in `before`, the version that is replaced. Errors: licence/section_valid where a `valid` rule
/// gives no date, licence/sections where nothing is left, and what a rule fails with.
[[nodiscard]] Result<Json> freeze_sections(const Session& session, const model::Licence& spec,
                                           const model::Issue& issue, const LicenceRecord* before);

/// The first day on which one of them ends; nothing where none does.
[[nodiscard]] std::optional<Day> earliest_section(const Json& sections);

}  // namespace lianban::decide
