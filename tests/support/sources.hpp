#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "calendar/calendar.hpp"
#include "lianban/time.hpp"

/// What tests read of the checkout: files as they are, and the national calendar.
namespace lianban::support {

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::string source_path(const std::string& below) {
  return std::string(LIANBAN_SOURCE_DIR) + "/" + below;
}

inline const calendar::Calendar& national_calendar() {
  static const calendar::Calendar calendar =
      calendar::load("cn", [](const std::string& name) -> Result<std::string> {
        return slurp(source_path("workflows/calendars/" + name + ".json"));
      }).value();
  return calendar;
}

inline Instant at(const std::string& text) { return *parse_instant(text); }

}  // namespace lianban::support
