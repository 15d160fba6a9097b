#pragma once

#include "base/json.hpp"
#include "lianban/diagnostic.hpp"

namespace lianban::model {

/// The document with every {"param": id} outside `params` replaced by the param's value, as
/// `params` says it: id -> value. A param that does not exist is a fault and reads as null.
[[nodiscard]] Json with_params(const Json& root, const Json& params, Diagnostics& faults);

/// id -> value of the section `params`; what is no param is passed over.
[[nodiscard]] Json param_values(const Json& root);

}  // namespace lianban::model
