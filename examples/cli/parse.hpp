#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/options.hpp"

namespace lianban::cli {

class Context;

/// What the words on the command line ask for.
struct Parsed {
  Globals globals;
  std::function<int(Context&)> run;  ///< Empty: there is only something to say.
  int exit = 0;                      ///< Then: what to end with,
  std::string text;                  ///< and what to say (help, or what is wrong with the words).
};

/// Language and form of the output are looked for first, so that help and complaints come in them.
[[nodiscard]] Parsed parse(int argc, char** argv);

}  // namespace lianban::cli
