#include "lifecycle/licence.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum LicenceState;
using enum LicenceEvent;

// Between issuing and sealing a licence can be taken back or replaced, but neither suspended nor
// run out: nobody can use it yet.
// clang-format off
struct Licence : Machine<Licence, LicenceState, LicenceEvent> {
  struct transition_table : Table<
      //  from        event      to
      Row<kIssued,    kMake,     kMade>,
      Row<kIssued,    kRevoke,   kRevoked>,
      Row<kIssued,    kWithdraw, kWithdrawn>,
      Row<kIssued,    kCancel,   kCancelled>,
      Row<kIssued,    kReplace,  kReplaced>,

      Row<kMade,      kSuspend,  kSuspended>,
      Row<kMade,      kRevoke,   kRevoked>,
      Row<kMade,      kWithdraw, kWithdrawn>,
      Row<kMade,      kCancel,   kCancelled>,
      Row<kMade,      kExpire,   kExpired>,
      Row<kMade,      kReplace,  kReplaced>,

      Row<kSuspended, kResume,   kMade>,
      Row<kSuspended, kRevoke,   kRevoked>,
      Row<kSuspended, kWithdraw, kWithdrawn>,
      Row<kSuspended, kCancel,   kCancelled>,
      Row<kSuspended, kExpire,   kExpired>,
      Row<kSuspended, kReplace,  kReplaced>
  > {};
};
// clang-format on

}  // namespace

std::optional<LicenceState> next(LicenceState state, LicenceEvent event) {
  return fire<Licence>(state, event);
}

}  // namespace lianban::lifecycle
