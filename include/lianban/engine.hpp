#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lianban/agency.hpp"
#include "lianban/callback.hpp"
#include "lianban/command.hpp"
#include "lianban/definition.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"

namespace lianban {

/// Where the engine gets the time from. Called on any thread; must not call the engine.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The time of what happens now.
  [[nodiscard]] virtual Instant now() = 0;
};
/// The system's clock.
[[nodiscard]] std::shared_ptr<Clock> system_clock();
/// A clock that stands where it is put: simulations, demonstrations, tests. Thread-safe.
class ManualClock final : public Clock {
 public:
  /// It stands at `start`.
  explicit ManualClock(Instant start) : micros_(start.time_since_epoch().count()) {}
  /// Where it stands.
  [[nodiscard]] Instant now() override {
    return Instant{std::chrono::microseconds{micros_.load()}};
  }
  /// Puts it there, backwards too: that is what a test may want.
  void set(Instant now) { micros_.store(now.time_since_epoch().count()); }

 private:
  std::atomic<std::int64_t> micros_;
};

/// Where unguessable bytes come from. Empty: the system's generator.
using Entropy = std::function<void(std::span<std::uint8_t>)>;

/// Named places where a run can be made to fail or to die; tests only. True: fail here.
using FaultHook = std::function<bool(std::string_view point)>;

/// Where an engine keeps its cases, and whom it knows. Nothing but `calendars` has to be given.
struct EngineOptions {
  std::string database;   ///< SQLite file; empty: in memory, gone with the engine.
  std::string calendars;  ///< Folder of calendar files. Every calendar a definition names is read
                          ///< from here and pinned in the database by its revision.
  std::shared_ptr<Clock> clock;  ///< Null: the system's.
  Entropy entropy;
  std::shared_ptr<Agency> agencies;  ///< Who answers calls. Null: calls wait (external tasks).
  AgencyDirectory directory;         ///< Retry, polling, callbacks of each agency.
  SecretSource secret;               ///< With which callbacks are verified. Empty: usual_secrets().
  std::string finder_key;            ///< Key of the blind indexes, at least 16 bytes; empty: one
                                     ///< is drawn once and kept in the database.
  std::function<void(std::string_view level, std::string_view line)> log;  ///< Empty: silent.
  std::size_t cache_bytes = 16u << 20;  ///< Decoded cases kept in memory.
  std::size_t database_cache_bytes = 8u << 20;
  std::uint32_t body_every = 16;  ///< Every n-th command writes the whole case.
  std::int64_t tenant = 0;
  FaultHook faults;
};

/// A command was accepted: it is on disk.
struct Accepted {
  std::string case_id;  ///< 32 hexadecimal digits.
  std::string number;
  std::uint64_t revision = 0;
  std::vector<std::string> states;  ///< Active atomic and final states.
  std::string outcome;              ///< Empty while the case is open.
  bool repeated = false;            ///< The request id was known: the first answer again.
};
/// Done, or the rules say no.
using Answer = std::variant<Accepted, Refusal>;

/// What one person may or may not do now, with the reasons.
struct Action {
  Verb verb = Verb::kSend;  ///< kSend; of an open incident kRetry, kAnswer, kGiveUp.
  std::string event;        ///< Event, or the incident's id: the subject of the command.
  Text title;
  bool allowed = false;
  Refusal refusal;       ///< Where not allowed.
  nlohmann::json input;  ///< Schema of what has to be given; null: nothing.
};

/// Which cases a list is about; all given members must hold. Ordered by legal due date where a role
/// or state is asked for, else by opening.
struct CaseQuery {
  std::string role;   ///< "transport.reviewer", "applicant": cases that wait for it; of one
                      ///< of several offices "station.clerk@330302".
  std::string state;  ///< Active state id.
  std::string region;
  std::string number;     ///< Case number, exact.
  std::string applicant;  ///< Applicant's account id, exact (blind index).
  std::string personal;   ///< A personal value of the form, exact (blind index).
  std::optional<Instant> due_before;
  bool open_only = false;
  std::size_t limit = 50;
  std::string cursor;  ///< From the page before; empty: the first.
};
/// A case in a list.
struct CaseLine {
  std::string case_id, number, definition, status, outcome;
  std::vector<std::string> states;
  Instant opened_at{};
  std::optional<Instant> due;  ///< Next legal limit.
};
/// A page of a list.
struct CasePage {
  std::vector<CaseLine> cases;
  std::string next;  ///< Cursor of the next page; empty: this was the last.
};

