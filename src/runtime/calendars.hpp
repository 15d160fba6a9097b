#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "calendar/calendar.hpp"

namespace lianban::store {
class Store;
}

namespace lianban::runtime {

using CalendarPtr = std::shared_ptr<const calendar::Calendar>;

/// Working-day calendars by name: read from the folder, pinned in the database by their revision,
/// so that the engine also starts, and old dates stay explicable, without the folder. Thread-safe.
class Calendars {
 public:
  Calendars(store::Store& store, std::string folder) : store_(store), folder_(std::move(folder)) {}
  /// Error: calendar/not_found, or what is wrong with the file.
  [[nodiscard]] Result<CalendarPtr> get(const std::string& name);

 private:
  [[nodiscard]] Result<CalendarPtr> from_folder(const std::string& name);
  [[nodiscard]] Result<CalendarPtr> from_store(const std::string& name);

  store::Store& store_;
  const std::string folder_;
  std::mutex mutex_;
  std::map<std::string, CalendarPtr> known_;
};

}  // namespace lianban::runtime
