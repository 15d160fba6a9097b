#include "lifecycle/deferral.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum DeferralState;
using enum DeferralEvent;

// At the end of a case an open promise is dropped and a broken one forfeited: the two are never
// mixed up, because each has its own row. A debt that was settled does not come back.
// clang-format off
struct Deferral : Machine<Deferral, DeferralState, DeferralEvent> {
  struct transition_table : Table<
      //  from       event     to
      Row<kPromised, kSatisfy, kSatisfied>,
      Row<kPromised, kFallDue, kOverdue>,
      Row<kPromised, kWaive,   kWaived>,
      Row<kPromised, kDrop,    kDropped>,

      Row<kOverdue,  kSatisfy, kSatisfied>,
      Row<kOverdue,  kWaive,   kWaived>,
      Row<kOverdue,  kForfeit, kForfeited>
  > {};
};
// clang-format on

}  // namespace

std::optional<DeferralState> next(DeferralState state, DeferralEvent event) {
  return fire<Deferral>(state, event);
}

}  // namespace lianban::lifecycle
