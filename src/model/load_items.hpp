#pragma once

#include <vector>

#include "calendar/limit.hpp"
#include "model/reader.hpp"

namespace lianban::model {

/// "80%" of a limit, or so long before it; one or more.
[[nodiscard]] std::vector<calendar::WarnAt> read_warn_at(Loading& loading, const Value& at);

}  // namespace lianban::model
