#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// What a call with `reverse`, an act in law, has done in the world.
enum class EffectState {
  kNone,      ///< Where every such call begins.
  kPossible,  ///< Sent, no known answer: it may or may not have taken effect.
  kStanding,  ///< The agency said that it took effect.
  kUndone,    ///< A later act in law turned it back.
};

enum class EffectEvent {
  kSend,     ///< The request goes out; after `kUndone` it is a new act.
  kConfirm,  ///< An answer with an outcome of `effect: true`.
  kDeny,     ///< An answer with any other outcome.
  kReverse,  ///< The reversing call's own `effect` outcome.
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<EffectState> next(EffectState state, EffectEvent event);

}  // namespace lianban::lifecycle
