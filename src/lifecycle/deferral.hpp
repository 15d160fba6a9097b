#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// A document that may come later (容缺): a debt that must end. Open = promised or overdue.
enum class DeferralState {
  kPromised,   ///< Where every deferral begins.
  kSatisfied,  ///< Final: the document came, or existed, in time; or came before the forfeit.
  kOverdue,    ///< The limit passed: no approval may rest on it.
  kWaived,     ///< Final: the agency does not need it any more.
  kDropped,    ///< Final: the case was decided or ended before the limit; nothing was broken.
  kForfeited,  ///< Final: the case was decided or ended while it was overdue.
};

enum class DeferralEvent { kSatisfy, kFallDue, kWaive, kDrop, kForfeit };

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<DeferralState> next(DeferralState state, DeferralEvent event);

}  // namespace lianban::lifecycle
