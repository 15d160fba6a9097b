#include "calendar/clock.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "calendar/data.hpp"

namespace lianban::calendar {

namespace {

/// The last day of a stay: one that ends at 24:00 does not touch the day that begins then, as one
/// that begins at 24:00 does not touch the day before.
Day last_day(Instant to) { return shown_day(to); }

}  // namespace

namespace {

constexpr std::array<NameOf<ClockState>, 4> kStateNames{{{ClockState::kWaiting, "waiting"},
                                                         {ClockState::kRunning, "running"},
                                                         {ClockState::kPaused, "paused"},
                                                         {ClockState::kStopped, "stopped"}}};
constexpr std::array<NameOf<LimitKind>, 2> kLimitNames{
    {{LimitKind::kStatutory, "statutory"}, {LimitKind::kPromised, "promised"}}};
constexpr std::array<NameOf<FireKind>, 2> kFireNames{
    {{FireKind::kWarned, "warned"}, {FireKind::kExpired, "expired"}}};
constexpr std::array<LimitKind, 2> kLimits{LimitKind::kStatutory, LimitKind::kPromised};

/// Where a date lies that cannot be computed: it never comes, and it is marked provisional.
constexpr Instant kNever =
    end_of(Day{std::chrono::local_days{std::chrono::year{9999} / std::chrono::December / 31}});

struct Point {
  Instant at;
  bool provisional = false;
};

/// One limit of one run, computed from the run's facts.
class Computation {
 public:
  Computation(const ClockRun& run, const ClockSpec& spec, LimitKind kind, const Calendar& calendar)
      : run_(run),
        length_(kind == LimitKind::kStatutory ? *spec.statutory : *spec.promised),
        workdays_(calendar) {
    if (!spec.extend || run.extensions.empty()) return;
    const auto& by =
        kind == LimitKind::kStatutory ? std::optional(spec.extend->by) : spec.extend->promised;
    if (!by) return;
    const auto times = static_cast<std::int64_t>(run.extensions.size());
    // One sum where the units agree, so that a share ("80%") is of the whole extended limit.
    if (by->unit == length_.unit) {
      length_.amount += by->amount * times;
    } else {
      extensions_.assign(run.extensions.size(), *by);
    }
  }

  [[nodiscard]] Point due() const { return point(length_, true); }

  /// Nothing where the warning would not lie after the start, or lies after the limit.
  [[nodiscard]] std::optional<Point> warning(const WarnAt& warn, Instant due) const {
    Point at;
    if (warn.before) {
      at = settled(before_limit(due, *warn.before, workdays_));
    } else {
      const auto share = share_of(length_, warn.percent, run_.started, workdays_);
      at = share ? point(*share, false) : Point{kNever, true};
    }
    return at.at > run_.started && at.at <= due ? std::optional(at) : std::nullopt;
  }

 private:
  [[nodiscard]] Point settled(const Result<Instant>& at) const {
    return at ? Point{*at, workdays_.used()} : Point{kNever, true};
  }

  /// The instant `length` after the start. A pause moves only what had not passed when it began.
  [[nodiscard]] Point point(const Duration& length, bool with_extensions) const {
    auto at = limit_of(run_.started, length, workdays_);
    if (with_extensions) {
      for (const Duration& by : extensions_) {
        if (at) at = extended(*at, by, workdays_);
      }
    }
    for (const Pause& pause : run_.pauses) {
      if (!at || !pause.to || pause.from >= *at) break;
      at = extended(*at, length_of(pause, length.unit), workdays_);
    }
    return settled(at);
  }

  [[nodiscard]] Duration length_of(const Pause& pause, Unit unit) const {
    if (is_elapsed(unit)) return {(*pause.to - pause.from).count(), Unit::kMicroseconds};
    const Day from = day_of(pause.from);
    const Day to = day_of(*pause.to);
    if (unit != Unit::kWorkdays) return {(to - from).count(), Unit::kDays};
    return {*workdays_.between(from, to), Unit::kWorkdays};  // Provisional always answers.
  }

