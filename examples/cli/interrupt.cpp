#include "cli/interrupt.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

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

Bell::Bell() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

Bell::~Bell() {
  if (event_ >= 0) ::close(event_);
}

void Bell::ring() {
  // Fails only where it was rung very often already.
  [[maybe_unused]] const int ignored = ::eventfd_write(event_, 1);
}

bool Bell::wait_or_interrupt(std::chrono::milliseconds most) {
  // A signal between the question and the wait is lost for one slice, hence the slices.
  using std::chrono::milliseconds;
  constexpr milliseconds kSlice{250};
  while (!interrupted() && most.count() > 0) {
    const milliseconds step = most < kSlice ? most : kSlice;
    pollfd rung{event_, POLLIN, 0};
    if (::poll(&rung, event_ < 0 ? 0 : 1, static_cast<int>(step.count())) > 0) {
      eventfd_t count = 0;
      [[maybe_unused]] const int ignored = ::eventfd_read(event_, &count);
      break;
    }
    most -= step;
  }
  return interrupted();
}

}  // namespace lianban::cli
