#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace spdlog {
class logger;
}

namespace lianban::base {

enum class Level { kDebug, kInfo, kWarning, kError, kOff };

[[nodiscard]] std::string_view to_name(
    Level level);  ///< "debug", "info", "warning", "error", "off"
[[nodiscard]] bool from_name(std::string_view name, Level& level);

/// Receives each line. Called on the thread that logs, one call at a time; what it throws is
/// dropped. It must not call back into the library.
using LogSink = std::function<void(Level, std::string_view)>;

/// A handle to a private logger; copies share it. Off when default-constructed, so the library is
/// silent unless the host asks. Never touches spdlog's registry, which belongs to the host. Safe to
/// use from several threads.
///
/// No personal data: a line names case, state, event and error codes, never a value that came from
/// an applicant or an agency (names, ID numbers, phones, plates, addresses, free text).
class Log {
 public:
  Log() = default;
  Log(LogSink sink, Level least);

  [[nodiscard]] bool enabled(Level level) const;
  void write(Level level, std::string_view line) const;

  void debug(std::string_view line) const { write(Level::kDebug, line); }
  void info(std::string_view line) const { write(Level::kInfo, line); }
  void warning(std::string_view line) const { write(Level::kWarning, line); }
  void error(std::string_view line) const { write(Level::kError, line); }

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace lianban::base
