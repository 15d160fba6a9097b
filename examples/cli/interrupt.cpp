#include "cli/interrupt.hpp"

#include <poll.h>

#include <csignal>

namespace lianban::cli {

namespace {

volatile std::sig_atomic_t noted = 0;

void note(int) { noted = 1; }

}  // namespace

void watch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = note;
  // SA_RESETHAND: who presses twice does not want to wait.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return noted != 0; }

bool wait_or_interrupt(std::chrono::milliseconds most) {
  // A signal between the question and the wait is lost for one slice, hence the slices.
  using std::chrono::milliseconds;
  constexpr milliseconds kSlice{250};
  while (!interrupted() && most.count() > 0) {
    const milliseconds step = most < kSlice ? most : kSlice;
    ::poll(nullptr, 0, static_cast<int>(step.count()));
    most -= step;
  }
  return interrupted();
}

}  // namespace lianban::cli
