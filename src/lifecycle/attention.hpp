#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// Whether a case waits for a person because processing it failed; beside `CaseState`, so that a
/// fenced case still shows how far it had come.
enum class AttentionState {
  kClear,   ///< Where every case begins.
  kFenced,  ///< Needs attention: acts are held until it is released.
};

enum class AttentionEvent { kFence, kRelease };

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<AttentionState> next(AttentionState state, AttentionEvent event);

}  // namespace lianban::lifecycle
