#pragma once

#include "model/reader.hpp"

namespace lianban::model {

/// A list of actions.
[[nodiscard]] Actions read_actions(Loading& loading, const Value& at);

/// One reader per family of actions; nothing where the name is not of that family. After a fault
/// the body is there but incomplete: a definition with faults is never run.
[[nodiscard]] std::optional<Action::Body> read_flow_action(Loading& loading,
                                                           const std::string& name,
                                                           const Value& at);
[[nodiscard]] std::optional<Action::Body> read_case_action(Loading& loading,
                                                           const std::string& name,
                                                           const Value& at);
[[nodiscard]] std::optional<Action::Body> read_licence_action(Loading& loading,
                                                              const std::string& name,
                                                              const Value& at);

}  // namespace lianban::model
