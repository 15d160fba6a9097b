#pragma once

#include <cstdint>

namespace lianban::c {

/// "refused", "not_found", ...; "internal" of a number that is no code.
[[nodiscard]] const char* name_of_code(std::int32_t code);
/// The same call may succeed later without a change.
[[nodiscard]] bool is_retryable(std::int32_t code);

}  // namespace lianban::c
