#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// What any case (件) may ever go through, whatever its definition says.
enum class CaseState {
  kReceived,  ///< Opened, not yet accepted. Where every case begins.
  kAccepted,  ///< 受理: the legal time of the decision runs.
  kDecided,   ///< The one decision is made; carrying it out may follow.
  kEnded,     ///< 办结: takes no further event.
};

enum class CaseEvent {
  kTake,      ///< Any command, answer or timer that may act on the case.
  kAccept,    ///< Once per case.
  kDecide,    ///< Once per case; also without acceptance (not accepted, withdrawn before it).
  kConclude,  ///< A top-level final was entered.
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<CaseState> next(CaseState state, CaseEvent event);

}  // namespace lianban::lifecycle
