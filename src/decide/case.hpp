#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "calendar/clock.hpp"
#include "lianban/time.hpp"
#include "lifecycle/attention.hpp"
#include "lifecycle/call.hpp"
#include "lifecycle/case.hpp"
#include "lifecycle/effect.hpp"
#include "lifecycle/licence.hpp"
#include "lifecycle/task.hpp"
#include "material/records.hpp"

namespace lianban::decide {

using JsonPtr = std::shared_ptr<const Json>;

/// Who the case is for: the only ids that `applicant` in `by` means.
struct Party {
  std::string id;
  std::vector<std::string> agents;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("id", self.id);
    v("agents", self.agents);
  }
};

/// How often a state was entered and when last: `after` and re-used requests hang on the visit.
struct Visit {
  std::uint32_t count = 0;
  Instant entered{};

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("count", self.count);
    v("entered", self.entered);
  }
};

/// The one request of a call, as it stands. A new visit re-uses it until a known answer came.
struct CallRecord {
  std::uint32_t seq = 0;  ///< Of the request within the call, from 1.
  std::string key;        ///< Idempotency key and correlation, stable over all attempts.
  lifecycle::CallState state = lifecycle::CallState::kAsked;
  lifecycle::EffectState effect = lifecycle::EffectState::kNone;
  bool wanted = false;  ///< Somebody waits for the answer; false once its state was left.
  JsonPtr request;      ///< Frozen when asked.
  std::string office;   ///< Whose entry of the directory is asked; may be empty.
  Instant asked_at{};
  std::optional<Instant> timeout;  ///< Not yet said.
  std::string outcome;
  JsonPtr reply;
  std::optional<Instant> answered_at;
  std::string state_id;  ///< State whose `call` it is; empty for a call asked by an action.
  std::vector<std::string> materials;  ///< Asked on behalf of these.
  std::uint32_t asked = 0;             ///< How often a standing question was put.

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("seq", self.seq);
    v("key", self.key);
    v("state", self.state);
    v("effect", self.effect);
    v("wanted", self.wanted);
    v("request", self.request);
    v("office", self.office);
    v("asked_at", self.asked_at);
    v("timeout", self.timeout);
    v("outcome", self.outcome);
    v("reply", self.reply);
    v("answered_at", self.answered_at);
    v("state_id", self.state_id);
    v("materials", self.materials);
    v("asked", self.asked);
  }
  [[nodiscard]] bool outstanding() const {
    return seq != 0 &&
           (state == lifecycle::CallState::kAsked || state == lifecycle::CallState::kAcknowledged);
  }
};

struct PaperRecord {
  std::string paper;
  std::string number;
  Instant at{};
  std::string to;
  std::string signer;
  JsonPtr fields;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("paper", self.paper);
    v("number", self.number);
    v("at", self.at);
    v("to", self.to);
    v("signer", self.signer);
    v("fields", self.fields);
  }
};

struct LicenceRecord {
  lifecycle::LicenceState state = lifecycle::LicenceState::kIssued;
  std::string number;
  std::uint32_t version = 0;
  Instant issued_at{};
  std::optional<Day> expires;
  std::string identifier;  ///< GB/T 36904-2018; empty where type or issuer code is not known.
  std::string reason;
  JsonPtr content;
  JsonPtr sections;    ///< Id -> {title, authority, office, valid, content}; null without sections.
  std::string office;  ///< The issuer's, where it has several; may be empty.
  std::string rests_on;         ///< Number of the licence it stands and falls with, or empty.
  bool suspended_with = false;  ///< Suspended because that one is: they are resumed together.
  bool held = false;            ///< Bound to a licence of the register, not issued by this case.
  std::string entered;          ///< Keyed hash of what was entered from outside; empty: issued.
  std::uint64_t row = 0;        ///< Revision of the register's row that this record agrees with.

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("number", self.number);
    v("version", self.version);
    v("issued_at", self.issued_at);
    v("expires", self.expires);
    v("identifier", self.identifier);
    v("reason", self.reason);
    v("content", self.content);
    v("sections", self.sections);
    v("office", self.office);
    v("rests_on", self.rests_on);
    v("suspended_with", self.suspended_with);
    v("held", self.held);
    v("entered", self.entered);
    v("row", self.row);
  }
};

/// An `after` or a delayed send that has not fired.
struct TimerRecord {
  std::uint32_t seq = 0;  ///< In order of setting; the tie-breaker of delayed sends.
  Instant due{};
  std::string event;
  std::string id;     ///< Of a send, for `cancel`; may be empty.
  std::string state;  ///< Of an `after`: dropped when the state is left.
  std::uint32_t ordinal = 0;
  JsonPtr data;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("seq", self.seq);
    v("due", self.due);
    v("event", self.event);
    v("id", self.id);
    v("state", self.state);
    v("ordinal", self.ordinal);
    v("data", self.data);
  }
};

