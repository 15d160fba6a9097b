#pragma once

#include <optional>
#include <string_view>

#include "lianban/agency.hpp"
#include "runtime/held.hpp"
#include "store/rows.hpp"

/// What goes out besides requests: notices to people and agencies, and what happens to licences
/// after they were issued (审管联动). Both wait for no answer but "I have it".
namespace lianban::runtime {

/// How their outbox rows are named: this and an index into the case's notices, or an errand's seq.
inline constexpr std::string_view kNoticeRef = "notice:";
inline constexpr std::string_view kSupervisionRef = "supervision:";

[[nodiscard]] bool is_message(const store::OutboxRow& row);
/// The request that delivers it: {case, number, definition, at...} and
///   a notice           {to: {kind, id, agents?}, paper?, number?, title?, text?, fields?}
///   a supervision event {event, subject, data}
/// Nothing where the case knows of no such thing. A notice names people by their account: the
/// gateway knows how to reach them.
[[nodiscard]] std::optional<AgencyRequest> message_of(const Held& held,
                                                      const store::OutboxRow& row);

}  // namespace lianban::runtime
