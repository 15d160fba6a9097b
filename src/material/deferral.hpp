#pragma once

#include <optional>

#include "calendar/calendar.hpp"
#include "lianban/time.hpp"
#include "material/records.hpp"
#include "model/items.hpp"

namespace lianban::material {

/// When a promised document is due: the later of `within` after acceptance and `at_least` after it
/// became available. A document cannot fall due while it cannot exist; until then the date is
/// marked provisional. Warnings that would lie before `now` are left out. Never fails: dates past
/// the announced years count plain weeks and are marked `estimated`, and nothing fires on them.
void set_limit(DeferralRecord& record, const model::Deferral& spec, Instant accepted,
               std::optional<Instant> available, Instant now, const calendar::Calendar& calendar);

/// Whether the document met the limit: it existed before (`dated`: its own date in the reply), else
/// it arrived before.
[[nodiscard]] bool met(const DeferralRecord& record, const model::Source& source, const Json* reply,
                       Instant arrived);

/// Whether the limit may fall due at all: dated, certain, and the document can exist.
[[nodiscard]] bool can_fall_due(const DeferralRecord& record);

}  // namespace lianban::material
