#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.hpp"
#include "base/ids.hpp"

namespace lianban::audit {

/// The hash of one journal row over the one before it: SM3(0x02 ‖ tenant ‖ case ‖ revision ‖
/// previous ‖ bytes), numbers as 8 bytes big-endian. A row changed, removed or moved breaks every
/// later link of its case. The first row's `previous` is all zero.
[[nodiscard]] base::Digest link(base::TenantId tenant, const base::CaseId& of,
                                std::uint64_t revision, const base::Digest& previous,
                                std::string_view bytes);

}  // namespace lianban::audit
