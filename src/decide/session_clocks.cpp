// Legal clocks follow the configuration; calendar changes reach the case when it is next touched.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/session.hpp"
#include "material/deferral.hpp"

namespace lianban::decide {

using calendar::ClockState;

void Session::put_clock(const std::string& id, calendar::ClockRun run, std::string why) {
  ClockStands entry;
  entry.id = id;
  entry.why = std::move(why);
  entry.record = std::move(run);
  emit(std::move(entry));
}

// `ends` false: states are still being entered, so that no clock may be judged to have ended. Nor
// may it while a choice is passed: nobody rests there, so it is between two stays of a clock.
void Session::sync_clocks(bool ends) {
  if (ends && passing_choice()) ends = false;
  if (ends && !clocks_dirty_) return;
  if (ends) clocks_dirty_ = false;
  for (const model::Clock& clock : definition_.clocks) sync_clock(clock, ends);
}

bool Session::passing_choice() const {
  return std::any_of(snapshot_.active.begin(), snapshot_.active.end(),
                     [&](model::StateIndex state) {
                       return definition_.chart.states[state].kind == model::StateKind::kChoice;
                     });
}

void Session::sync_clock(const model::Clock& clock, bool ends) {
  const auto active = [&](const std::vector<model::StateIndex>& states) {
    return std::any_of(states.begin(), states.end(),
                       [&](model::StateIndex state) { return snapshot_.active.test(state); });
  };
  const bool runs = active(clock.runs_in);
  const bool pauses = active(clock.pauses_in);
  const auto it = case_.clocks.find(clock.id);
  const bool live = it != case_.clocks.end() && it->second.state != ClockState::kStopped;
  if (!live) {
    if (!runs || (clock.from_accepted && !case_.decision.empty())) return;
    const std::int64_t number = it == case_.clocks.end() ? 1 : it->second.number + 1;
    if (clock.from_accepted && !case_.accepted_at) {
      put_clock(clock.id, calendar::wait(number, now_), "waiting");
    } else {
      put_clock(clock.id,
                calendar::start(clock.spec, number, now_,
                                clock.from_accepted ? case_.accepted_at : std::nullopt, calendar()),
                "started");
    }
    if (pauses) put_clock(clock.id, calendar::pause(case_.clocks.at(clock.id), now_), "paused");
    return;
  }
  const calendar::ClockRun& run = it->second;
  if (!runs && !pauses) {
    if (ends) put_clock(clock.id, calendar::stop(run, now_), "stopped");
  } else if (run.state == ClockState::kWaiting && case_.accepted_at && runs) {
    put_clock(clock.id,
              calendar::start(clock.spec, run.number, now_, case_.accepted_at, calendar()),
              "started");
  } else if (pauses && run.state == ClockState::kRunning) {
    put_clock(clock.id, calendar::pause(run, now_), "paused");
  } else if (!pauses && run.state == ClockState::kPaused && ends) {
    put_clock(clock.id, calendar::resume(run, clock.spec, now_, calendar()), "resumed");
  }
}

void Session::refresh_calendar() {
  if (case_.ended()) return;
  for (const model::Clock& clock : definition_.clocks) {
    const auto it = case_.clocks.find(clock.id);
    if (it == case_.clocks.end() || it->second.state == ClockState::kStopped ||
        it->second.state == ClockState::kWaiting ||
        it->second.calendar_revision == calendar().revision()) {
      continue;
    }
    auto again = calendar::recompute(it->second, clock.spec, now_, calendar());
    put_clock(clock.id, std::move(again.run), again.moved.empty() ? "recomputed" : "moved");
  }
  for (const model::Material& spec : definition_.materials) {
    const auto it = case_.deferrals.find(spec.id);
    if (!spec.defer || it == case_.deferrals.end() || !it->second.open() || !it->second.due ||
        it->second.state == lifecycle::DeferralState::kOverdue ||
        it->second.calendar_revision == calendar().revision() || !case_.accepted_at) {
      continue;
    }
    material::DeferralRecord record = it->second;
    material::set_limit(record, *spec.defer, *case_.accepted_at, available_since(spec), now_,
                        calendar());
    const bool moved = record.due != it->second.due;
    put_deferral(spec.id, std::move(record), moved ? "moved" : "recomputed");
  }
}

}  // namespace lianban::decide
