#include "cli/demo/stage.hpp"

#include <algorithm>

#include "cli/interrupt.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr const char* kStart = "2021-09-15T09:00:00+08:00";
// An agency that answers later is asked every two hours and has its answer at the twelfth time: on
// the next day, as an office would.
constexpr const char* kAskEvery = "2 hours";
constexpr int kNoAnswerYet = 11;

simulators::Options options() {
  simulators::Options options;
  options.today = "2021-09-15";
  options.policy_after_asks = 0;  // Each story says itself when the insurer has a policy.
  for (const std::string& agency : simulators::agency_names()) {
    options.agencies[agency].pending_polls = kNoAnswerYet;
  }
  return options;
}

/// The agencies' own directory, asked less often.
json directory_for(const simulators::SimulatedAgencies& agencies) {
  json directory = agencies.directory();
  for (json& entry : directory) {
    for (json& operation : entry["operations"]) {
      if (operation.contains("poll")) operation["poll"]["every"] = kAskEvery;
    }
  }
  return directory;
}

}  // namespace

Stage::Stage(const std::string& folder, const std::string& calendars, const Definition& definition)
    : agencies_(options()),
      ports_(must(agencies_.start())),
      database_(folder + "/lianban.db"),
      clock_(std::make_shared<ManualClock>(*parse_instant(kStart))) {
  LoadedDirectory loaded = load_agency_directory(directory_for(agencies_));
  if (!loaded.ok()) throw DemoStopped{loaded.faults.front()};
  EngineOptions options;
  options.database = database_;
  options.calendars = calendars;
  options.clock = clock_;
  options.agencies = make_http_agency(loaded.directory);
  options.directory = std::move(loaded.directory);
  engine_ = must(Engine::open(std::move(options)));
  must(engine_->publish(definition));
}

void Stage::set(Instant now) {
  if (interrupted()) {
    throw DemoStopped{make_error("demo/interrupted", "已中断", "interrupted")};
  }
  clock_->set(now);
  agencies_.set_today(format_day(day_of(now)));
  must(engine_->pump_idle());
}

bool Stage::advance(Instant most, const std::function<bool()>& enough) {
  for (;;) {
    const auto next = must(engine_->next_due());
    if (!next || *next > most) break;
    set(std::max(*next, now()));
    if (enough()) return true;
  }
  set(most);
  return enough();
}

}  // namespace lianban::cli
