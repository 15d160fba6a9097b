#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chart/interpreter.hpp"
#include "decide/decide.hpp"
#include "decide/register.hpp"
#include "decide/scope.hpp"

namespace lianban::decide {

/// One command being decided: the working copy of a case, the facts found so far, and the chart's
/// host. Every change goes through emit(), so the copy is always what apply() makes of the facts.
/// A first refusal stops everything; the session is then thrown away (or, for timers and answers,
/// put back to a checkpoint).
class ActionRunner;

class Session final : public chart::Host {
 public:
  Session(const Case* current, const Inputs& inputs);

  // ---- what commands.cpp, timers.cpp and answers.cpp build on ----

  [[nodiscard]] const Case& now_case() const { return case_; }
  [[nodiscard]] const model::Definition& definition() const { return definition_; }
  [[nodiscard]] const calendar::Calendar& calendar() const { return *inputs_.calendar; }
  [[nodiscard]] const Inputs& inputs() const { return inputs_; }
  [[nodiscard]] Instant now() const { return now_; }
  void set_now(Instant now) { now_ = now < case_.latest ? case_.latest : now; }
  void set_actor(const Actor& actor) { actor_ = actor; }
  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] const chart::Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] const chart::Interpreter& interpreter() const { return interpreter_; }
  /// The moment rules see; `reply` only while outcomes are tried.
  [[nodiscard]] Moment moment(const Json* reply = nullptr) const;

  void emit(Entry entry);
  /// Always false, so that `return refuse(...)` stops an action.
  bool refuse(std::string code, std::string zh, std::string en, std::vector<Reason> reasons = {});
  bool refuse(Refusal refusal);
  [[nodiscard]] bool refused() const { return refusal_.has_value(); }
  [[nodiscard]] const Refusal& refusal() const { return *refusal_; }

  /// Puts an engine event on the way: internal while the chart runs, else external.
  void raise(std::string name, JsonPtr data = nullptr);
  /// Enters the chart's initial configuration.
  bool start();
  /// One external event and everything it leads to. False when refused. `taken` tells whether the
  /// event enabled anything.
  bool step(const chart::Event& event, bool* taken = nullptr);
  /// All waiting external events, then what became enabled without one. False when refused.
  bool drain();
  /// The end of a command or timer: clocks and holders follow the configuration.
  void settle_bookkeeping();

  /// A working copy to go back to.
  struct Checkpoint {
    Case of;
    std::size_t entries;
    Effects effects;
    chart::Snapshot snapshot;
    Instant now;
  };
  [[nodiscard]] Checkpoint checkpoint() const;
  /// Back to it; forgets the refusal too.
  void restore(Checkpoint&& to);

  [[nodiscard]] Done finish() &&;
  [[nodiscard]] std::size_t entry_count() const { return entries_.size(); }
  /// The command says nothing new: it leaves no row in the history.
  void nothing_to_record() { entries_.clear(); }
  void set_number(std::string number);
  /// Opening raises nothing: what came with the application is simply there.
  void forget_waiting_events() { external_.clear(); }

  // ---- materials (session_materials.cpp) ----
  void put_material(const std::string& id, material::MaterialRecord record, std::string why);
  /// A document is there: settles its deferral, told as material.ID.`how`.
  void document_came(const model::Material& spec, const Json* reply, std::string_view how);
  void satisfy(const std::string& id);
  bool promise(const model::Material& spec, const std::string& signer);
  void put_deferral(const std::string& id, material::DeferralRecord record, std::string why);
  void fall_due(const model::Material& spec);
  /// What came after its limit mends an overdue deferral, once the chart has heard of the lateness
  /// and has not decided on it.
  void satisfy_overdue();
  void end_deferrals();
  /// What is no longer required (the form was amended) is owed no longer.
  void drop_unneeded();
  /// From when the document could exist; nothing while it cannot.
  [[nodiscard]] std::optional<Instant> available_since(const model::Material& spec) const;
  bool accept(std::optional<Instant> as_of, bool deemed);
  bool decide_outcome(const std::string& outcome);
  bool set_form(const std::vector<std::string>& path, Json value, std::string_view code);

  // ---- calls (session_calls.cpp) ----
  bool request(const std::string& call, const std::string& state,
               const std::vector<std::string>& materials);
  void queue(std::string lane, std::string ref);
  /// Tells somebody outside the case; found again under "`kind`:SEQ".
  void send_errand(std::string kind, std::string name, JsonPtr data, std::string lane,
                   std::string why);
  void put_call(const std::string& id, CallRecord record, std::string why);
  /// Outbox rows and polls of the call are done with.
  void settle_call(const std::string& call) { effects_.settled_calls.push_back(call); }
  bool query(const model::Query& what);
  void ask_standing(const model::Material& spec, Instant at);
  void stop_standing(const model::Material& spec);
  /// Whether a transition of an active state listens for the event.
  [[nodiscard]] bool listened(const std::string& event) const;
  /// The case waits for a person: something that was not asked by one could not be processed.
  void fence(const std::string& code, const std::string& subject, const std::string& why);
  void open_incident(std::string code, std::string subject, std::string text);
  /// `by` and `reason` where a person settles them.
  void settle_incidents(std::string_view subject, std::string_view why, const std::string& by = {},
                        const std::string& reason = {});
  /// Tells those who follow licences after they are issued (审管联动).
  void supervise(std::string event, Json data);

  // ---- clocks (session_clocks.cpp) ----
  void put_clock(const std::string& id, calendar::ClockRun run, std::string why);
  void refresh_calendar();

  // ---- papers and licences (session_papers.cpp) ----
  bool produce(const std::string& paper, const std::string& signer = {});
  void notify(const std::string& to, const std::string& paper, std::string text);
  bool issue(const model::Issue& what);

  // ---- the register of licences (session_licences.cpp, session_register.cpp) ----
  /// The case's licences as the register has them now: others may have acted on them.
  void read_register();
  /// Binds what is `held` and not bound yet; then each reused document follows its licence.
  void sync_register();
  /// A licence of the case that rests on the number `base` is brought where that one is.
  bool follow(const std::string& number, const std::string& base);
  void put_licence(const std::string& id, LicenceRecord record, std::string why);
  bool act_on_licence(const model::LicenceAct& act);
  /// `office` stands for {office}: the case's, or that of an issuer with several.
  [[nodiscard]] Result<std::string> number_of(const std::string& pattern,
                                              const std::string& office);
  [[nodiscard]] Result<Json> evaluate(const model::RuleMap& rules) const;

  bool dry_run = false;             ///< `input` is taken as given.
  std::uint32_t after_ordinal = 0;  ///< Of the `after` timer that fires.

  // ---- chart::Host ----
  [[nodiscard]] bool enabled(model::TransitionIndex transition, const chart::Event* event) override;
  [[nodiscard]] bool execute(const model::Actions& actions) override;
  void taken(model::TransitionIndex transition, const chart::Event* event) override;
  void entered(model::StateIndex state) override;
  void exited(model::StateIndex state) override;
  [[nodiscard]] bool invoke(model::StateIndex state) override;
  void taking(const chart::Event& internal) override;
  [[nodiscard]] JsonPtr done_data(model::StateIndex final_state) override;

 private:
  friend class ActionRunner;

  /// False when the list stopped early: refused, or an error under `on_error: raise`.
  bool run_list(const model::Actions& actions);
  void load_snapshot();
  void note_rest();
  bool finish_step(chart::StepStatus status);
  bool conclude();
  bool check_floors(const model::State& final_state);
  // session_register.cpp
  [[nodiscard]] const Registered* registered(const std::string& number);
  [[nodiscard]] std::optional<LicenceRecord> standing_of(const std::string& number);
  bool bind(const model::Licence& spec);
  void note_licence(const std::string& id, LicenceRecord record, std::string why);
  void reuse(const model::Material& spec);
  bool rest(const model::Licence& spec, LicenceRecord& record);
  bool begin_version(const model::Licence& spec, LicenceRecord& record);
  bool draw_licence_number(const model::Licence& spec, LicenceRecord& record);
  // session_licences.cpp
  bool refuse_licence(const model::Licence& spec, std::string code, const char* zh, const char* en);
  void change_licence(const std::string& id, LicenceRecord record, const std::string& word);
  void spread(const LicenceRecord& record, const std::string& word);
  void begin_event(const chart::Event& event, bool person);
  void note_available(const std::string& event);
  void make_available(const model::Material& spec);
  void sync_clocks(bool ends);
  [[nodiscard]] bool passing_choice() const;
  void sync_clock(const model::Clock& clock, bool ends);
  void sync_holders();
  void start_after(const model::State& state);
  bool rule_failed(const Error& error, const std::string& pointer);

  const Inputs& inputs_;
  const model::Definition& definition_;
  Case case_;
  Entries entries_;
  Effects effects_;
  Instant now_;
  Actor actor_;
  EventSeen event_;
  std::optional<Refusal> refusal_;
  std::deque<chart::Event> external_;
  chart::Snapshot snapshot_;
  chart::Interpreter interpreter_;
  std::size_t event_entry_ = 0;  ///< Index of the `event` entry being completed, plus one.
  bool person_event_ = false;
  bool in_step_ = false;
  bool clocks_dirty_ = false;
  std::map<std::string, std::optional<Registered>> register_;  ///< As it was read, by number.
  std::set<model::StateIndex> left_;  ///< Left or entered since the holders were last looked at.
};

/// Names that only the engine may use: call., clock., deferral., ...
[[nodiscard]] bool is_reserved_event(std::string_view name);

/// Why one candidate of a person's event is not enabled: its first failing guard in the order by,
/// not_by, input, when, needed_by. Nothing: it is enabled.
[[nodiscard]] std::optional<Refusal> failing_guard(const Session& session,
                                                   const model::Transition& transition,
                                                   const std::string& event, bool with_input);
/// Why the event enables nothing: every candidate's reason, the first one's code.
[[nodiscard]] Refusal explain_refusal(const Session& session, const chart::Interpreter& interpreter,
                                      const std::string& event);
/// Deferred documents that hold the transition back: `needed_by` of a state it would enter.
[[nodiscard]] std::vector<std::string> needed_documents(const Session& session,
                                                        const model::Transition& transition);
[[nodiscard]] bool may_act(const Session& session, const std::vector<model::Role>& by,
                           const Actor& actor);

}  // namespace lianban::decide
