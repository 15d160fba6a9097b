#pragma once

#include <optional>
#include <vector>

#include "model/reader.hpp"

namespace lianban::model {

[[nodiscard]] rules::Rule read_rule(Loading& loading, const Value& at);
/// Names with rules as values.
[[nodiscard]] RuleMap read_rules(Loading& loading, const Value& at);
/// A title, a text or a rule.
[[nodiscard]] rules::Rule read_words(Loading& loading, const Value& at);

/// A condition id, a rule, or a list of both.
[[nodiscard]] std::vector<Guard> read_guards(Loading& loading, const Value& at);

/// A declared path of one of these families that can be written to or pointed at.
[[nodiscard]] std::optional<rules::Path> read_path(Loading& loading, const std::string& text,
                                                   std::initializer_list<rules::Root> families,
                                                   const std::string& pointer,
                                                   bool at_name = false);

}  // namespace lianban::model
