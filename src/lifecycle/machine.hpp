#pragma once

// Private to this room's machines: nothing but their .cpp files includes it, because each inclusion
// costs a compiler about 4 s and 0.5 GB (measured, Boost 1.81).

#include <array>
#include <boost/mpl/size.hpp>
#include <boost/mpl/vector.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <cstddef>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "lifecycle/names.hpp"

/// How a lifecycle is written: a struct on `Machine` with a `transition_table` of `Row`s. MSM tries
/// rows from the last to the first, so there is exactly one per (state, event); there are no guards
/// and no actions, so nothing in a machine can throw or post events. 20 rows is the limit of
/// boost::mpl::vector without macros.
namespace lianban::lifecycle {

template <auto Value>
struct In : boost::msm::front::state<> {};

template <auto Value>
struct On {};

template <auto From, auto Event, auto To>
using Row = boost::msm::front::Row<In<From>, On<Event>, In<To>, boost::msm::front::none,
                                   boost::msm::front::none>;

template <class A, class B>
inline constexpr bool kSamePair =
    std::conjunction_v<std::is_same<typename A::Source, typename B::Source>,
                       std::is_same<typename A::Evt, typename B::Evt>>;

template <class... Rows>
struct CheckedTable {
  template <class Row>
  static constexpr bool kAlone = ((kSamePair<Row, Rows> ? 1 : 0) + ... + 0) == 1;
  static_assert((kAlone<Rows> && ...), "one row per (state, event)");
  using type = boost::mpl::vector<Rows...>;
};

template <class... Rows>
using Table = typename CheckedTable<Rows...>::type;

/// The base of all machines. Its first state is the first enumerator.
template <class Self, class StateEnum, class EventEnum>
struct Machine : boost::msm::front::state_machine_def<Self> {
  using State = StateEnum;
  using Event = EventEnum;
  using initial_state = In<State{}>;
  using no_message_queue = int;  // nothing posts events: saves the queue's allocation at every call

  bool refused = false;

  // MSM's own versions of these two only assert: silent in a release build, fatal in a debug one.
  template <class Fsm, class Any>
  void no_transition(const Any&, Fsm&, int) {
    refused = true;
  }
  template <class Fsm, class Any>
  void exception_caught(const Any&, Fsm&, std::exception&) {
    refused = true;
  }
};

/// An archive for MSM's `serialize` that knows only the active state: that is how a machine is put
/// into a state without start(), which would enter the initial state first.
struct Restore {
  int state;

  Restore& operator&(int (&active)[1]) {
    active[0] = state;
    return *this;
  }
  template <class T>
  Restore& operator&(const T&) {
    return *this;
  }
};

/// MSM numbers states by their first appearance in the table; the enum has its own order, which a
/// new row cannot change.
template <class Definition>
struct Engine {
  using State = typename Definition::State;
  using Event = typename Definition::Event;
  using Back = boost::msm::back::state_machine<Definition>;
  using Stt = typename Back::stt;
  static constexpr std::size_t kStates = kCount<State>;
  static_assert(boost::mpl::size<typename boost::msm::back::generate_state_set<Stt>::type>::value ==
                    kStates,
                "every enumerator stands in the transition table");

  using Step = void (*)(Back&);

  static constexpr std::array<int, kStates> kIds = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<int, kStates>{
        boost::msm::back::get_state_id<Stt, In<static_cast<State>(I)>>::value...};
  }
  (std::make_index_sequence<kStates>{});

  static constexpr std::array<Step, kCount<Event>> kSteps =
      []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Step, sizeof...(I)>{
        [](Back& machine) { machine.process_event(On<static_cast<Event>(I)>{}); }...};
  }
  (std::make_index_sequence<kCount<Event>>{});

  static std::optional<State> fire(State from, Event event) {
    const auto state = static_cast<std::size_t>(from);
    const auto step = static_cast<std::size_t>(event);
    if (state >= kStates || step >= kCount<Event>) return std::nullopt;
    Back machine;
    Restore archive{kIds[state]};
    machine.serialize(archive, 0);
    kSteps[step](machine);
    if (machine.refused) return std::nullopt;
    for (std::size_t to = 0; to < kStates; ++to) {
      if (kIds[to] == machine.current_state()[0]) return static_cast<State>(to);
    }
    return std::nullopt;
  }
};

/// The state that follows, by one short-lived machine on the stack.
template <class Definition>
[[nodiscard]] std::optional<typename Definition::State> fire(typename Definition::State from,
                                                             typename Definition::Event event) {
  return Engine<Definition>::fire(from, event);
}

}  // namespace lianban::lifecycle
