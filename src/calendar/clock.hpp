#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "calendar/limit.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"

/// A legal clock (definition-language.md, section 6) as a plain value and pure functions on it.
/// A run keeps facts (start, pauses, extensions); its dates follow from them, so that pausing,
/// extending and a new calendar are one computation. Nothing here fails for want of a calendar
/// year: such a date is computed over plain weeks and marked `provisional`.
///
/// Whoever holds a run whose `calendar_revision` is not the calendar's calls `recompute` before
/// anything else, because only that reports the dates that a new calendar moves. All due events are
/// fired (`next_due`, `mark_fired`) before the run is paused, resumed, extended or stopped.
namespace lianban::calendar {

enum class ClockState {
  kWaiting,  ///< Its state is active but the day it counts from has not come (`from: accepted`).
  kRunning,
  kPaused,
  kStopped,
};
/// In the order in which they fire at one instant.
enum class LimitKind { kStatutory, kPromised };
enum class FireKind { kWarned, kExpired };

[[nodiscard]] std::string_view to_name(ClockState state);
[[nodiscard]] std::string_view to_name(LimitKind kind);
[[nodiscard]] std::string_view to_name(FireKind kind);
[[nodiscard]] bool from_name(std::string_view name, ClockState& state);
[[nodiscard]] bool from_name(std::string_view name, LimitKind& kind);
[[nodiscard]] bool from_name(std::string_view name, FireKind& kind);

/// `"extend": {"by", "times", "promised"?}`.
struct ExtendSpec {
  Duration by;                       ///< What the statutory limit gains each time.
  std::int64_t times = 1;            ///< 行政许可法 42: once, by the head's approval.
  std::optional<Duration> promised;  ///< What the promised limit gains; without it: nothing.
};

/// What a definition says of a clock. At least one limit is set.
struct ClockSpec {
  std::optional<Duration> statutory;  ///< Also holds the one `limit` of a clock with a single one.
  std::optional<Duration> promised;
  bool single = false;  ///< The definition wrote `limit`.
  std::optional<ExtendSpec> extend;
  std::vector<WarnAt> warn_at;  ///< Each applies to each limit.
};

/// One warning still to come.
struct Warning {
  std::int64_t rule = 0;  ///< Index in ClockSpec::warn_at.
  Instant due;
  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("rule", self.rule);
    v("due", self.due);
  }
  friend bool operator==(const Warning&, const Warning&) = default;
};

/// One limit of a run.
struct LimitRun {
  Instant due;
  bool provisional = false;       ///< `due` rests on unannounced days.
  bool expired = false;           ///< It has fired; `due` does not move any more.
  std::vector<Warning> warnings;  ///< Not yet fired, by due instant.
  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("due", self.due);
    v("provisional", self.provisional);
    v("expired", self.expired);
    v("warnings", self.warnings);
  }
  friend bool operator==(const LimitRun&, const LimitRun&) = default;
};

struct Pause {
  Instant from;
  std::optional<Instant> to;  ///< Nothing while it lasts.
  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("from", self.from);
    v("to", self.to);
  }
  friend bool operator==(const Pause&, const Pause&) = default;
};

/// One run of a clock. Times are instants; `zero` is the day that is not counted.
struct ClockRun {
  ClockState state = ClockState::kWaiting;
  std::int64_t number = 1;  ///< Which run of the clock, from 1.
  Instant started;          ///< Where counting begins: `as_of` where one was given.
  Instant armed;            ///< Nothing of it fires before: when it last began, resumed or moved.
  Day zero;
  std::optional<LimitRun> statutory;
  std::optional<LimitRun> promised;
  std::vector<Pause> pauses;
  std::vector<Instant> extensions;
  std::optional<Instant> stopped;
  std::string calendar_revision;

  [[nodiscard]] const std::optional<LimitRun>& limit(LimitKind kind) const {
    return kind == LimitKind::kStatutory ? statutory : promised;
  }
  [[nodiscard]] std::optional<LimitRun>& limit(LimitKind kind) {
    return kind == LimitKind::kStatutory ? statutory : promised;
  }
  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("number", self.number);
    v("started", self.started);
    v("armed", self.armed);
    v("zero", self.zero);
    v("statutory", self.statutory);
    v("promised", self.promised);
    v("pauses", self.pauses);
    v("extensions", self.extensions);
    v("stopped", self.stopped);
    v("calendar_revision", self.calendar_revision);
  }
  friend bool operator==(const ClockRun&, const ClockRun&) = default;
};

