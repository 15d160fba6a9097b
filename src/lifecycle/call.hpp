#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// One request to an agency, from its freezing to its answer. Attempts on the wire are not states:
/// they repeat the same request under the same key.
enum class CallState {
  kAsked,         ///< Queued or sent. Where every call begins.
  kAcknowledged,  ///< The agency has it and answers later.
  kAnswered,      ///< Final: an outcome is known.
  kFailed,        ///< Attempts used up; an incident of the lead agency.
  kAbandoned,     ///< Final: nobody waits for it any more; a late answer has no effect.
  kUnclear,       ///< A reply that fits no outcome, or not the schema; an incident as well.
};

enum class CallEvent {
  kAcknowledge,
  kAnswer,        ///< A reply that fits an outcome.
  kFail,          ///< The last attempt failed.
  kAbandon,       ///< Its state was left. The caller never abandons a call with `reverse`.
  kMisfit,        ///< A reply that fits none.
  kRetry,         ///< A person has it asked again.
  kAnswerByHand,  ///< A person enters the outcome, with a reason.
  kGiveUp,        ///< A person gives it up, or what it belonged to is over.
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<CallState> next(CallState state, CallEvent event);

}  // namespace lianban::lifecycle
