// Commands that come at a fixed rate, whatever the answers take.
#include "bench/groups.hpp"
#include "bench/load.hpp"
#include "bench/workload.hpp"

namespace lianban::bench {
namespace {

constexpr int kThreads = 16;
constexpr double kPerSecond = 1'000;

}  // namespace

void run_open_loop(const Options& options, Report& report) {
  const std::string file = options.file("open-loop.db");
  const auto engine = open_engine(engine_options(file, morning_clock()));
  publish(*engine, Kind::kWenzhou);
  Field field(*engine, Kind::kWenzhou, options.quick ? 256 : 2048);
  (void)field.open(kThreads);
  std::vector<double> p50, p99, rates;
  double worst = 0;
  for (int round = 0; round < options.rounds(); ++round) {
    const Run run =
        open_loop(kThreads, kPerSecond, for_seconds(options.seconds() * 4),
                  [&](int thread, std::size_t turn) { field.work(thread, kThreads, turn); });
    p50.push_back(run.micros.p50() / 1000);
    p99.push_back(run.micros.p99() / 1000);
    rates.push_back(run.rate());
    worst = std::max(worst, run.micros.max() / 1000);
  }
  report.add({"open_loop_1000_p99",
              median(p99),
              "ms",
              {},
              at_most(5),
              {{"p50_ms", median(p50)},
               {"max_ms", worst},
               {"threads", kThreads},
               {"answered_per_second", median(rates)}}});
  engine->close();
  remove_database(file);
}

}  // namespace lianban::bench
