#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lianban/diagnostic.hpp"
#include "model/definition.hpp"
#include "model/names.hpp"
#include "rules/rule.hpp"

namespace lianban::model {

/// What the readers of one definition share. Lives as long as `load` runs.
struct Loading {
  Definition& definition;
  const Json& root;  ///< The document with every {"param": id} replaced by its value.
  Diagnostics& diagnostics;
  bool semantic;
  Names names;
  std::map<std::string, Schema, std::less<>> material_data, replies;  ///< By material, by call.
  rules::CompileContext context;  ///< Of rules everywhere but in the outcomes of a call.

  /// Reports, unless limits::kDiagnostics faults are there already. `at_name`: the fault is the
  /// member's name, not its value.
  void fault(std::string_view code, std::string_view pointer, Text message, Text hint = {},
             bool at_name = false);
};

/// “word” and 'word', cut where it is absurdly long.
[[nodiscard]] std::string quoted_zh(std::string_view word);
[[nodiscard]] std::string quoted_en(std::string_view word);
/// Empty where nothing is near.
[[nodiscard]] Text did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace lianban::model
