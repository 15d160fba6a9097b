#pragma once

#include <chrono>

namespace lianban::cli {

/// From here on Ctrl-C and SIGTERM are only noted, so that a command stops at a safe point; a
/// second one ends the process at once.
void watch_interrupts();
[[nodiscard]] bool interrupted();

/// Ends a wait of the command's own thread. Any thread may ring.
class Bell {
 public:
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  void ring();
  /// Waits until it was rung since the last wait, or so long, or until an interrupt. Whether there
  /// was an interrupt.
  bool wait_or_interrupt(std::chrono::milliseconds most);

 private:
  int event_;
};

}  // namespace lianban::cli
