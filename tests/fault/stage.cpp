#include "fault/stage.hpp"

#include <fstream>
#include <sstream>

namespace lianban::faults {

namespace {

/// Attempts that fail fast, and a breaker that looks again soon: minutes become parts of seconds.
void hasten(nlohmann::json& directory) {
  for (auto& [name, entry] : directory.items()) {
    entry["timeouts"] = {{"connect", "PT1S"}, {"total", "PT1S"}};
    entry["retry"] = {
        {"first", "PT0.05S"}, {"factor", 2}, {"max", "PT0.8S"}, {"attempts", 6}, {"jitter", 0.2}};
    entry["breaker"] = {{"failures", 4}, {"open_for", "PT0.3S"}};
    for (auto& [operation, each] : entry["operations"].items()) {
      if (each.contains("poll")) each["poll"]["every"] = "PT1S";
    }
  }
  for (const char* caller : {"police", "carrier"}) {
    directory[caller]["callbacks"] = {{"key", kCallbackKey}, {"secret", kCallbackSecret}};
  }
}

std::string approval() {
  std::ifstream in(LIANBAN_SOURCE_DIR "/workflows/wenzhou-ride-hailing-vehicle.json");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

std::string Stage::open(StageOptions options) {
  options.agencies.callbacks.url =
      "http://127.0.0.1:" + std::to_string(port_.port()) + "/callbacks";
  options.agencies.callbacks.key = options.callback_key;
  options.agencies.callbacks.secret = options.callback_secret;
  agencies_ = std::make_unique<simulators::SimulatedAgencies>(options.agencies);
  if (const auto started = agencies_->start(); !started.ok()) return started.error().code;
  if (std::string fault = open_engine(options); !fault.empty()) return fault;
  listener_ = std::make_unique<cli::CallbackListener>([this](const Callback& callback) {
    const auto result = engine_->deliver_callback(callback);
    const int status = result.ok() ? 200 : http_status_of_callback(result.error().code);
    const std::lock_guard lock(mutex_);
    ++answers_[status];
    return cli::CallbackReply{status, "{}"};
  });
  if (!listener_->start({"127.0.0.1", port_.port(), true}).ok()) return "callback port";
  return {};
}

std::string Stage::open_engine(StageOptions& options) {
  nlohmann::json source = agencies_->directory();
  hasten(source);
  if (options.directory) options.directory(source);
  LoadedDirectory loaded = load_agency_directory(source);
  if (!loaded.ok()) return loaded.faults.front().code + " " + loaded.faults.front().place;
  directory_ = loaded.directory;
  EngineOptions engine;
  engine.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
  engine.clock = clock_;
  engine.directory = directory_;
  engine.log = options.log;
  engine.secret = [key = options.callback_key, secret = options.callback_secret](
                      const std::string& name) -> std::optional<std::string> {
    if (name == kCallbackKey) return key;
    if (name == kCallbackSecret) return secret;
    return std::nullopt;
  };
  HttpAgencyOptions http;
  http.secret = engine.secret;
  auto adapter = make_http_agency(directory_, std::move(http));
  engine.agencies =
      options.wrap ? options.wrap(std::move(adapter)) : std::shared_ptr<Agency>(std::move(adapter));
  auto opened = Engine::open(std::move(engine));
  if (!opened.ok()) return opened.error().code;
  engine_ = std::move(opened).value();
  const auto checked = Definition::check(approval());
  if (checked.definition == nullptr) return "definition";
  const auto published = engine_->publish(*checked.definition);
  return published.ok() ? std::string() : published.error().code;
}

void Stage::close() {
  if (agencies_) agencies_->stop();
  listener_.reset();
  engine_.reset();
}

std::map<int, int> Stage::callbacks() {
  const std::lock_guard lock(mutex_);
  return answers_;
}

}  // namespace lianban::faults
