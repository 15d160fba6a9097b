#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// A work item of an agency, for example an incident for the lead agency.
enum class TaskState {
  kPending,   ///< Waits for somebody. Where every task begins.
  kClaimed,   ///< One person has taken it.
  kDecided,   ///< Final.
  kReturned,  ///< Given back undone; waits again.
  kExpired,   ///< Final: what it belonged to has ended, or its time has.
  kSkipped,   ///< Final: no longer needed.
};

enum class TaskEvent { kClaim, kDecide, kReturnBack, kExpire, kSkip };

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<TaskState> next(TaskState state, TaskEvent event);

}  // namespace lianban::lifecycle
