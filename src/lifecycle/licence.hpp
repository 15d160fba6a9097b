#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// One version of an electronic licence. Issuing creates it, so there is no state before.
enum class LicenceState {
  kIssued,     ///< Decided, numbered and frozen. Where every licence begins.
  kMade,       ///< Sealed: valid towards everybody.
  kSuspended,  ///< Not to be used until resumed.
  kRevoked,    ///< 撤销 and 吊销. Final.
  kWithdrawn,  ///< 撤回. Final.
  kCancelled,  ///< 注销. Final.
  kExpired,    ///< Final: its own limit passed.
  kReplaced,   ///< Final: the next version was issued.
};

enum class LicenceEvent {
  kMake,
  kSuspend,
  kResume,
  kRevoke,
  kWithdraw,
  kCancel,
  kExpire,
  kReplace
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<LicenceState> next(LicenceState state, LicenceEvent event);

}  // namespace lianban::lifecycle
