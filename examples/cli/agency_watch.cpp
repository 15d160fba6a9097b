#include "cli/agency_watch.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace lianban::cli {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

// Counting what waits reads the whole outbox.
constexpr milliseconds kPause{1'000};
constexpr milliseconds kWriteEvery{5'000};

}  // namespace

Status AgencyWatch::look() {
  return until_due(kPause) > milliseconds{0} ? Status(Done{}) : look_now();
}

Status AgencyWatch::look_now() {
  looked_ = Clock::now();
  stirred_ = false;
  const auto agencies = engine_.agencies();
  if (!agencies) return Done{};  // The store has more important things to say, and will.
  if (telling_) tell_breakers(*agencies);
  return metrics_.empty() ? Status(Done{}) : write(*agencies);
}

milliseconds AgencyWatch::until_due(milliseconds most) const {
  const auto left = [now = Clock::now()](Clock::time_point from, milliseconds pause) {
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(from + pause - now));
  };
  if (stirred_) most = std::min(most, left(looked_, kPause));
  if (!metrics_.empty()) most = std::min(most, left(written_, kWriteEvery));
  return most;
}

void AgencyWatch::tell_breakers(const json& agencies) {
  Terminal& out = context_.out;
  for (const auto& [name, one] : agencies.items()) {
    const std::string state = member(one, "breaker");
    if (state.empty()) continue;
    const bool down = state != "closed";
    if (std::exchange(down_[name], down) == down) continue;
    const std::string until = member(one, "open_until");
    if (out.json()) {
      out.raw(
          json{{"ok", true},
               {"breaker",
                {{"agency", name}, {"state", state}, {"open_until", down ? json(until) : json()}}}}
              .dump() +
          "\n");
    }
    out.line(down ? out.sign(Sign::kFail) + out.tell(say::kBreakerOpened, {name, until})
                  : out.sign(Sign::kOk) + out.tell(say::kBreakerClosed, {name}));
    out.flush();
  }
}

Status AgencyWatch::write(const json& agencies) {
  written_ = Clock::now();
  // Renamed into place: who reads it never finds half of it.
  const std::string draft = metrics_ + ".new-" + std::to_string(::getpid());
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file << json{{"at", format_instant(engine_.now())}, {"agencies", agencies}}.dump() << "\n";
  file.close();
  std::error_code fault;
  if (file) std::filesystem::rename(draft, metrics_, fault);
  if (file && !fault) return Done{};
  std::filesystem::remove(draft, fault);
  return make_error("configuration/metrics", "写不了统计文件", "the metrics file cannot be written",
                    metrics_);
}

}  // namespace lianban::cli