  const ClockRun& run_;
  Duration length_;
  std::vector<Duration> extensions_;
  Provisional workdays_;
};

/// Sets a limit's dates anew unless it has expired. `fired_too`: warnings that have fired are set
/// again, as far as they lie after `now`.
void compute(ClockRun& run, const ClockSpec& spec, LimitKind kind, const Calendar& calendar,
             std::optional<Instant> fired_too) {
  LimitRun& limit = *run.limit(kind);
  if (limit.expired) return;
  const Point due = Computation(run, spec, kind, calendar).due();
  std::vector<Warning> warnings;
  for (std::size_t i = 0; i < spec.warn_at.size(); ++i) {
    const auto rule = static_cast<std::int64_t>(i);
    const bool pending =
        std::ranges::find(limit.warnings, rule, &Warning::rule) != limit.warnings.end();
    const auto at = Computation(run, spec, kind, calendar).warning(spec.warn_at[i], due.at);
    if (at && (pending || (fired_too && at->at > *fired_too))) warnings.push_back({rule, at->at});
  }
  std::ranges::stable_sort(warnings, {}, &Warning::due);
  limit = {due.at, due.provisional, false, std::move(warnings)};
}

bool in_spec(const ClockSpec& spec, LimitKind kind) {
  return kind == LimitKind::kStatutory ? spec.statutory.has_value() : spec.promised.has_value();
}

/// Where the run's time stands still: at `now` only while it runs.
Instant stands_at(const ClockRun& run, Instant now) {
  if (run.stopped) now = std::min(now, *run.stopped);
  if (!run.pauses.empty() && !run.pauses.back().to) now = std::min(now, run.pauses.back().from);
  return now;
}

Error refusal(const char* code, const char* zh, const char* en) {
  return make_error(std::string("clock/") + code, zh, en);
}

}  // namespace

std::string_view to_name(ClockState state) { return find_name(kStateNames, state); }
std::string_view to_name(LimitKind kind) { return find_name(kLimitNames, kind); }
std::string_view to_name(FireKind kind) { return find_name(kFireNames, kind); }
bool from_name(std::string_view name, ClockState& state) {
  return find_value(kStateNames, name, state);
}
bool from_name(std::string_view name, LimitKind& kind) {
  return find_value(kLimitNames, name, kind);
}
bool from_name(std::string_view name, FireKind& kind) { return find_value(kFireNames, name, kind); }

ClockRun wait(std::int64_t number, Instant now) {
  ClockRun run;
  run.number = number;
  run.started = run.armed = now;
  run.zero = day_of(now);
  return run;
}

ClockRun start(const ClockSpec& spec, std::int64_t number, Instant now,
               std::optional<Instant> as_of, const Calendar& calendar) {
  ClockRun run = wait(number, now);
  run.state = ClockState::kRunning;
  run.started = as_of.value_or(now);
  run.zero = day_of(run.started);
  run.calendar_revision = calendar.revision();
  for (const LimitKind kind : kLimits) {
    if (!in_spec(spec, kind)) continue;
    run.limit(kind).emplace();
    compute(run, spec, kind, calendar, run.started);
  }
  return run;
}

ClockRun pause(ClockRun run, Instant now) {
  if (run.state != ClockState::kRunning) return run;
  run.state = ClockState::kPaused;
  run.pauses.push_back({now, std::nullopt});
  return run;
}

ClockRun resume(ClockRun run, const ClockSpec& spec, Instant now, const Calendar& calendar) {
  if (run.state != ClockState::kPaused) return run;
  run.state = ClockState::kRunning;
  run.pauses.back().to = now;
  run.armed = now;
  run.calendar_revision = calendar.revision();
  for (const LimitKind kind : kLimits) {
    if (run.limit(kind)) compute(run, spec, kind, calendar, std::nullopt);
  }
  return run;
}

ClockRun stop(ClockRun run, Instant now) {
  if (run.state == ClockState::kStopped) return run;
  run.state = ClockState::kStopped;  // A pause stays open: it has moved no date.
  run.stopped = now;
  return run;
}

Result<ClockRun> extend(ClockRun run, const ClockSpec& spec, Instant now,
                        const Calendar& calendar) {
  if (run.state == ClockState::kWaiting || run.state == ClockState::kStopped) {
    return refusal("not_running", "时限尚未起算或已经终止，不能延长",
                   "the clock has not begun or has ended, so it cannot be extended");
  }
  if (!spec.extend) {
    return refusal("no_extension", "该时限不允许延长", "this clock allows no extension");
  }
  if (static_cast<std::int64_t>(run.extensions.size()) >= spec.extend->times) {
    return refusal("extend_spent", "延长次数已用完",
                   "the clock has been extended as often as allowed");
  }
  const auto main = main_limit(run);
  if (main && run.limit(*main)->expired) {
    return refusal("expired", "时限已届满，不能再延长",
                   "the limit has passed, so it cannot be extended any more");
  }
  run.extensions.push_back(now);
  run.armed = now;
  run.calendar_revision = calendar.revision();
  for (const LimitKind kind : kLimits) {
    // What did not move has no fired warning after now, so nothing is warned of twice.
    if (run.limit(kind)) compute(run, spec, kind, calendar, now);
  }
  return run;
}

std::optional<Due> next_due(const ClockRun& run) {
  if (run.state != ClockState::kRunning) return std::nullopt;
  std::optional<Due> next;
  const auto offer = [&](const Due& due) {
    const auto order = [](const Due& d) {
      return std::tuple(d.at, d.kind, d.limit, d.due, d.rule);
    };
    if (!next || order(due) < order(*next)) next = due;
  };
  for (const LimitKind kind : kLimits) {
    const auto& limit = run.limit(kind);
    if (!limit || limit->expired) continue;
    const auto due = [&](Instant at, FireKind fire, std::int64_t rule) {
      return Due{std::max(at, run.armed), at, fire, kind, rule, limit->provisional};
    };
    offer(due(limit->due, FireKind::kExpired, 0));
    for (const Warning& each : limit->warnings) {
      offer(due(each.due, FireKind::kWarned, each.rule));
    }
  }
  return next;
}

ClockRun mark_fired(ClockRun run, const Due& fired) {
  auto& limit = run.limit(fired.limit);
  if (!limit) return run;
  switch (fired.kind) {
    case FireKind::kWarned:
      std::erase_if(limit->warnings, [&](const Warning& w) { return w.rule == fired.rule; });
      break;
    case FireKind::kExpired:
      limit->expired = true;
      limit->warnings.clear();
      break;
  }
  return run;
}

Recomputed recompute(ClockRun run, const ClockSpec& spec, Instant now, const Calendar& calendar) {
  std::vector<Moved> moved;
  const bool open = run.state == ClockState::kRunning || run.state == ClockState::kPaused;
  if (!open || run.calendar_revision == calendar.revision()) return {std::move(run), {}};
  for (const LimitKind kind : kLimits) {
    if (!run.limit(kind)) continue;
    const Instant was = run.limit(kind)->due;
    compute(run, spec, kind, calendar, std::nullopt);
    const Instant is = run.limit(kind)->due;
    if (is != was) moved.push_back({kind, was, is});
  }
  run.calendar_revision = calendar.revision();
  if (!moved.empty()) run.armed = now;
  return {std::move(run), std::move(moved)};
}

std::optional<LimitKind> main_limit(const ClockRun& run) {
  if (run.statutory) return LimitKind::kStatutory;
  if (run.promised) return LimitKind::kPromised;
  return std::nullopt;
}

std::optional<ProvisionalCount> remaining(const ClockRun& run, LimitKind kind, Instant now,
                                          const Calendar& calendar) {
  const auto& limit = run.limit(kind);
  if (!limit) return std::nullopt;
  const Day today = day_of(stands_at(run, now));
  ProvisionalCount left = calendar.between_provisional(today, shown_day(limit->due));
  left.workdays = std::max<std::int64_t>(left.workdays, 0);
  left.provisional = left.provisional || limit->provisional;
  return left;
}

std::optional<ProvisionalCount> overrun(const ClockRun& run, LimitKind kind, Instant now,
                                        const Calendar& calendar) {
  const auto& limit = run.limit(kind);
  if (!limit) return std::nullopt;
  if (run.stopped) now = std::min(now, *run.stopped);
  ProvisionalCount over{0, limit->provisional};
  const auto add = [&](Day from, Day to, int sign) {
    if (to <= from) return;
    const ProvisionalCount part = calendar.between_provisional(from, to);
    over.workdays += sign * part.workdays;
    over.provisional = over.provisional || part.provisional;
  };
  const Day last = shown_day(limit->due);
  add(last, day_of(now), 1);
  // A pause that began earlier has moved `due` itself.
  for (const Pause& pause : run.pauses) {
    const bool moved_due = pause.from < limit->due && pause.to;
    if (!moved_due) add(std::max(last, day_of(pause.from)), day_of(pause.to.value_or(now)), -1);
  }
  return over;
}

std::vector<std::string> holders_on(const std::vector<Stay>& stays, Day day, Instant now) {
  std::vector<std::string> holders;
  for (const Stay& stay : stays) {
    const bool its = day > day_of(stay.from) && day <= last_day(stay.to.value_or(now));
    if (its && std::ranges::find(holders, stay.holder) == holders.end()) {
      holders.push_back(stay.holder);
    }
  }
  return holders;
}

std::map<std::string, std::int64_t> workdays_used(const std::vector<Stay>& stays, Instant now,
                                                  const Calendar& calendar) {
  std::map<std::string, std::int64_t> used;
  for (const Stay& stay : stays) {
    const Day from = day_of(stay.from);
    const Day to = std::max(from, last_day(stay.to.value_or(now)));
    used[stay.holder] += calendar.between_provisional(from, to).workdays;
  }
  return used;
}

}  // namespace lianban::calendar
