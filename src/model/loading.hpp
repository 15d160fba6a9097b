#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hint.hpp"
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
  void fault(std::string_view code, std::string_view pointer, Text message, Hint hint = {},
             bool at_name = false, std::vector<Related> related = {});
};

using base::did_you_mean;
using base::quoted_en;
using base::quoted_zh;

/// Words and, where it is certain, the edit; the edit is placed in the text at the end of `load`.
void set_hint(Diagnostic& finding, Hint hint);

}  // namespace lianban::model
