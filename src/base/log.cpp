#include "base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include <array>
#include <mutex>
#include <utility>

namespace lianban::base {
namespace {

constexpr std::array<std::pair<Level, std::string_view>, 5> kNames{{{Level::kDebug, "debug"},
                                                                    {Level::kInfo, "info"},
                                                                    {Level::kWarning, "warning"},
                                                                    {Level::kError, "error"},
                                                                    {Level::kOff, "off"}}};

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
    case Level::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

Level from_spdlog(spdlog::level::level_enum level) {
  if (level <= spdlog::level::debug) return Level::kDebug;
  if (level == spdlog::level::info) return Level::kInfo;
  return level == spdlog::level::warn ? Level::kWarning : Level::kError;
}

class HostSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit HostSink(LogSink host) : host_(std::move(host)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& line) override {
    host_(from_spdlog(line.level), std::string_view(line.payload.data(), line.payload.size()));
  }
  void flush_() override {}

  LogSink host_;
};

}  // namespace

std::string_view to_name(Level level) {
  for (const auto& [each, name] : kNames) {
    if (each == level) return name;
  }
  return "off";
}

bool from_name(std::string_view name, Level& level) {
  for (const auto& [each, known] : kNames) {
    if (known == name) return level = each, true;
  }
  return false;
}

Log::Log(LogSink sink, Level least) {
  if (!sink || least == Level::kOff) return;
  logger_ =
      std::make_shared<spdlog::logger>("lianban", std::make_shared<HostSink>(std::move(sink)));
  logger_->set_level(to_spdlog(least));
  // spdlog's own handler prints to stderr, which belongs to the host.
  logger_->set_error_handler([](const std::string&) {});
}

bool Log::enabled(Level level) const {
  return logger_ && level != Level::kOff && logger_->should_log(to_spdlog(level));
}

void Log::write(Level level, std::string_view line) const {
  if (!enabled(level)) return;
  logger_->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace lianban::base
