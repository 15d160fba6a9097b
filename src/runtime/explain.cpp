// Why a date is what it is, day by day.
#include <nlohmann/json.hpp>

#include "calendar/explain.hpp"
#include "calendar/limit.hpp"
#include "material/checklist.hpp"
#include "runtime/queries.hpp"

namespace lianban::runtime {

namespace {

Json day_json(const calendar::ExplainedDay& day) {
  return {{"date", format_day(day.day)},
          {"counted", day.counted},
          {"number", day.number},
          {"reason", calendar::to_name(day.reason)},
          {"text", material::title_json(day.text())},
          {"provisional", day.provisional}};
}

/// One limit of a run. While the run stands still its date still moves: it is told as if the run
/// went on now.
Json limit_json(const Held& held, const model::Clock& clock, const calendar::ClockRun& run,
                calendar::LimitKind kind, Instant now) {
  const bool stands = run.state == calendar::ClockState::kPaused;
  const calendar::ClockRun told =
      stands ? calendar::resume(run, clock.spec, now, *held.calendar) : run;
  const calendar::LimitRun& limit = *told.limit(kind);
  Json days = Json::array();
  for (const auto& day : calendar::explain(told, clock.spec, kind, *held.calendar)) {
    days.push_back(day_json(day));
    days.back()["owners"] = calendar::holders_on(held.state.stays, day.day, now);
  }
  return {{"limit", to_name(kind)},
          {"due", format_limit(limit.due)},
          {"provisional", limit.provisional || (stands && !limit.expired)},
          {"expired", limit.expired},
          {"days", std::move(days)}};
}

}  // namespace

Result<Json> Queries::explain(const std::string& calendar, Instant from, const Duration& limit) {
  const auto known = world_.calendars->get(calendar);
  if (!known.ok()) return known.error();
  const auto due = calendar::limit_of(from, limit, **known);
  if (!due.ok()) return due.error();
  const auto explained = calendar::explain(from, limit, **known);
  if (!explained.ok()) return explained.error();
  Json days = Json::array();
  for (const calendar::ExplainedDay& day : *explained) days.push_back(day_json(day));
  return Json{{"due", format_limit(*due)}, {"days", std::move(days)}};
}

Result<Json> Queries::explain_clock(const base::CaseId& id, const std::string& clock) {
  const auto held = existing(id);
  if (!held.ok()) return held.error();
  const model::Clock* spec = (*held)->prepared->definition->clocks.find(clock);
  if (spec == nullptr) {
    return make_error("clock/unknown", "没有这个时限", "there is no such clock", clock);
  }
  const auto& runs = (*held)->state.clocks;
  const auto found = runs.find(clock);
  const auto state = found == runs.end() ? calendar::ClockState::kWaiting : found->second.state;
  Json limits = Json::array();
  Json result{
      {"clock", clock}, {"title", material::title_json(spec->title)}, {"state", to_name(state)}};
  if (state != calendar::ClockState::kWaiting) {
    const calendar::ClockRun& run = found->second;
    result["run"] = run.number;
    result["started"] = format_instant(run.started);
    for (const auto kind : {calendar::LimitKind::kStatutory, calendar::LimitKind::kPromised}) {
      if (run.limit(kind)) limits.push_back(limit_json(**held, *spec, run, kind, world_.now()));
    }
  }
  result["limits"] = std::move(limits);
  return result;
}

}  // namespace lianban::runtime
