#pragma once

#include <string_view>

#include "errors.hpp"
#include "lianban/command.hpp"
#include "lianban/engine.hpp"

namespace lianban::c {

/// {id, roles, office}; null: the host itself. `parameter` and `at`: where it stands.
[[nodiscard]] Or<Actor> actor_of(const Json& given, std::string_view parameter,
                                 const std::string& at = {});
/// {request_id, verb, subject, data, actor}; to open a case without verb and subject.
[[nodiscard]] Or<Command> command_of(const Json& given, bool opening);

/// What a case made of a command.
[[nodiscard]] Outcome outcome_of_answer(Result<Answer>&& answer);

}  // namespace lianban::c
