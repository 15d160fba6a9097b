// Regions that a transition restarts in passing, and transitions that are never reached.
#include <algorithm>
#include <map>
#include <optional>

#include "model/check_parts.hpp"
#include "model/event_match.hpp"
#include "model/regions.hpp"

namespace lianban::model {
namespace {

void check_restarts(const Checking& c, const Transition& transition) {
  const std::vector<StateIndex> wiped = wiped_siblings(c.chart, transition);
  std::vector<std::string> unnamed;
  std::vector<StateIndex> regions;
  for (const StateIndex region : wiped) {
    if (std::ranges::find(transition.restarts, region) == transition.restarts.end()) {
      unnamed.push_back(c.id(region));
      regions.push_back(region);
    }
  }
  if (!unnamed.empty()) {
    c.judge(
        codes::kWipes, transition.pointer,
        Text{"这条转移会从头重启没有写明的分支",
             "this transition restarts regions it does not name: "} +
            listed(unnamed),
        {"确实要重启就写进“restarts”；否则请把转移写在分支之内",
         "name them in 'restarts' if that is meant; else keep the transition inside its region"},
        places_of(c, regions));
  }
  for (const StateIndex region : transition.restarts) {
    if (std::ranges::find(wiped, region) != wiped.end()) continue;
    c.judge(codes::kNotRestarted, transition.pointer + "/restarts",
            Text{"这条转移并不重启", "this transition does not restart "} + named(c.id(region)),
            {"请从“restarts”中删去它", "take it out of 'restarts'"}, places_of(c, {region}));
  }
}

/// What the earlier transitions of one state take whatever happens, by the event.
class Taken {
 public:
  explicit Taken(const Checking& c) : c_(c) {}

  /// Position of the earlier transition that always stands in the way of this one.
  [[nodiscard]] std::optional<std::size_t> by_earlier(const Transition& later) const {
    if (later.after) return std::nullopt;
    if (later.eventless()) return eventless_;
    std::optional<std::size_t> first;
    for (const std::string& event : later.on) {
      const auto at = later.by.empty() ? by_engine(event) : by_person(event, later.by);
      if (!at) return std::nullopt;
      if (!first) first = at;
    }
    return first;
  }

  void add(TransitionIndex index, std::size_t position) {
    const Transition& transition = c_.chart.transitions[index];
    if (transition.after || !c_.graph.unguarded(index)) return;
    if (transition.eventless()) eventless_ = eventless_.value_or(position);
    for (const std::string& event : transition.on) {
      if (transition.by.empty()) {
        engine_.emplace(event, position);
      } else {
        persons_[event].push_back({&transition, position});
      }
    }
  }

 private:
  [[nodiscard]] std::optional<std::size_t> by_engine(std::string_view event) const {
    if (any_event_covers(event)) {
      if (const auto any = engine_.find("*"); any != engine_.end()) return any->second;
    }
    for (std::string_view head = event; !head.empty();) {
      if (const auto found = engine_.find(head); found != engine_.end()) return found->second;
      const std::size_t dot = head.rfind('.');
      head = dot == std::string_view::npos ? std::string_view() : head.substr(0, dot);
    }
    return std::nullopt;
  }

  /// Persons never compete with the engine, and names are exact for them.
  [[nodiscard]] std::optional<std::size_t> by_person(const std::string& event,
                                                     const std::vector<Role>& senders) const {
    const auto found = persons_.find(event);
    if (found == persons_.end()) return std::nullopt;
    for (const auto& [earlier, position] : found->second) {
      const std::vector<Role>& by = earlier->by;
      const bool all = std::ranges::all_of(
          senders, [&](const Role& role) { return std::ranges::find(by, role) != by.end(); });
      if (all) return position;
    }
    return std::nullopt;
  }

  const Checking& c_;
  std::optional<std::size_t> eventless_;
  std::map<std::string, std::size_t, std::less<>> engine_;
  std::map<std::string, std::vector<std::pair<const Transition*, std::size_t>>> persons_;
};

void check_shadows(const Checking& c, const State& state) {
  Taken taken(c);
  for (std::size_t position = 0; position < state.transitions.size(); ++position) {
    const TransitionIndex index = state.transitions[position];
    const auto earlier = taken.by_earlier(c.chart.transitions[index]);
    if (!earlier) {
      taken.add(index, position);
      continue;
    }
    const std::string number = std::to_string(*earlier + 1);
    c.judge(codes::kShadowed, c.chart.transitions[index].pointer,
            {"这条转移永远轮不到：第 " + number + " 条转移总是先被采用",
             "this transition is never reached: transition " + number +
                 " of the state is always taken first"},
            {"请给前一条写“when”，或者调换次序，或者删去这条",
             "give the earlier one a 'when', change their order, or take this one out"},
            place_of(c.chart.transitions[state.transitions[*earlier]].pointer,
                     {"总是先采用这一条", "this one is always taken first"}));
  }
}

}  // namespace

void check_transitions(const Checking& c) {
  for (const Transition& transition : c.chart.transitions) check_restarts(c, transition);
  for (const State& state : c.chart.states) check_shadows(c, state);
}

}  // namespace lianban::model
