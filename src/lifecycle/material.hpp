#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// A document the approval needs. None of its states is final: verified can still be disputed.
enum class MaterialState {
  kMissing,   ///< Where every material begins.
  kSupplied,  ///< Brought by the applicant, not yet looked at.
  kVerified,  ///< Counts as there.
  kRejected,  ///< With a reason; the applicant's to mend.
};

enum class MaterialEvent {
  kSupply,   ///< The applicant brings it, or brings it again before it was looked at.
  kVerify,   ///< Another than the supplier found it in order.
  kReject,   ///< Another than the supplier found it wanting.
  kFetch,    ///< A register or an earlier licence gave it. Never over what the applicant brought.
  kDispute,  ///< The applicant replaces a fetched one by his own.
  kProduce,  ///< The agencies made it on the way, as a paper.
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<MaterialState> next(MaterialState state, MaterialEvent event);

}  // namespace lianban::lifecycle
