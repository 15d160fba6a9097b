#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lianban/time.hpp"
#include "store/rows.hpp"

namespace lianban::runtime {

/// How the outbox row and the poll row of a call's request are named: this and the call's id.
inline constexpr std::string_view kCallRef = "call:";

/// States of a poll row, stored by name:
///   idle         asked at `next_at`
///   retry:N      N attempts failed; tried again at `next_at`
///   lent:N       lent to the host for the Nth time; lent again at `next_at`
///   asked        acknowledged without a ticket: an answer from outside is awaited
///   later:MICROS acknowledged at that instant with the ticket in `last_code`; polled at `next_at`
///   rests        answered, and not asked again unless the case says so
inline constexpr std::string_view kPollIdle = "idle";
inline constexpr std::string_view kPollAsked = "asked";
inline constexpr std::string_view kPollRests = "rests";

[[nodiscard]] std::string retry_state(std::uint32_t failed);
[[nodiscard]] std::string lent_state(std::uint32_t attempt);
[[nodiscard]] std::string later_state(Instant acknowledged);
/// Attempts that came to nothing so far; one that is lent counts when it is lent again.
[[nodiscard]] std::uint32_t failed_attempts(const store::PollRow& row);
/// When the agency acknowledged; nothing unless it is polled with a ticket.
[[nodiscard]] std::optional<Instant> acknowledged_at(const store::PollRow& row);
/// Whether the agency, or the host, has the question and owes the answer.
[[nodiscard]] bool is_out(const store::PollRow& row);

}  // namespace lianban::runtime
