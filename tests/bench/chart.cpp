// Steps of the chart interpreter alone: no rules, no facts, a host that allows everything.
#include "chart/interpreter.hpp"

#include <array>

#include "bench/groups.hpp"
#include "bench/samples.hpp"
#include "unit/chart/builder.hpp"

namespace lianban::bench {
namespace {

using test::parallel;
using test::S;

class EasyHost final : public chart::Host {
 public:
  bool enabled(model::TransitionIndex, const chart::Event*) override { return true; }
  bool execute(const model::Actions&) override { return true; }
  void taken(model::TransitionIndex, const chart::Event*) override {}
  void entered(model::StateIndex) override {}
  void exited(model::StateIndex) override {}
  bool invoke(model::StateIndex) override { return true; }
  void taking(const chart::Event&) override {}
  std::shared_ptr<const Json> done_data(model::StateIndex) override { return nullptr; }
};

/// Four states in a ring, left by the region's own event and by the one for all.
S region(const std::string& name) {
  S ring(name, {});
  for (int i = 0; i < 4; ++i) {
    const std::string next = name + std::to_string((i + 1) % 4);
    ring.children.push_back(S(name + std::to_string(i)).on("step." + name, next).on("all", next));
  }
  return ring;
}

/// 12 atomic states in three regions under one compound.
model::Chart twelve_states() {
  return test::build({S("case", {parallel("work", {region("a"), region("b"), region("c")})})});
}

template <std::size_t N>
double steps_per_second(const chart::Program& program, const std::array<chart::Event, N>& events,
                        std::size_t steps) {
  EasyHost host;
  chart::Interpreter interpreter(program, host);
  chart::Snapshot snapshot;
  interpreter.start(snapshot);
  const auto start = Watch::now();
  for (std::size_t i = 0; i < steps; ++i) {
    if (interpreter.step(snapshot, events[i % N]) != chart::StepStatus::kTaken) {
      give_up("chart: a step was not taken");
    }
  }
  return static_cast<double>(steps) / seconds_since(start);
}

}  // namespace

void run_chart(const Options& options, Report& report) {
  const model::Chart chart = twelve_states();
  const chart::Program program(chart);
  const std::array<chart::Event, 3> one{
      {{"step.a", nullptr}, {"step.b", nullptr}, {"step.c", nullptr}}};
  const std::array<chart::Event, 1> all{{{"all", nullptr}}};
  const std::size_t steps = options.quick ? 100'000 : 2'000'000;
  std::vector<double> one_rates, all_rates;
  for (int round = 0; round < options.rounds(); ++round) {
    one_rates.push_back(steps_per_second(program, one, steps));
    all_rates.push_back(steps_per_second(program, all, steps));
  }
  report.add({"chart_steps",
              median(one_rates),
              "steps/s",
              {},
              at_least(1e6),
              {{"states", 12}, {"regions", 3}, {"moves", "one region a step"}}});
  report.add({"chart_steps_all_regions",
              median(all_rates),
              "steps/s",
              {},
              {},
              {{"states", 12}, {"regions", 3}, {"moves", "all regions in each step"}}});
}

}  // namespace lianban::bench
