#include "lifecycle/effect.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum EffectState;
using enum EffectEvent;

// Only a known answer ends the doubt of `possible`, and what stands is undone by a new act alone,
// never by a denial that comes later.
// clang-format off
struct Effect : Machine<Effect, EffectState, EffectEvent> {
  struct transition_table : Table<
      //  from       event     to
      Row<kNone,     kSend,    kPossible>,

      Row<kPossible, kConfirm, kStanding>,
      Row<kPossible, kDeny,    kNone>,

      Row<kStanding, kReverse, kUndone>,

      Row<kUndone,   kSend,    kPossible>
  > {};
};
// clang-format on

}  // namespace

std::optional<EffectState> next(EffectState state, EffectEvent event) {
  return fire<Effect>(state, event);
}

}  // namespace lianban::lifecycle
