#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// The way to one agency. Not stored: a new process finds out anew.
enum class BreakerState {
  kClosed,   ///< Where every way begins: requests go out.
  kOpen,     ///< The agency is down: nothing goes out until the pause is over.
  kProbing,  ///< One request tries whether it is back.
};

enum class BreakerEvent {
  kSucceed,  ///< The agency answered, whatever it said.
  kTrip,     ///< So many failures in a row that it must be down.
  kProbe,    ///< The pause is over and one request goes out.
  kFail,     ///< The probe failed.
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<BreakerState> next(BreakerState state, BreakerEvent event);

}  // namespace lianban::lifecycle
