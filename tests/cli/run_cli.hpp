#pragma once

#include <filesystem>
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
