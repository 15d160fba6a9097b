#pragma once

#include <vector>

#include "calendar/calendar.hpp"
#include "decide/decide.hpp"
#include "lianban/rehearsal.hpp"

namespace lianban::rehearse {

/// What a history cost, up to an instant.
[[nodiscard]] RehearsalFigures figures_of(const std::vector<decide::Entries>& rows, Instant until,
                                          const calendar::Calendar& calendar);
/// Adds what a case saved or cost.
void add(const RehearsedCase& rehearsed, RehearsalReport& report);

}  // namespace lianban::rehearse
