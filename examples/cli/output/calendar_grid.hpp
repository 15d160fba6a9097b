#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/output/terminal.hpp"
#include "lianban/time.hpp"

namespace lianban::cli {

/// One day of a counted limit.
struct CountedDay {
  Day day;
  bool counted = false;
  long number = 0;     ///< How many have been counted with this day.
  std::string reason;  ///< "workday", "holiday", "first_day", ...
  bool provisional = false;
};

/// Reads Engine::explain_limit's days. A day that cannot be read is left out.
[[nodiscard]] std::vector<CountedDay> counted_days(const nlohmann::json& explained);
[[nodiscard]] std::string weekday_name(Day day, Language language);

/// One line a week, Monday first: counted days with their number, the others with why not.
void print_grid(Terminal& to, const std::vector<CountedDay>& days, std::size_t indent);
/// One line a day.
void print_days(Terminal& to, const std::vector<CountedDay>& days, std::size_t indent);

}  // namespace lianban::cli
