#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace lianban::cli::test {

/// What a run of the command left behind.
struct Finished {
  int exit = -1;
  std::string out, err;
};

/// Runs the built command in a quiet environment (no locale, no colours, no variables of its own)
/// with the words as they are, and waits for it. `variables` are "NAME=VALUE".
[[nodiscard]] Finished run_cli(const std::vector<std::string>& words, const std::string& input = {},
                               const std::vector<std::string>& variables = {});
/// The built command while it runs, in the same quiet environment.
class RunningCli {
 public:
  explicit RunningCli(const std::vector<std::string>& words,
                      const std::vector<std::string>& variables = {});
  ~RunningCli();  ///< Ends it.
  RunningCli(const RunningCli&) = delete;
  RunningCli& operator=(const RunningCli&) = delete;

  /// Reads its objects (--json), one a line, until one fits, and gives that; null if the command
  /// ends, or says nothing for half a minute.
  nlohmann::json wait_for(const std::function<bool(const nlohmann::json&)>& fits);
  /// Interrupts it and waits for its end. Gives the exit code.
  int stop();

 private:
  bool read_line(std::string& line);

  pid_t child_ = -1;
  int out_ = -1;
  std::string unread_;
};

[[nodiscard]] bool has(const std::string& text, const std::string& part);
/// The one object on standard output.
[[nodiscard]] nlohmann::json object_of(const Finished& run);

/// The definition of the first approval.
inline const std::string kWenzhou =
    std::string(LIANBAN_SOURCE_DIR) + "/workflows/wenzhou-ride-hailing-vehicle.json";

/// A port nobody listens on now.
[[nodiscard]] int free_port();
/// A file of tests/cli.
[[nodiscard]] std::string here(const std::string& name);
[[nodiscard]] std::string text_of(const std::string& file);

/// A folder that goes with the test.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace lianban::cli::test
