#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "decide/case.hpp"

/// The history: what happened, as facts. An entry carries results (states entered, due dates,
/// numbers drawn, outcomes chosen), never rules to run again, so neither a new definition nor a new
/// calendar nor new code can change the past. A kind is frozen once released: a changed meaning is
/// a new kind beside it.
namespace lianban::decide {

/// The command a journal row answers: who did what. First entry of every row.
struct Commanded {
  static constexpr std::string_view kKind = "command";
  std::string verb, subject;
  std::string actor;
  std::vector<std::string> roles;
  std::string office;
  JsonPtr data;
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("verb", self.verb);
    v("subject", self.subject);
    v("actor", self.actor);
    v("roles", self.roles);
    v("office", self.office);
    v("data", self.data);
    v("at", self.at);
  }
};

struct Opened {
  static constexpr std::string_view kKind = "opened";
  base::CaseId id;
  std::string definition, version, definition_hash;
  std::string channel, region, office, opener;
  Party applicant;
  JsonPtr form, vars;
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("id", self.id);
    v("definition", self.definition);
    v("version", self.version);
    v("definition_hash", self.definition_hash);
    v("channel", self.channel);
    v("region", self.region);
    v("office", self.office);
    v("opener", self.opener);
    v("applicant", self.applicant);
    v("form", self.form);
    v("vars", self.vars);
    v("at", self.at);
  }
};

/// The case number that was drawn for it.
struct Numbered {
  static constexpr std::string_view kKind = "numbered";
  std::string number;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("number", self.number);
  }
};

/// An event was taken by the chart, or enabled nothing. `at` is when it took effect: for a timer
/// its due instant, not when somebody got round to it.
struct Happened {
  static constexpr std::string_view kKind = "event";
  std::string name;
  Instant at{};
  std::string actor;
  JsonPtr data;
  std::vector<std::string> sources;      ///< States whose transitions took it.
  std::vector<std::string> transitions;  ///< Their pointers: the branch really taken.

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("name", self.name);
    v("at", self.at);
    v("actor", self.actor);
    v("data", self.data);
    v("sources", self.sources);
    v("transitions", self.transitions);
  }
};

/// Eventless transitions taken between events.
struct Moved {
  static constexpr std::string_view kKind = "moved";
  std::vector<std::string> transitions;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("transitions", self.transitions);
  }
};

struct Entered {
  static constexpr std::string_view kKind = "entered";
  std::string state;
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("at", self.at);
  }
};

struct Exited {
  static constexpr std::string_view kKind = "exited";
  std::string state;
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("at", self.at);
  }
};

/// Where the chart rests after a macrostep.
struct Rested {
  static constexpr std::string_view kKind = "rested";
  std::vector<std::string> active;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("active", self.active);
  }
};

struct Remembered {
  static constexpr std::string_view kKind = "remembered";
  std::string state;
  std::vector<std::string> active;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("active", self.active);
  }
};

/// A new value at form.* or vars.* (the whole of it where `path` is just "form" or "vars").
struct Assigned {
  static constexpr std::string_view kKind = "assigned";
  std::vector<std::string> path;
  JsonPtr value;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("path", self.path);
    v("value", self.value);
  }
};

struct DoneData {
  static constexpr std::string_view kKind = "done";
  std::string state;
  JsonPtr data;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("data", self.data);
  }
};

struct Accepted {
  static constexpr std::string_view kKind = "accepted";
  Instant as_of{};
  Instant at{};
  bool deemed = false;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("as_of", self.as_of);
    v("at", self.at);
    v("deemed", self.deemed);
  }
};

struct Decided {
  static constexpr std::string_view kKind = "decided";
  std::string outcome;
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("outcome", self.outcome);
    v("at", self.at);
  }
};

struct Ended {
  static constexpr std::string_view kKind = "ended";
  std::string outcome;
  Instant at{};
  JsonPtr results;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("outcome", self.outcome);
    v("at", self.at);
    v("results", self.results);
  }
};

/// A record as it stands from now on; `why` says what changed it.
template <class Record>
struct Stands {
  std::string id, why;
  Record record;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("id", self.id);
    v("why", self.why);
    v("record", self.record);
  }
};
struct MaterialStands : Stands<material::MaterialRecord> {
  static constexpr std::string_view kKind = "material";
};
struct DeferralStands : Stands<material::DeferralRecord> {
  static constexpr std::string_view kKind = "deferral";
};
struct ClockStands : Stands<calendar::ClockRun> {
  static constexpr std::string_view kKind = "clock";
};
struct CallStands : Stands<CallRecord> {
  static constexpr std::string_view kKind = "call";
};
struct LicenceStands : Stands<LicenceRecord> {
  static constexpr std::string_view kKind = "licence";
};
/// `id` is the incident's own; `why`: opened, retried, answered, given_up, settled.
struct IncidentStands : Stands<IncidentRecord> {
  static constexpr std::string_view kKind = "incident";
};
/// `id` is the outbox sequence in decimal.
struct ErrandStands : Stands<Errand> {
  static constexpr std::string_view kKind = "errand";
};

struct Produced {
  static constexpr std::string_view kKind = "paper";
  PaperRecord record;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("record", self.record);
  }
};

struct Noticed {
  static constexpr std::string_view kKind = "notice";
  NoticeRecord record;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("record", self.record);
  }
};

struct TimerSet {
  static constexpr std::string_view kKind = "timer_set";
  TimerRecord record;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("record", self.record);
  }
};

/// Fired or cancelled; timers of a state go with its `exited`.
struct TimerOff {
  static constexpr std::string_view kKind = "timer_off";
  std::uint32_t seq = 0;
  std::string why;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("seq", self.seq);
    v("why", self.why);
  }
};

/// Whose time it is from now on.
struct Held {
  static constexpr std::string_view kKind = "held";
  std::vector<std::string> holders;
  std::vector<std::string> anew;  ///< Of these, whose stay before ended now: in another state.
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("holders", self.holders);
    v("anew", self.anew);
    v("at", self.at);
  }
};

/// An outbox row was queued for a request, an opening or a hand-over.
struct Queued {
  static constexpr std::string_view kKind = "queued";
  std::uint32_t seq = 0;
  std::string lane, ref;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("seq", self.seq);
    v("lane", self.lane);
    v("ref", self.ref);
  }
};

/// An answer that came too late to have an effect: kept, not applied.
struct LateAnswer {
  static constexpr std::string_view kKind = "late_answer";
  std::string call, outcome;
  JsonPtr reply;
  Instant at{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("call", self.call);
    v("outcome", self.outcome);
    v("reply", self.reply);
    v("at", self.at);
  }
};

struct Remarked {
  static constexpr std::string_view kKind = "remark";
  JsonPtr remark;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("remark", self.remark);
  }
};

struct Fenced {
  static constexpr std::string_view kKind = "fenced";
  bool fenced = false;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("fenced", self.fenced);
  }
};

using Entry =
    std::variant<Commanded, Opened, Numbered, Happened, Moved, Entered, Exited, Rested, Remembered,
                 Assigned, DoneData, Accepted, Decided, Ended, MaterialStands, DeferralStands,
                 ClockStands, CallStands, LicenceStands, IncidentStands, ErrandStands, Produced,
                 Noticed, TimerSet, TimerOff, Held, Queued, LateAnswer, Remarked, Fenced>;
using Entries = std::vector<Entry>;

}  // namespace lianban::decide
