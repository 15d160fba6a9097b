#include "lifecycle/breaker.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum BreakerState;
using enum BreakerEvent;

// An answer that was under way when the breaker opened is as good a proof as a probe's. A failure
// of a request from before says nothing new once the breaker is open.
// clang-format off
struct Breaker : Machine<Breaker, BreakerState, BreakerEvent> {
  struct transition_table : Table<
      //  from      event     to
      Row<kClosed,  kSucceed, kClosed>,
      Row<kClosed,  kTrip,    kOpen>,

      Row<kOpen,    kSucceed, kClosed>,
      Row<kOpen,    kProbe,   kProbing>,

      Row<kProbing, kSucceed, kClosed>,
      Row<kProbing, kFail,    kOpen>
  > {};
};
// clang-format on

}  // namespace

std::optional<BreakerState> next(BreakerState state, BreakerEvent event) {
  return fire<Breaker>(state, event);
}

}  // namespace lianban::lifecycle
