#pragma once

#include <span>
#include <string_view>

#include "cli/messages.hpp"

namespace lianban::cli {

/// What the process ends with; listed in `--help`, so scripts may rely on it.
enum ExitCode : int {
  kOk = 0,
  kFindings = 1,  ///< `check` found errors, a story of `test` failed, a verification broke.
  kUsage = 2,
  kNotFound = 3,
  kRefused = 4,  ///< The workflow says no: an answer, not a malfunction.
  kConflict = 5,
  kAgency = 6,
  kStore = 7,
  kConfiguration = 8,
  kInternal = 70,
  kInterrupted = 130,
};

/// What an exit code means, for help and the manual page.
struct ExitWord {
  ExitCode code;
  Phrase words;
};
/// All of them, in order.
[[nodiscard]] std::span<const ExitWord> exit_words();

/// The exit code of a library error ("store/locked" and the like) or of a refusal.
[[nodiscard]] ExitCode exit_code_of_error(std::string_view code);
[[nodiscard]] ExitCode exit_code_of_refusal(std::string_view code);

}  // namespace lianban::cli
