#pragma once

#include <memory>
#include <string>

#include "lianban/engine.hpp"

namespace lianban::crash {

struct ChildOptions {
  std::string database, directory;
  std::string die_at;  ///< Named point; empty: killed from outside.
  int die_after = 0;
  int first_serial = 0;
};

/// The engine of the run: a real file, real HTTP agencies, the system's clock.
[[nodiscard]] Result<std::unique_ptr<Engine>> open_engine(const std::string& database,
                                                          const std::string& directory,
                                                          FaultHook faults);
/// Never returns when all goes as it should: the child is killed.
int run_child(const ChildOptions& options);

}  // namespace lianban::crash
