#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decide/session.hpp"

namespace lianban::decide {

/// What may fall due. The enumerators stand in the order in which they fire at one instant.
enum class TimerKind {
  kClockWarned,
  kDeferralWarned,
  kClockExpired,
  kDeferralDue,
  kAfter,
  kSend,
  kCallTimeout,
};

struct DueTimer {
  Instant at{};   ///< When it fires.
  Instant due{};  ///< Its legal instant, which is `now` while it is processed.
  TimerKind kind = TimerKind::kAfter;
  std::int64_t order = 0;  ///< Within a kind: statutory before promised, setting order, ...
  std::string id;          ///< Clock, material, call, or timer sequence.
};

/// The earliest timer of a case. Nothing fires on an uncertain date, nor in an ended or fenced
/// case.
[[nodiscard]] std::optional<DueTimer> next_timer(const Case& of);

/// Fires every timer that is due at `until`, in order, each with its due instant as now. A timer
/// whose processing fails leaves the case as it was, fenced, with an incident. More than fit into
/// one commit: in parts, the first of them (the others stay due); whole, false (the session is
/// refused with case/busy).
enum class Settling { kWhole, kInParts };
bool settle(Session& session, Instant until, Settling settling = Settling::kWhole);

/// Who holds the case now, in the order of the open stays.
[[nodiscard]] std::vector<std::string> current_holders(const Case& of);
/// Remembers that a person's event was taken from a state (four eyes).
void note_acted(Case& in, const std::string& state, const std::string& actor);

}  // namespace lianban::decide
