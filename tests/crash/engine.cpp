// The engine as parent and child open it.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "crash/crash.hpp"

namespace lianban::crash {

namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::optional<std::string> secret(const std::string& name) {
  if (name == kCallbackKeyName) return kCallbackKey;
  if (name == kCallbackSecretName) return kCallbackSecret;
  return std::nullopt;
}

/// Checked once: the parent opens an engine after every kill. Null: it has faults.
const Definition* approval() {
  static const auto checked =
      Definition::check(slurp(LIANBAN_SOURCE_DIR "/workflows/wenzhou-ride-hailing-vehicle.json"));
  return checked.definition.get();
}

}  // namespace

std::string ChildOptions::to_text() const {
  return nlohmann::json{database, directory, die_at, die_after, first_serial, callback_port}.dump();
}

ChildOptions ChildOptions::from_text(const std::string& text) {
  const auto all = nlohmann::json::parse(text);
  return {all.at(0), all.at(1), all.at(2), all.at(3), all.at(4), all.at(5)};
}

Result<std::unique_ptr<Engine>> open_engine(const std::string& database,
                                            const std::string& directory, FaultHook faults) {
  auto loaded = load_agency_directory_text(slurp(directory));
  if (!loaded.ok()) return loaded.faults.front();
  EngineOptions options;
  options.database = database;
  options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
  options.directory = loaded.directory;
  options.agencies = make_http_agency(loaded.directory);
  options.secret = secret;
  options.faults = std::move(faults);
  if (approval() == nullptr) return make_error("definition", "定义有误", "definition faults");
  auto engine = Engine::open(std::move(options));
  if (!engine.ok()) return engine;
  const auto published = (*engine)->publish(*approval());
  if (!published.ok()) return published.error();
  return engine;
}

std::unique_ptr<cli::CallbackListener> listen(Engine& engine, int port) {
  auto listener = std::make_unique<cli::CallbackListener>([&engine](const Callback& callback) {
    const auto result = engine.deliver_callback(callback);
    const int status = result.ok() ? 200 : http_status_of_callback(result.error().code);
    return cli::CallbackReply{status, "{}"};
  });
  return listener->start({"127.0.0.1", port, true}).ok() ? std::move(listener) : nullptr;
}

}  // namespace lianban::crash
