// Durable commands through the engine against the raw ceiling, interleaved on the same disk.
#include <map>

#include "bench/coding.hpp"
#include "bench/groups.hpp"
#include "bench/load.hpp"
#include "bench/raw.hpp"
#include "bench/workload.hpp"

namespace lianban::bench {
namespace {

// Decoded cases of the warm figures all fit; the small cache has a figure of its own.
constexpr std::size_t kWarmCache = 512u << 20;
constexpr int kOpeners = 16;

/// One number of callers over all rounds.
struct Point {
  std::vector<double> rates, raw_rates, ratios, batches, pages, cpu, user, p50, p99, misses;
  double worst = 0;
  double bytes = 0;
};

void measure(Engine& engine, Field& field, RawWriter* raw, int threads, double seconds,
             Point& point) {
  const Counts before = counts(engine);
  const Run run = closed_loop(threads, for_seconds(seconds), [&](int thread, std::size_t turn) {
    field.work(thread, threads, turn);
  });
  const Counts did = counts(engine) - before;
  const auto done = static_cast<double>(run.done);
  point.rates.push_back(run.rate());
  point.batches.push_back(did.batch());
  point.pages.push_back(did.wal_pages / done);
  point.misses.push_back(did.misses / done);
  point.cpu.push_back(run.cpu_seconds * 1e6 / done);
  point.user.push_back(run.user_seconds * 1e6 / done);
  point.p50.push_back(run.micros.p50() / 1000);
  point.p99.push_back(run.micros.p99() / 1000);
  point.worst = std::max(point.worst, run.micros.max() / 1000);
  if (raw == nullptr) return;
  raw->fetch();
  const double raw_rate = static_cast<double>(raw->rows().size()) / raw->replay(did.batch());
  point.raw_rates.push_back(raw_rate);
  point.ratios.push_back(run.rate() / raw_rate);
  point.bytes = raw->bytes_per_command();
}

Figure figure_of(const std::string& name, int threads, const Point& point) {
  Figure figure{name, median(point.rates), "commands/s", {}, {}, {}};
  figure.more = {{"threads", threads},
                 {"p50_ms", median(point.p50)},
                 {"p99_ms", median(point.p99)},
                 {"max_ms", point.worst},
                 {"batch", median(point.batches)},
                 {"wal_pages_per_command", median(point.pages)},
                 {"cpu_us_per_command", median(point.cpu)},
                 {"user_us_per_command", median(point.user)},
                 {"loads_per_command", median(point.misses)}};
  if (!point.ratios.empty()) {
    figure.ratio = median(point.ratios);
    figure.more["raw_commands_per_second"] = median(point.raw_rates);
    figure.more["bytes_per_command"] = point.bytes;
    if (threads == 1) figure.aim = ratio_at_least(0.80);
    if (threads == 16) figure.aim = ratio_at_least(0.75);
  }
  return figure;
}

struct Series {
  Kind kind;
  const char* name;
  std::vector<int> threads;
  std::size_t cases;
};

struct Measured {
  std::map<int, Point> points;
  CodingCost coding;
  Samples flushes;
};

Measured measure_series(const Options& options, const Series& series) {
  const std::string file = options.file(std::string("durable-") + series.name + ".db");
  EngineOptions warm = engine_options(file, morning_clock());
  warm.cache_bytes = kWarmCache;
  const auto engine = open_engine(warm);
  publish(*engine, series.kind);
  Field field(*engine, series.kind, series.cases);
  (void)field.open(kOpeners);
  Measured measured;
  {
    RawWriter raw(file, options.file(std::string("raw-") + series.name + ".db"));
    for (int round = 0; round < options.rounds(); ++round) {
      measured.flushes.add(flush_times(options.folder, options.quick ? 100 : 1000));
      for (const int threads : series.threads) {
        measure(*engine, field, &raw, threads, options.seconds(), measured.points[threads]);
      }
      say(std::string(series.name) + ": round " + std::to_string(round + 1) + " of " +
          std::to_string(options.rounds()));
    }
    raw.compare();
    if (series.kind == Kind::kWenzhou) measured.coding = coding_cost(raw);
  }
  engine->close();
  remove_database(file);
  return measured;
}

void add_shares(const Measured& measured, Report& report) {
  for (const int threads : {1, 16}) {
    const double cpu = median(measured.points.at(threads).cpu);
    const double user = median(measured.points.at(threads).user);
    const CodingCost& cost = measured.coding;
    report.add({"coding_share_" + std::to_string(threads),
                cost.per_command() / cpu,
                "of CPU",
                {},
                at_most(0.25),
                {{"threads", threads},
                 {"coding_us", cost.per_command()},
                 {"request_hash_us", cost.request},
                 {"entries_us", cost.entries},
                 {"chain_link_us", cost.link},
                 {"body_us", cost.body},
                 {"decode_of_a_load_us", cost.decode},
                 {"cpu_us", cpu},
                 {"share_of_user_cpu", cost.per_command() / user}}});
  }
}

/// What a cache costs that does not hold the cases that are worked on.
void add_small_cache(const Options& options, double warm_rate, Report& report) {
  const std::string file = options.file("small-cache.db");
  const auto engine = open_engine(engine_options(file, morning_clock()));
  publish(*engine, Kind::kWenzhou);
  Field field(*engine, Kind::kWenzhou, options.quick ? 3'000 : 16'000);
  (void)field.open(kOpeners);
  Point point;
  for (int round = 0; round < options.rounds(); ++round) {
    measure(*engine, field, nullptr, kOpeners, options.seconds(), point);
  }
  Figure figure = figure_of("durable_16_small_cache", kOpeners, point);
  figure.ratio = figure.value / warm_rate;
  figure.more["ratio_to"] = "durable_16";
  report.add(std::move(figure));
  engine->close();
  remove_database(file);
}

}  // namespace

void run_durable(const Options& options, Report& report) {
  const std::size_t cases = options.quick ? 512 : 4096;
  const Measured real = measure_series(options, {Kind::kWenzhou, "wenzhou", {1, 4, 16, 64}, cases});
  report.add({"fdatasync_4k",
              real.flushes.p50(),
              "us p50",
              {},
              {},
              {{"p99_us", real.flushes.p99()}, {"max_us", real.flushes.max()}}});
  for (const auto& [threads, point] : real.points) {
    Figure figure = figure_of("durable_" + std::to_string(threads), threads, point);
    if (threads == 1) {
      figure.more["p50_by_fdatasync"] = median(point.p50) * 1000 / real.flushes.p50();
    }
    report.add(std::move(figure));
  }
  add_shares(real, report);
  add_small_cache(options, median(real.points.at(16).rates), report);
  const Measured light = measure_series(options, {Kind::kLight, "light", {1, 16}, cases});
  for (const auto& [threads, point] : light.points) {
    report.add(figure_of("durable_light_" + std::to_string(threads), threads, point));
  }
}

}  // namespace lianban::bench
