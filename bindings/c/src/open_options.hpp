#pragma once

#include <memory>

#include "errors.hpp"
#include "lianban/engine.hpp"
#include "lianban/lianban.h"

namespace lianban::c {

/// How the host wants its engine.
struct Opening {
  EngineOptions options;
  std::shared_ptr<ManualClock> clock;
  lianban_log_fn log = nullptr;
  lianban_wake_fn wake = nullptr;
  std::uintptr_t user = 0;
};

/// Reads as much of the struct as the host says is there.
[[nodiscard]] Or<Opening> read_options(const lianban_engine_options* given);

}  // namespace lianban::c
