#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/callback_listener.hpp"
#include "lianban/engine.hpp"

namespace lianban::crash {

/// What the police's side does with the key of a request, and what our directory says of it.
enum class Keys {
  kHonoured,  ///< One effect per key.
  kAsked,     ///< Every arrival acts; the police can be asked what became of a key.
  kBlind,     ///< Every arrival acts, and nobody can be asked.
};

struct ChildOptions {
  std::string database, directory;
  std::string die_at;  ///< Named point; empty: killed from outside.
  int die_after = 0;
  int first_serial = 0;
  int callback_port = 0;

  [[nodiscard]] std::string to_text() const;
  [[nodiscard]] static ChildOptions from_text(const std::string& text);
};

/// What the simulated police sign with, and the names under which our side finds it.
inline constexpr const char* kCallbackKey = "police-of-the-crash-run";
inline constexpr const char* kCallbackSecret = "signs what the police say";
inline constexpr const char* kCallbackKeyName = "POLICE_CALLBACK_KEY";
inline constexpr const char* kCallbackSecretName = "POLICE_CALLBACK_SECRET";

/// The engine of the run: a real file, real HTTP agencies, the system's clock.
[[nodiscard]] Result<std::unique_ptr<Engine>> open_engine(const std::string& database,
                                                          const std::string& directory,
                                                          FaultHook faults);
/// Gives what comes to it to the engine, and 200 only for what the engine has kept.
[[nodiscard]] std::unique_ptr<cli::CallbackListener> listen(Engine& engine, int port);
/// Never returns when all goes as it should: the child is killed.
int run_child(const ChildOptions& options);

}  // namespace lianban::crash
