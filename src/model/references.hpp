#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/reader.hpp"

namespace lianban::model {

/// Reads the id of something that is declared; empty after a fault.
[[nodiscard]] std::string refer(Loading& loading, Kind kind, const Value& at);
/// The same for one or more.
[[nodiscard]] std::vector<std::string> refer_all(Loading& loading, Kind kind, const Value& at);
/// Where the id is declared, as a related place; nothing where it is not.
[[nodiscard]] std::vector<Related> declaration(const Loading& loading, Kind kind,
                                               const std::string& id);
/// The same of an outcome of a call.
[[nodiscard]] std::vector<Related> declaration_of_outcome(const Loading& loading,
                                                          const std::string& call,
                                                          const std::string& outcome);
/// "no material 'x', did you mean 'y'?" A place that is a member's name says so.
void unknown(Loading& loading, Kind kind, std::string_view id, const std::string& pointer,
             bool at_name = false);

[[nodiscard]] StateIndex refer_state(Loading& loading, const Value& at);  ///< kNone after a fault.
[[nodiscard]] std::vector<StateIndex> refer_states(Loading& loading, const Value& at);

/// "agency.role" or "applicant".
[[nodiscard]] std::optional<Role> read_role(Loading& loading, const Value& at);
[[nodiscard]] std::vector<Role> read_roles(Loading& loading, const Value& at);

/// "applicant", an agency, or (with `roles`) "agency.role".
[[nodiscard]] std::string read_party(Loading& loading, const Value& at, bool roles);

/// One of the outcomes an ended case may have.
[[nodiscard]] std::string read_outcome(Loading& loading, const Value& at);

/// Whether nobody may send or raise an event of this name.
[[nodiscard]] bool is_reserved_event(std::string_view name);
/// An event that a person, an agency or an action gives: any name that is not the engine's.
void check_sendable(Loading& loading, std::string_view name, const std::string& pointer);
/// An event that is listened to: where it is the engine's, what it names must exist.
void check_listened(Loading& loading, std::string_view name, const std::string& pointer);

/// A pattern of numbers: its placeholders must be known.
void check_number_pattern(Loading& loading, std::string_view pattern, const std::string& pointer);

}  // namespace lianban::model
