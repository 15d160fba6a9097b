#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chart/bitset.hpp"
#include "chart/entry_set.hpp"
#include "chart/program.hpp"
#include "chart/snapshot.hpp"
#include "model/chart.hpp"

namespace lianban::chart {

/// What the algorithm asks of the world: guards, executable content, and to be told what happens.
/// W3C calls it the data model. Called synchronously from Interpreter; may call raise() and
/// the const members of the interpreter. While it is called, the snapshot shows the configuration
/// as the algorithm has it at that moment (what `in_state` must see).
class Host {
 public:
  virtual ~Host() = default;
  /// The guards of a candidate (by, not_by, input, when, needed_by; of an `after` transition also
  /// whether it is this one's timer that fired). `event` is null for an eventless transition. Asked
  /// before anything is exited, candidates in the algorithm's order, each at most once a selection.
  [[nodiscard]] virtual bool enabled(TransitionIndex transition, const Event* event) = 0;
  /// One list of executable content, never an empty one. False: stop everything at once; the step
  /// ends with kAborted and the snapshot is worthless (the host keeps its reason and discards its
  /// own work).
  [[nodiscard]] virtual bool execute(const model::Actions& actions) = 0;
  /// A transition was chosen and the exit sets of its microstep have been left; its content runs
  /// next.
  virtual void taken(TransitionIndex transition, const Event* event) = 0;
  virtual void entered(StateIndex state) = 0;  ///< Already active; before its `enter` runs.
  virtual void exited(StateIndex state) = 0;   ///< After its `exit` ran; still active.
  /// End of a macrostep: the state was entered in it, is active and has a `call`.
  [[nodiscard]] virtual bool invoke(StateIndex state) = 0;  ///< False as in execute.
  /// The event `taken last` that rules see as `event.*`: called when an internal event is taken.
  /// The reference is good until the macrostep ends.
  virtual void taking(const Event& internal) = 0;
  /// Data of done.state.PARENT for a final state; may be null.
  [[nodiscard]] virtual std::shared_ptr<const Json> done_data(StateIndex final_state) = 0;
};

enum class StepStatus : std::uint8_t {
  kTaken,    ///< At least one transition was taken for the event.
  kNothing,  ///< Nothing was enabled; the snapshot is as before.
  kAborted,  ///< The host stopped it.
  kLimit,    ///< More than limits::kMicrosteps microsteps: a livelock; the snapshot is worthless.
  kEnded,    ///< A top-level final was entered; `running` is false.
};

/// The algorithm of W3C SCXML (2015) appendix D over a compiled chart; functions are named as
/// there. Holds no state of its own between calls but the scratch memory, so one interpreter may be
/// reused for many steps on one thread. The deviations of the definition language: `reenter` false
/// is an internal transition wherever all targets are properly inside the source; names with `by`
/// are exact; `*` leaves after.* out. See src/chart/README.md for what the documents leave open.
class Interpreter {
 public:
  /// Cheap. Both must outlive the interpreter; the program may be shared between threads.
  Interpreter(const Program& program, Host& host);
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  /// Enters the initial configuration and runs to completion. Overwrites the snapshot.
  StepStatus start(Snapshot& snapshot);
  /// Takes one external event and runs to completion (one macrostep). An event that enables nothing
  /// leaves the snapshot alone: eventless transitions are not asked then, because such an event may
  /// be about to be refused; see run_to_completion(). kNothing on a chart that is not running.
  StepStatus step(Snapshot& snapshot, const Event& event);
  /// Takes what has become enabled without an event: after data changed outside a step (a supplied
  /// material, an amended form), and after an engine's event that enabled nothing (W3C asks the
  /// eventless transitions after every external event).
  StepStatus run_to_completion(Snapshot& snapshot);
  /// Appends to the internal queue; only while one of the three above runs.
  void raise(Event event);

  /// Every transition of an active state whose descriptors match the name: what refusals and
  /// actions() look at. Innermost first: states before their ancestors, otherwise document order.
  /// Guards are not asked.
  [[nodiscard]] std::vector<TransitionIndex> candidates(const Snapshot& snapshot,
                                                        std::string_view event_name) const;
  /// Every transition with a named event (`after` ones too) of an active state, in that order.
  [[nodiscard]] std::vector<TransitionIndex> transitions_from(const Snapshot& snapshot) const;
  /// The states that taking this transition of an active state would enter now, in document order,
  /// eventless steps after it not counted: what `needed_by` guards.
  [[nodiscard]] std::vector<StateIndex> would_enter(const Snapshot& snapshot,
                                                    TransitionIndex transition) const;

 private:
  /// False: the host stopped everything.
  using GoOn = bool;

  void begin(Snapshot& snapshot);
  StepStatus finish(StepStatus status);
  StepStatus main_event_loop();
  GoOn invoke_entered();

  void select_eventless_transitions();
  void select_transitions(const Event& event);
  void select(std::span<const Candidate> candidates, const Event* event);
  void select_from(StateIndex source, const Event* event);
  void remove_conflicting_transitions();
  [[nodiscard]] bool conflict(TransitionIndex one, TransitionIndex other) const;
  /// The descendants of the transition's domain; empty where it is targetless.
  [[nodiscard]] Range exit_range(TransitionIndex transition, const History& history) const;

  GoOn microstep(const Event* event);
  void compute_exit_set();
  void record_history(const Bitset& exit_set, const Bitset& active, History& history) const;
  GoOn exit_states();
  GoOn execute_transition_content(const Event* event);
  void compute_entry_set();
  void take_entry_set();
  GoOn enter_states();
  GoOn enter_state(const Entering& entering);
  GoOn run_default_histories(StateIndex parent);
  void raise_done(StateIndex final_state);
  void raise_named(const std::string& name, std::shared_ptr<const Json> data);
  [[nodiscard]] bool is_in_final_state(StateIndex state) const;
  GoOn run(const model::Actions& actions) { return actions.empty() || host_.execute(actions); }

  [[nodiscard]] std::vector<TransitionIndex> innermost_first(std::vector<Candidate> found) const;

  const Program& program_;
  const model::Chart& chart_;
  Host& host_;
  Snapshot* snapshot_ = nullptr;  ///< Of the call that runs.

  // A deque, because hosts keep a reference to the event taken last while others are raised. Slots
  // are used again in the next macrostep, with the capacity of their names.
  std::deque<Event> queue_;
  std::size_t queue_head_ = 0;
  std::size_t queue_tail_ = 0;

  std::size_t microsteps_ = 0;
  bool took_any_ = false;
  std::vector<Candidate> matching_, active_candidates_;
  std::vector<TransitionIndex> enabled_, filtered_;
  std::vector<Range> domains_;  ///< Of the enabled transitions, as they were before the exits.
  Bitset exit_set_, asked_, states_to_invoke_;
  EntrySet entry_set_;
  std::span<const StateIndex> default_histories_;
  std::span<const Entering> entering_;
  std::vector<Entering> merged_;
};

}  // namespace lianban::chart
