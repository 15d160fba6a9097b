// All timers due at once, as after a night's outage, while clerks go on working on other cases.
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/groups.hpp"
#include "bench/load.hpp"
#include "bench/workload.hpp"

namespace lianban::bench {
namespace {

constexpr int kClerks = 4;
constexpr int kOpeners = 16;
constexpr double kPace = 400;  // Commands a second of all clerks together, where they keep a pace.
constexpr std::size_t kClerkSerials = 10'000'000;  // Far from the serials of the timers' cases.

struct Storm {
  double fired_per_second = 0;
  Run clerks;
};

/// How the clerks work: as fast as they are answered, or at a pace.
using Work = std::function<Run(const GoOn&)>;

Storm storm(Engine& engine, std::size_t timers, const Work& work) {
  std::atomic<bool> over{false};
  Storm result;
  std::thread world([&] {
    const auto start = Watch::now();
    std::size_t fired = 0;
    while (fired < timers) {
      const auto did = engine.pump();
      if (!did.ok()) give_up("storm: pump " + did.error().code);
      if (did->timers == 0) give_up("storm: no timer is due, " + std::to_string(fired) + " fired");
      fired += did->timers;
    }
    result.fired_per_second = static_cast<double>(fired) / seconds_since(start);
    over.store(true);
  });
  result.clerks = work([&](Watch::time_point) { return !over.load(); });
  world.join();
  return result;
}

void add(Report& report, const std::string& name, const Storm& storm, double warm_rate,
         double quiet_p99, std::size_t timers) {
  report.add({name + "_timers",
              storm.fired_per_second,
              "timers/s",
              storm.fired_per_second / warm_rate,
              ratio_at_least(0.6),
              {{"timers", timers},
               {"warm_commands_per_second", warm_rate},
               {"clerks_commands_per_second", storm.clerks.rate()}}});
  const double p99 = storm.clerks.micros.p99() / 1000;
  report.add({name + "_clerks_p99",
              p99,
              "ms",
              p99 / quiet_p99,
              ratio_at_most(2),
              {{"quiet_p99_ms", quiet_p99},
               {"p50_ms", storm.clerks.micros.p50() / 1000},
               {"max_ms", storm.clerks.micros.max() / 1000},
               {"commands", storm.clerks.done}}});
}

}  // namespace

void run_storm(const Options& options, Report& report) {
  const std::string file = options.file("storm.db");
  const auto clock = morning_clock();
  const auto engine = open_engine(engine_options(file, clock));
  publish(*engine, Kind::kLight);
  publish(*engine, Kind::kTimer);
  Field waiting(*engine, Kind::kTimer, options.cases);
  say("storm: opening " + std::to_string(options.cases) + " cases with a timer");
  (void)waiting.open(kOpeners);
  Field desk(*engine, Kind::kLight, options.quick ? 256 : 2048, kClerkSerials);
  (void)desk.open(kOpeners);

  const OneCommand one = [&](int thread, std::size_t turn) { desk.work(thread, kClerks, turn); };
  const Work busy = [&](const GoOn& go_on) { return closed_loop(kClerks, go_on, one); };
  const Work paced = [&](const GoOn& go_on) { return open_loop(kClerks, kPace, go_on, one); };
  std::vector<double> warm, busy_p99, paced_p99;
  for (int round = 0; round < options.rounds(); ++round) {
    const Run fast = busy(for_seconds(options.seconds()));
    warm.push_back(fast.rate());
    busy_p99.push_back(fast.micros.p99() / 1000);
    paced_p99.push_back(paced(for_seconds(options.seconds() * 2)).micros.p99() / 1000);
  }
  clock->set(clock->now() + std::chrono::seconds(61));
  const Storm first = storm(*engine, options.cases, busy);
  add(report, "storm", first, median(warm), median(busy_p99), options.cases);
  clock->set(clock->now() + std::chrono::seconds(3601));
  const Storm second = storm(*engine, options.cases, paced);
  add(report, "storm_paced", second, median(warm), median(paced_p99), options.cases);
  engine->close();
  remove_database(file);
}

}  // namespace lianban::bench
