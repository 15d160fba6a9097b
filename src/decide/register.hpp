#pragma once

#include <cstddef>
#include <optional>

#include "decide/case.hpp"

/// Reading a licence's record on a day.
namespace lianban::decide {

/// Licences resting on one another, at most; and numbers drawn in vain for one licence.
inline constexpr std::size_t kRestingChain = 16;
inline constexpr std::size_t kNumbersTaken = 10'000;

/// Its state with its own limit taken into account: after the last day of its validity a licence
/// that nobody ended counts as expired. Running out is never written, so no timer watches it.
[[nodiscard]] lifecycle::LicenceState state_on(const LicenceRecord& record, Day today);
/// Sealed, neither suspended nor ended, and not past its last day.
[[nodiscard]] bool in_force(const LicenceRecord& record, Day today);
/// Nothing can happen to it any more.
[[nodiscard]] bool is_final(lifecycle::LicenceState state);
/// What the lifecycle makes of it on that day. Past its limit only its cancellation is left
/// (行政许可法 70 (1): a licence that ran out is to be cancelled).
[[nodiscard]] std::optional<lifecycle::LicenceState> next_on(const LicenceRecord& record,
                                                             lifecycle::LicenceEvent event,
                                                             Day today);

/// What happens to a licence because of the one it rests on, as that one stands now; nothing where
/// it stays as it is. A suspension of its own is not lifted with the other's.
[[nodiscard]] std::optional<lifecycle::LicenceEvent> following(const LicenceRecord& record,
                                                               const LicenceRecord& base);
/// The record after it: `suspended_with` tells the two kinds of suspension apart.
[[nodiscard]] std::optional<LicenceRecord> followed(const LicenceRecord& record,
                                                    const LicenceRecord& base);
/// "suspended", "resumed", ...: how the history and `licence.ID.*` call it.
[[nodiscard]] const char* word_of(lifecycle::LicenceEvent event);

}  // namespace lianban::decide
