#include "unit/lifecycle/machines.hpp"

#include <utility>

#include "lifecycle/attention.hpp"
#include "lifecycle/breaker.hpp"
#include "lifecycle/call.hpp"
#include "lifecycle/case.hpp"
#include "lifecycle/deferral.hpp"
#include "lifecycle/definition.hpp"
#include "lifecycle/effect.hpp"
#include "lifecycle/licence.hpp"
#include "lifecycle/material.hpp"
#include "lifecycle/task.hpp"

namespace lianban::lifecycle::test {
namespace {

using Names = std::set<std::string_view>;

template <class State, class Event>
Subject subject(std::string name, Names finals, Names goals) {
  const auto ask = [](std::size_t state, std::size_t event) -> std::optional<std::size_t> {
    const auto to = lifecycle::next(static_cast<State>(state), static_cast<Event>(event));
    if (!to) return std::nullopt;
    return static_cast<std::size_t>(*to);
  };
  return Subject{.name = std::move(name),
                 .states = {kNames<State>.begin(), kNames<State>.end()},
                 .events = {kNames<Event>.begin(), kNames<Event>.end()},
                 .next = ask,
                 .matrix = &lifecycle::matrix<State, Event>,
                 .finals = std::move(finals),
                 .goals = std::move(goals)};
}

template <class State, class Event>
Subject ending(std::string name, const Names& finals) {
  return subject<State, Event>(std::move(name), finals, finals);
}

template <class State, class Event>
Subject endless(std::string name, Names goals) {
  return subject<State, Event>(std::move(name), {}, std::move(goals));
}

}  // namespace

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      ending<CaseState, CaseEvent>("case", {"ended"}),
      endless<AttentionState, AttentionEvent>("attention", {"clear"}),
      ending<TaskState, TaskEvent>("task", {"decided", "expired", "skipped"}),
      endless<MaterialState, MaterialEvent>("material", {"verified"}),
      ending<DeferralState, DeferralEvent>("deferral",
                                           {"satisfied", "waived", "dropped", "forfeited"}),
      ending<CallState, CallEvent>("call", {"answered", "abandoned"}),
      endless<EffectState, EffectEvent>("effect", {"undone"}),
      endless<BreakerState, BreakerEvent>("breaker", {"closed"}),
      ending<LicenceState, LicenceEvent>(
          "licence", {"revoked", "withdrawn", "cancelled", "expired", "replaced"}),
      ending<DefinitionState, DefinitionEvent>("definition", {"retired"}),
  };
  return all;
}

}  // namespace lianban::lifecycle::test
