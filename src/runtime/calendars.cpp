#include "runtime/calendars.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "store/store.hpp"

namespace lianban::runtime {

namespace {

Error not_found(const std::string& name) {
  return make_error("calendar/not_found", "找不到工作日历", "there is no such working-day calendar",
                    name);
}

/// Names become file names: letters, digits, '-', '_' and inner dots only.
bool plain(const std::string& name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

Result<CalendarPtr> Calendars::get(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (const auto it = known_.find(name); it != known_.end()) return it->second;
  if (!plain(name)) return not_found(name);
  auto read = from_folder(name);
  if (!read.ok() && read.error().code == "calendar/not_found") read = from_store(name);
  if (read.ok()) known_.insert_or_assign(name, *read);
  return read;
}

Result<CalendarPtr> Calendars::from_folder(const std::string& name) {
  if (folder_.empty()) return not_found(name);
  Json texts = Json::object();
  const auto reader = [&](const std::string& each) -> Result<std::string> {
    if (!plain(each)) return not_found(each);
    std::ifstream file(std::filesystem::path(folder_) / (each + ".json"), std::ios::binary);
    if (!file) return not_found(each);
    std::ostringstream text;
    text << file.rdbuf();
    texts[each] = text.str();
    return text.str();
  };
  auto read = calendar::load(name, reader);
  if (!read.ok()) return std::move(read).error();
  // An overlay needs its base: the pinned bytes hold every file that was read.
  const Status put = store_.put_calendar({name, read->revision(), base::canonical(texts)});
  // The same days under another title are the same calendar: the first text of a revision stays.
  if (!put.ok() && put.error().code != "store/argument") return put.error();
  return CalendarPtr(std::make_shared<const calendar::Calendar>(std::move(read).value()));
}

Result<CalendarPtr> Calendars::from_store(const std::string& name) {
  auto row = store_.calendar(name);
  if (!row.ok()) return std::move(row).error();
  if (!*row) return not_found(name);
  auto texts = base::parse_json((*row)->bytes, {limits::kDefinitionBytes, limits::kJsonDepth});
  if (!texts.ok()) return std::move(texts).error();
  auto read = calendar::load(name, [&](const std::string& each) -> Result<std::string> {
    const auto it = texts->find(each);
    if (it == texts->end() || !it->is_string()) return not_found(each);
    return it->get<std::string>();
  });
  if (!read.ok()) return std::move(read).error();
  return CalendarPtr(std::make_shared<const calendar::Calendar>(std::move(read).value()));
}

}  // namespace lianban::runtime