/// A run whose day zero is not known yet.
[[nodiscard]] ClockRun wait(std::int64_t number, Instant now);
/// A new run at zero. `as_of` dates it back (acceptance deemed as of the day of receipt); what
/// would have fired since then fires at `now`.
[[nodiscard]] ClockRun start(const ClockSpec& spec, std::int64_t number, Instant now,
                             std::optional<Instant> as_of, const Calendar& calendar);
/// Stands still from `now` on. Unchanged unless running.
[[nodiscard]] ClockRun pause(ClockRun run, Instant now);
/// Limits and warnings still to come move: those in workdays by the working days from the pause's
/// first day, not counted, to its last, counted; in days, months and years by the calendar days;
/// smaller units by the elapsed time. Unchanged unless paused.
[[nodiscard]] ClockRun resume(ClockRun run, const ClockSpec& spec, Instant now,
                              const Calendar& calendar);
/// Ends the run for good, with its dates as they are. Unchanged if stopped.
[[nodiscard]] ClockRun stop(ClockRun run, Instant now);

/// Moves the statutory limit, and the promised one if the spec says so and it has not expired. The
/// warnings of a moved limit are set anew, those that would lie in the past left out.
/// Errors: clock/not_running (waiting or stopped), clock/no_extension (the spec has none),
/// clock/extend_spent, clock/expired (the statutory limit, or the only one, has expired).
[[nodiscard]] Result<ClockRun> extend(ClockRun run, const ClockSpec& spec, Instant now,
                                      const Calendar& calendar);

/// What fires next.
struct Due {
  Instant at;   ///< When it fires: `due`, but never before the run was armed.
  Instant due;  ///< The legal instant.
  FireKind kind = FireKind::kExpired;
  LimitKind limit = LimitKind::kStatutory;
  std::int64_t rule = 0;     ///< Of a warning: index in ClockSpec::warn_at.
  bool provisional = false;  ///< The date is not certain: no consequence may rest on it.
  friend bool operator==(const Due&, const Due&) = default;
};
/// By instant; at one instant warnings before expiry, statutory before promised. Nothing unless
/// running.
[[nodiscard]] std::optional<Due> next_due(const ClockRun& run);
[[nodiscard]] ClockRun mark_fired(ClockRun run, const Due& fired);

/// A limit that a new calendar moves.
struct Moved {
  LimitKind limit = LimitKind::kStatutory;
  Instant was;
  Instant is;
  [[nodiscard]] bool shortened() const { return is < was; }
};
struct Recomputed {
  ClockRun run;
  std::vector<Moved> moved;  ///< Never empty when a due date changed: to be listed, and told.
};
/// The dates of an open run under this calendar. What has expired or stopped stays as it was.
[[nodiscard]] Recomputed recompute(ClockRun run, const ClockSpec& spec, Instant now,
                                   const Calendar& calendar);

/// The limit that a person reads as "the" due date: the statutory one where there is one.
[[nodiscard]] std::optional<LimitKind> main_limit(const ClockRun& run);
/// Working days left until the limit's last day, that one counted; 0 once it has passed. Stands
/// still while paused or stopped. Nothing while waiting or without that limit.
[[nodiscard]] std::optional<ProvisionalCount> remaining(const ClockRun& run, LimitKind kind,
                                                        Instant now, const Calendar& calendar);
/// Working days from the limit's last day, not counted, to `now` or the stop, less those paused.
[[nodiscard]] std::optional<ProvisionalCount> overrun(const ClockRun& run, LimitKind kind,
                                                      Instant now, const Calendar& calendar);

/// Somebody held the case.
struct Stay {
  std::string holder;
  Instant from;
  std::optional<Instant> to;  ///< Nothing: still holds it.
  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("holder", self.holder);
    v("from", self.from);
    v("to", self.to);
  }
  friend bool operator==(const Stay&, const Stay&) = default;
};
/// Whose day it was: per stay from the day after its first to its last. In order of the stays, each
/// once; nobody for a day that has not come.
[[nodiscard]] std::vector<std::string> holders_on(const std::vector<Stay>& stays, Day day,
                                                  Instant now);
/// Whose working days were used: per stay the first day not counted, the last counted. Stays of one
/// holder that overlap count twice: two regions were open.
[[nodiscard]] std::map<std::string, std::int64_t> workdays_used(const std::vector<Stay>& stays,
                                                                Instant now,
                                                                const Calendar& calendar);

}  // namespace lianban::calendar
