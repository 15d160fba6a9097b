#pragma once

#include <chrono>

namespace lianban::cli {

/// From here on Ctrl-C and SIGTERM are only noted, so that a command stops at a safe point; a
/// second one ends the process at once.
void watch_interrupts();
[[nodiscard]] bool interrupted();
/// Waits, but not longer than until an interrupt. Whether there was one.
bool wait_or_interrupt(std::chrono::milliseconds most);

}  // namespace lianban::cli
