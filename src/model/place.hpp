#pragma once

#include <string_view>

#include "base/json.hpp"
#include "lianban/diagnostic.hpp"

namespace lianban::model {

/// Gives every finding, and all it has to do with, its line and column in the text, puts the edits
/// of fixes on their bytes, and sorts all by their place. A fix whose words do not stand where the
/// finding is (they came out of a param, or are written with escapes) is dropped. At most
/// limits::kDiagnostics stay.
void place(Diagnostics& findings, std::string_view text, const Json& source);

}  // namespace lianban::model
