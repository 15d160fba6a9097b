#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "calendar/calendar.hpp"
#include "lianban/time.hpp"

namespace lianban::calendar::testing {

inline std::string calendar_text(const std::string& name) {
  std::string path = LIANBAN_SOURCE_DIR "/workflows/calendars/";
  path += name;
  path += ".json";
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The published calendar of that name, parsed once.
inline const Calendar& cn() {
  static const Calendar calendar = Calendar::parse(calendar_text("cn"), "cn").value();
  return calendar;
}

/// An overlay of cn with these dates of one year.
inline Calendar overlay(const std::string& year, const std::string& off,
                        const std::string& work = "") {
  const std::string text = R"({"lianban_calendar": 1, "name": "local", "extends": "cn",
    "title": "local", "years": {")" +
                           year + R"(": {"off": [)" + off + R"(], "work": [)" + work + "]}}}";
  return Calendar::parse(text, "local", &cn()).value();
}

inline Day day(const std::string& text) { return parse_day(text).value(); }
/// An instant, or 00:00 of a date.
inline Instant at(const std::string& text) {
  return text.size() == 10 ? start_of(day(text)) : parse_instant(text).value();
}
inline Duration lasting(const std::string& text) { return parse_duration(text).value(); }

}  // namespace lianban::calendar::testing
