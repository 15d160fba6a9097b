#pragma once

#include <cstddef>
#include <functional>

#include "bench/samples.hpp"

namespace lianban::bench {

/// What one timed run gave.
struct Run {
  std::size_t done = 0;
  double seconds = 0;
  double cpu_seconds = 0;   ///< Of the whole process, user and system.
  double user_seconds = 0;  ///< The user part: without what the kernel does for a flush.
  Samples micros;           ///< One per command, from call (or its planned time) to answer.

  [[nodiscard]] double rate() const { return static_cast<double>(done) / seconds; }
};

/// One command of a thread; `turn` counts per thread from 0. Must not fail: gives up itself.
using OneCommand = std::function<void(int thread, std::size_t turn)>;

/// Asked before each command; given the common start.
using GoOn = std::function<bool(Watch::time_point start)>;
[[nodiscard]] GoOn for_seconds(double seconds);

/// Each thread sends its next command when the last one is answered.
[[nodiscard]] Run closed_loop(int threads, const GoOn& go_on, const OneCommand& one);
/// Commands are due at fixed instants, whatever the answers take; a latency counts from the instant
/// its command was due, so that a stall is charged to all that waited behind it.
[[nodiscard]] Run open_loop(int threads, double per_second, const GoOn& go_on,
                            const OneCommand& one);
/// `count` commands shared among threads, as fast as they go; `turn` is the number of the command.
[[nodiscard]] Run share_out(int threads, std::size_t count, const OneCommand& one);

/// Resident memory of this process.
[[nodiscard]] double resident_megabytes();

}  // namespace lianban::bench
