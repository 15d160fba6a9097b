#pragma once

#include <string>
#include <vector>

#include "lianban/result.hpp"

namespace lianban::cli {

/// Runs a program found on PATH with the text as its standard input, waits for it, and gives its
/// standard output. `package`: what to install where it is missing. Errors: program/not_found,
/// program/failed (it ended with another code than 0).
[[nodiscard]] Result<std::string> run_program(const std::vector<std::string>& words,
                                              const std::string& input, const std::string& package);

/// Writes a file whole. Errors: file/unwritable.
[[nodiscard]] Status write_text(const std::string& file, const std::string& text);

}  // namespace lianban::cli
