#include "bench/load.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <latch>
#include <string>
#include <thread>
#include <vector>

namespace lianban::bench {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

struct CpuTime {
  double user = 0, system = 0;
};

/// Of this process so far.
CpuTime cpu_time() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return {seconds_of(used.ru_utime), seconds_of(used.ru_stime)};
}

/// Runs `work` on each thread, all beginning together, and adds up what they measured.
Run on_threads(int threads, const std::function<void(int, Watch::time_point, Samples&)>& work) {
  std::vector<Samples> samples(static_cast<std::size_t>(threads));
  std::latch ready(threads + 1);
  std::atomic<Watch::rep> begin{0};
  std::latch go(1);
  std::vector<std::thread> crew;
  for (int t = 0; t < threads; ++t) {
    crew.emplace_back([&, t] {
      ready.arrive_and_wait();
      go.wait();
      work(t, Watch::time_point(Watch::duration(begin.load())),
           samples[static_cast<std::size_t>(t)]);
    });
  }
  ready.arrive_and_wait();
  Run run;
  const CpuTime before = cpu_time();
  const auto start = Watch::now();
  begin.store(start.time_since_epoch().count());
  go.count_down();
  for (std::thread& each : crew) each.join();
  run.seconds = seconds_since(start);
  const CpuTime after = cpu_time();
  run.user_seconds = after.user - before.user;
  run.cpu_seconds = run.user_seconds + after.system - before.system;
  for (const Samples& each : samples) run.micros.add(each);
  run.done = run.micros.size();
  return run;
}

}  // namespace

GoOn for_seconds(double seconds) {
  return [seconds](Watch::time_point start) { return seconds_since(start) < seconds; };
}

Run closed_loop(int threads, const GoOn& go_on, const OneCommand& one) {
  return on_threads(threads, [&](int t, Watch::time_point start, Samples& samples) {
    for (std::size_t turn = 0; go_on(start); ++turn) {
      const auto asked = Watch::now();
      one(t, turn);
      samples.add(micros_since(asked));
    }
  });
}

Run open_loop(int threads, double per_second, const GoOn& go_on, const OneCommand& one) {
  const std::chrono::duration<double> apart(1 / per_second);
  return on_threads(threads, [&](int t, Watch::time_point start, Samples& samples) {
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);  // Else each sleep ends up to 50 us late.
    std::size_t planned = static_cast<std::size_t>(t);
    for (std::size_t turn = 0; go_on(start); ++turn) {
      const auto due =
          start + std::chrono::duration_cast<Watch::duration>(apart * static_cast<double>(planned));
      std::this_thread::sleep_until(due);
      one(t, turn);
      samples.add(micros_since(due));
      planned += static_cast<std::size_t>(threads);
    }
  });
}

Run share_out(int threads, std::size_t count, const OneCommand& one) {
  std::atomic<std::size_t> next{0};
  return on_threads(threads, [&](int t, Watch::time_point, Samples& samples) {
    for (std::size_t turn = next++; turn < count; turn = next++) {
      const auto asked = Watch::now();
      one(t, turn);
      samples.add(micros_since(asked));
    }
  });
}

double resident_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

}  // namespace lianban::bench
