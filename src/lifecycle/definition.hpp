#pragma once

#include <optional>

#include "lifecycle/names.hpp"

namespace lianban::lifecycle {

/// One version of a definition. Published means frozen: cases pin it by its content hash.
enum class DefinitionState {
  kDraft,      ///< Where every version begins.
  kValidated,  ///< Checked without errors, exactly as it is now.
  kPublished,  ///< New cases may be opened under it.
  kRetired,    ///< Final: no new cases; the running ones go on.
};

enum class DefinitionEvent {
  kEdit,  ///< Makes a validated one a draft again.
  kValidate,
  kPublish,
  kRetire,
};

/// The state after `event`, or nothing where the lifecycle does not allow it. Pure; any thread.
[[nodiscard]] std::optional<DefinitionState> next(DefinitionState state, DefinitionEvent event);

}  // namespace lianban::lifecycle