/// A work item for the lead agency.
struct IncidentRecord {
  std::string id;    ///< "i1", "i2", ... within the case.
  std::string code;  ///< "call/failed", "deferral/held", "timer/failed", "definition", ...
  std::string subject;
  std::string text;
  Instant at{};
  lifecycle::TaskState state = lifecycle::TaskState::kPending;
  std::string resolution;
  std::string by;      ///< Who settled it; empty where it settled itself.
  std::string reason;  ///< As given by that person.

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("id", self.id);
    v("code", self.code);
    v("subject", self.subject);
    v("text", self.text);
    v("at", self.at);
    v("state", self.state);
    v("resolution", self.resolution);
    v("by", self.by);
    v("reason", self.reason);
  }
  [[nodiscard]] bool open() const {
    return state == lifecycle::TaskState::kPending || state == lifecycle::TaskState::kClaimed ||
           state == lifecycle::TaskState::kReturned;
  }
};

struct NoticeRecord {
  std::string to;
  std::string paper;
  std::string text;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("to", self.to);
    v("paper", self.paper);
    v("text", self.text);
  }
};

/// A case that this one opened, a hand-over to the host program, or what those are told who follow
/// licences after they are issued.
struct Errand {
  std::uint32_t seq = 0;  ///< Outbox sequence.
  std::string kind;       ///< "open", "host" or "supervision".
  std::string name;
  std::string definition;
  JsonPtr data;
  std::string case_id;  ///< Of the opened case, once it is there.
  std::string answer;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("seq", self.seq);
    v("kind", self.kind);
    v("name", self.name);
    v("definition", self.definition);
    v("data", self.data);
    v("case", self.case_id);
    v("answer", self.answer);
  }
};

/// One case, complete. A plain value: `apply` is its only writer, the definition is beside it.
/// Names, never indices, so that it can be read without the definition.
struct Case {
  base::CaseId id;
  std::uint64_t revision = 0;
  std::string definition, version, definition_hash;
  std::string number, channel, region, office, opener;
  Party applicant;
  Instant opened_at{};
  Instant latest{};  ///< Effective time of the last entry: nothing happens before it.
  lifecycle::CaseState state = lifecycle::CaseState::kReceived;
  lifecycle::AttentionState attention = lifecycle::AttentionState::kClear;
  std::optional<Instant> accepted_at;
  bool deemed = false;
  std::optional<Instant> decided_at;
  std::string decision;
  std::optional<Instant> ended_at;
  std::string outcome;
  JsonPtr results;
  JsonPtr form, vars, done;

  bool started = false;
  std::vector<std::string> active;  ///< Active atomic and final states in document order.
  std::map<std::string, Visit> visits;
  std::map<std::string, std::vector<std::string>> history_states;
  std::map<std::string, std::vector<std::string>> acted;  ///< Source state -> actor ids.
  std::vector<TimerRecord> timers;
  std::uint32_t timer_seq = 0;

  std::map<std::string, material::MaterialRecord> materials;
  std::map<std::string, material::DeferralRecord> deferrals;
  std::map<std::string, calendar::ClockRun> clocks;
  std::vector<calendar::Stay> stays;
  std::map<std::string, CallRecord> calls;
  std::map<std::string, LicenceRecord> licences;
  std::map<std::string, std::vector<LicenceRecord>> earlier_licences;  ///< Replaced versions.
  std::vector<PaperRecord> papers;
  std::vector<NoticeRecord> notices;
  std::vector<IncidentRecord> incidents;
  std::vector<Errand> errands;
  std::uint32_t outbox_seq = 0;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("id", self.id);
    v("revision", self.revision);
    v("definition", self.definition);
    v("version", self.version);
    v("definition_hash", self.definition_hash);
    v("number", self.number);
    v("channel", self.channel);
    v("region", self.region);
    v("office", self.office);
    v("opener", self.opener);
    v("applicant", self.applicant);
    v("opened_at", self.opened_at);
    v("latest", self.latest);
    v("state", self.state);
    v("attention", self.attention);
    v("accepted_at", self.accepted_at);
    v("deemed", self.deemed);
    v("decided_at", self.decided_at);
    v("decision", self.decision);
    v("ended_at", self.ended_at);
    v("outcome", self.outcome);
    v("results", self.results);
    v("form", self.form);
    v("vars", self.vars);
    v("done", self.done);
    v("started", self.started);
    v("active", self.active);
    v("visits", self.visits);
    v("history_states", self.history_states);
    v("acted", self.acted);
    v("timers", self.timers);
    v("timer_seq", self.timer_seq);
    v("materials", self.materials);
    v("deferrals", self.deferrals);
    v("clocks", self.clocks);
    v("stays", self.stays);
    v("calls", self.calls);
    v("licences", self.licences);
    v("earlier_licences", self.earlier_licences);
    v("papers", self.papers);
    v("notices", self.notices);
    v("incidents", self.incidents);
    v("errands", self.errands);
    v("outbox_seq", self.outbox_seq);
  }

  [[nodiscard]] bool ended() const { return state == lifecycle::CaseState::kEnded; }
};

}  // namespace lianban::decide
