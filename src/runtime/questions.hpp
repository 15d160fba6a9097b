#pragma once

#include <optional>
#include <string>

#include "lianban/agency.hpp"
#include "lianban/engine.hpp"
#include "runtime/desk.hpp"

/// Standing questions: what the pump asks an agency itself and what is lent to the host.
namespace lianban::runtime {

/// The key under which a standing question is put: new for every question, the same for all
/// attempts at one (a register that honours keys would else repeat yesterday's "not found" for
/// ever), and not to be guessed.
[[nodiscard]] std::string question_key(const World& world, const base::CaseId& id,
                                       const std::string& call, const store::PollRow& poll);
/// The request that puts it. Nothing where nobody asks it any more; an error where the case has not
/// what the request needs.
[[nodiscard]] Result<std::optional<AgencyRequest>> question_of(World& world, const Held& held,
                                                               const store::DuePoll& due);
/// That it could not be put, or that nothing came of it. Nothing where the definition does not know
/// the document.
[[nodiscard]] std::optional<Command> question_failed(std::string request_id, const Held& held,
                                                     const store::DuePoll& due,
                                                     const std::string& code);
/// Unique per answer: an answer that is recorded raises the revision, one that is not leaves no
/// trace of its id.
[[nodiscard]] std::string answer_id(const store::DuePoll& due, std::uint64_t revision);
/// The row of a question that rests until the case asks for it.
[[nodiscard]] store::PollRow resting(store::PollRow row);
/// Writes the row, unless a command has put the question anew since it was read: false then.
[[nodiscard]] Result<bool> move_question(World& world, const store::DuePoll& due,
                                         store::PollRow row);

}  // namespace lianban::runtime