/// What a round did, in numbers.
struct PumpReport {
  std::size_t timers = 0, asked = 0, answered = 0, failed = 0, polled = 0, opened = 0;
  std::size_t callbacks = 0;  ///< Kept earlier, taken now.
  std::size_t in_flight = 0;  ///< Requests without an answer yet when the round ended.
  /// Of everything that was done; callbacks and questions of other rounds in flight are not.
  [[nodiscard]] std::size_t total() const {
    return timers + asked + answered + failed + polled + opened + callbacks;
  }
  /// Adds the next round.
  PumpReport& operator+=(const PumpReport& next);
};

/// A request that waits for a host without an adapter of its own, or for a scenario's `reply`.
struct OpenCall {
  std::string case_id, call, agency, office, operation, key, state;
  nlohmann::json request;
};

/// A request or message that the host carries to its agency itself.
struct ExternalTask {
  std::string token;  ///< Stands for this lending: with it the task is completed, or failed.
  std::string case_id, agency, office, call, operation;
  std::string key;  ///< Idempotency key, the same for every attempt: to be passed on.
  nlohmann::json request;
  std::uint32_t attempt = 1;
  Instant lent_until{};
};
/// Which tasks a host wants.
struct TaskQuery {
  std::string agency;  ///< Empty: of all.
  std::size_t limit = 16;
  std::chrono::milliseconds lease{60'000};  ///< At most a day.
};
/// What a failed attempt leads to.
struct TaskFailure {
  std::optional<Instant> again_at;  ///< Nothing: the task is given up.
};

/// A callback that was kept but not taken.
struct KeptCallback {
  std::uint64_t id = 0;
  std::string agency;   ///< With "@office" where there is one.
  std::string request;  ///< The key it names.
  Instant received_at{};
  std::uint32_t attempts = 0;
  bool orphan = false;  ///< No case asked for it within an hour; until then it is tried again.
};

/// A work item of a lead agency, of one case.
struct Incident {
  std::string case_id, number, definition;
  std::string id;       ///< Within the case: "i1".
  std::string code;     ///< "call/failed", "call/misfit", "deferral/held", ...
  std::string subject;  ///< Call or material.
  std::string text;
  Instant at{};
};
/// A page of incidents.
struct IncidentPage {
  std::vector<Incident> incidents;
  std::string next;  ///< Cursor of the next page; empty: this was the last.
};

/// A notice or supervision event that its receiver did not take in all attempts.
struct DeadLetter {
  std::string case_id;
  std::uint32_t seq = 0;  ///< With the case: this message.
  std::string to;         ///< Entry of the directory.
  std::string what;       ///< "notice:0", "supervision:7".
  std::uint32_t attempts = 0;
  Instant since{};
};

/// What a definition hands over to the host program ({"host": {name, data}}).
struct HostErrand {
  std::string case_id;
  std::uint32_t seq = 0;  ///< With the case: one hand-over, for ever. The host may meet it again
                          ///< until it says that it has it.
  std::string name;
  nlohmann::json data;
};

/// One command that was committed, of any case.
struct CaseEvent {
  std::uint64_t cursor = 0;  ///< Grows in order of commit; gaps mean nothing.
  std::string case_id;
  std::uint64_t revision = 0;
  Instant at{};
  std::string request_id;
  nlohmann::json entries;  ///< As in Engine::history, but null where a personal value stands.
};
/// A page of events.
struct EventPage {
  std::vector<CaseEvent> events;
  std::uint64_t next = 0;  ///< Cursor of the last one; what was asked with where there is none.
};

/// Checks one case: replay of its history gives the stored state, and the hash chain holds.
struct Verification {
  bool sound = false;
  std::uint64_t revisions = 0;
  std::string head;   ///< Last chain hash, hexadecimal.
  std::string fault;  ///< Where it breaks; empty when sound.
};

/// Runs approvals as durable cases. One engine owns its database file; a second one, in this or
/// another process, is refused with store/locked.
///
/// Thread-safe: any thread may call anything, several at once; calls on one case wait for each
/// other, calls on different cases share commits. Calls block until the answer is on disk and never
/// call an agency: that is pump()'s work. Nothing is thrown; `Error` means nothing was committed,
/// except store/unknown (ask again with the same request id).
class Engine {
 public:
  /// Opens the database, which is made where there is none, and puts right what a crash left.
  /// Errors: store/locked, store/foreign, store/newer, store/damaged, store/file, calendar/...
  [[nodiscard]] static Result<std::unique_ptr<Engine>> open(EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Makes a definition available for new cases; the same content again does nothing. Cases keep
  /// the definition they were opened with, by content hash, for ever.
  Result<std::string> publish(const Definition& definition);
  /// [{id, version, hash, state, title}]
  Result<nlohmann::json> definitions();

  /// Opens a case. `definition`: id (its newest published version) or hash. The request id makes
  /// the case's identity, so asking twice opens one case.
  Result<Answer> open_case(const std::string& definition, const Command& command);
  /// Anything else a person, an agency or the host may ask of a case. `case_id`: id or number.
  /// Answers of agencies and time (kReply, kAcknowledge, kFail, kChild, kTick) are refused to
  /// persons with command/by. Errors: case/not_found; argument/request_id (too long, or beginning
  /// with "engine:", which is the engine's own), argument/depth, /size, /encoding, /number, /data,
  /// /subject, /actor, /verb; engine/busy, store/unknown (both: ask again with the same id).
  Result<Answer> submit(const std::string& case_id, const Command& command);

  /// The case as people read it; `agencies` and `law` hold the titles of ids that stand in its
  /// other parts and in the reasons of refusals; `outstanding` names the calls that wait for an
  /// answer, standing questions too. Errors: case/not_found.
  Result<nlohmann::json> show(const std::string& case_id);
  /// Everything the actor could ask for in this case's steps, allowed or not, with the reasons.
  /// Errors: case/not_found.
  Result<std::vector<Action>> actions(const std::string& case_id, const Actor& actor);
  /// One element per command, oldest first: {revision, at, request_id, entries, hash}.
  Result<nlohmann::json> history(const std::string& case_id);
  /// Cases of a query, a page at a time. Errors: argument/cursor.
  Result<CasePage> find(const CaseQuery& query);
  /// Whether a case is what its history says. Errors: case/not_found.
  Result<Verification> verify(const std::string& case_id);
  /// The case for an auditor, checkable without this library: {format, exported_at, id, tenant,
  /// definition {id, version, language, hash, rule, text}, chain {rule, rows [{revision, at,
  /// request_id, bytes, previous, hash}], head}, verification {sound, revisions, head, fault},
  /// case, history}. Personal values stand in `case` and `history` only. Errors: case/not_found.
  Result<nlohmann::json> export_case(const std::string& case_id);

  /// What happened after `after` (0: from the first), over all cases, in order of commit, at most
  /// 1000. Who keeps the cursor misses nothing and needs no file for it.
  Result<EventPage> events(std::uint64_t after, std::size_t limit = 100);
  /// Beats with every commit and every `wake`. To wait for events without missing one: read the
  /// pulse, then the events; where there is none, wait while the pulse is the one that was read.
  [[nodiscard]] std::uint64_t pulse() const;
  /// Blocks while the pulse is `seen`, at most for `timeout`. Gives the pulse.
  std::uint64_t wait_pulse(std::uint64_t seen, std::chrono::milliseconds timeout);
  /// Ends the waits that are going on.
  void wake();
  /// Requests that were acknowledged or never handed to an adapter, of one case. `state`: asked,
  /// acknowledged, or standing (the recheck of a deferred document; it has no key).
  Result<std::vector<OpenCall>> open_calls(const std::string& case_id);

  /// One licence of the register: {number, definition, licence, type_code, case, version, state,
  /// issued_at, expires, identifier, reason, content, rests_on, resting: [numbers]}. `state`:
  /// issued, made (in force), suspended, revoked, withdrawn, cancelled, replaced, or expired, which
  /// is a matter of today's date. `case`: the one that issued this version; null where the licence
  /// was entered from outside. Errors: licence/not_found.
  Result<nlohmann::json> licence(const std::string& number);
  /// {licences: [the same without content and resting], next}: in order of entry. `next`: cursor of
  /// the next page, null after the last. Errors: argument/cursor.
  Result<nlohmann::json> licences(std::size_t limit = 50, const std::string& cursor = {});
  /// Enters a licence that was issued before this system, or elsewhere: {number, licence,
  /// issued_at, definition?, type_code?, version?, state?, expires?, rests_on?, reason?, content?}.
  /// `issued_at` a date or instant, `expires` the last day it is valid; `state` is "made" where it
  /// is not given. Texts of `content` are protected as personal values. The same again changes
  /// nothing, also when the licence has been acted on since. Gives what `licence` gives, and
  /// `repeated`. Errors: licence/exists (the number stands for another licence), licence/not_found
  /// (`rests_on`), argument/licence.
  Result<nlohmann::json> register_licence(const nlohmann::json& licence);

  /// What waits for the host program, over all cases, each case's in its order. Nothing comes back
  /// by itself: what the host finds out it sends as an event.
  Result<std::vector<HostErrand>> errands(std::size_t limit = 100);
  /// The host has it for good: it is not listed any more. Again does nothing. Errors:
  /// case/not_found, errand/unknown.
  Status errand_taken(const std::string& case_id, std::uint32_t seq);

  /// What an agency sent by itself. It is verified over its raw bytes, kept on disk together with
  /// its nonce, and taken by its case; the answer comes when that is durable. Errors and the HTTP
  /// status each deserves: callback.hpp.
  Result<CallbackResult> deliver_callback(const Callback& callback);
  /// Kept and not taken, oldest first.
  Result<std::vector<KeptCallback>> callbacks(std::size_t limit = 100);
  /// Tries one of them again. Errors: callback/unknown.
  Result<CallbackResult> retry_callback(std::uint64_t id);

  /// Open incidents over all cases. `lead`: of this lead agency; empty: of all. They are settled by
  /// commands: kRetry, kAnswer, kGiveUp with the incident's id (`actions` says who may).
  Result<IncidentPage> incidents(const std::string& lead = {}, std::size_t limit = 50,
                                 const std::string& cursor = {});

  /// For a host with its own way to an agency: requests of agencies that the directory calls
  /// external (without `agencies`, of all) and that wait, lent for a while; so are the rechecks of
  /// deferred documents when they are due. A task that is neither completed nor failed in time is
  /// lent again with a higher attempt.
  /// Errors: argument/lease.
  Result<std::vector<ExternalTask>> fetch_tasks(const TaskQuery& query = {});
  /// The agency's final reply, an object (of a message: anything). The same token again gets the
  /// answer again; so does one of a recheck that was answered meanwhile, for asking has no effect.
  /// Errors: task/fenced (lent again, or settled in another way: the result does not count),
  /// task/unknown, argument/data.
  Result<Answer> complete_task(const std::string& token, const nlohmann::json& reply);
  /// The agency has it and answers later, by callback or as a kReply. Errors: task/fenced,
  /// /unknown.
  Result<Answer> acknowledge_task(const std::string& token);
  /// This attempt failed. `again`: worth another one, as the directory's retry rules say; else, or
  /// when they are used up, the request has failed. Errors: task/fenced, task/unknown.
  Result<TaskFailure> fail_task(const std::string& token, const std::string& code, bool again);
  /// Holds it for `lease` from now on. Gives until when. Errors: task/fenced, /unknown,
  /// argument/lease.
  Result<Instant> extend_task(const std::string& token, std::chrono::milliseconds lease);

  /// Messages that could not be delivered, oldest cases first.
  Result<std::vector<DeadLetter>> dead_letters(std::size_t limit = 100);
  /// Sends one of them again from the first attempt on. Errors: case/not_found, letter/unknown.
  Status resend(const std::string& case_id, std::uint32_t seq);

  /// How the ways to the agencies are: {agency: {breaker, open_until?, in_flight, limit, attempts,
  /// failures, repeats, opened, latency_ms {count, sum, max, le {bound: count}}, waiting {queued,
  /// sending, sent, unsure, dead}, oldest}}. `oldest`: since when the oldest one waits. Numbers
  /// since the engine was opened, except what waits. No personal data.
  Result<nlohmann::json> agencies();

  /// One round of the world's side, on the calling thread: fires due timers, sends queued requests,
  /// polls, delivers answers, takes kept callbacks. Returns what it did; call again while total()
  /// or in_flight is not 0: a round that has nothing else to do waits a moment for an answer.
  /// Several threads may pump.
  Result<PumpReport> pump(std::size_t limit = 256);
  /// Pumps until nothing is due now.
  Result<PumpReport> pump_idle();
  /// When the next timer, retry or poll is due; nothing when the engine has nothing to wait for.
  Result<std::optional<Instant>> next_due();

  /// Day by day why a limit that began on `from` ends when it does: {due, days: [...]}.
  Result<nlohmann::json> explain_limit(const std::string& calendar, Instant from,
                                       const Duration& limit);
  /// Why each limit of a clock's latest run ends when it does: {clock, title, state, run, started,
  /// limits: [{limit: statutory or promised, due, provisional, expired, days: [{date, counted,
  /// number, reason, text, provisional, owners}]}]}. `number`: how many have counted with this day;
  /// `reason`: first_day, workday, worked_weekend, calendar_day, weekend, holiday, closure, paused
  /// or unannounced; `owners`: whose day it was, nobody's while it has not come. A paused clock is
  /// explained as if it went on now; a limit in hours has no days; a waiting clock has no limits.
  /// Errors: case/not_found, clock/unknown.
  Result<nlohmann::json> explain_clock(const std::string& case_id, const std::string& clock);
  /// Cases, commits, batches, cache, database size: numbers only, no personal data.
  Result<nlohmann::json> stats();
  /// Reads the whole database and compares it with itself. Minutes for a large one.
  Status check_database();
  /// What the engine's clock says.
  [[nodiscard]] Instant now();
  /// Ends what is in flight and gives the database back; later calls get store/closed. Again does
  /// nothing.
  void close();

 private:
  class Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianban
