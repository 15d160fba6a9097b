#include "lifecycle/call.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum CallState;
using enum CallEvent;

// `answered` and `abandoned` have no way out: an answer is applied once, and one that nobody waits
// for any more is not applied at all. What failed or is unclear waits for a person, not for time;
// but the answer of an act in law counts whenever it comes, for the act may have been done.
// clang-format off
struct Call : Machine<Call, CallState, CallEvent> {
  struct transition_table : Table<
      //  from           event          to
      Row<kAsked,        kAcknowledge,  kAcknowledged>,
      Row<kAsked,        kAnswer,       kAnswered>,
      Row<kAsked,        kFail,         kFailed>,
      Row<kAsked,        kAbandon,      kAbandoned>,
      Row<kAsked,        kMisfit,       kUnclear>,

      Row<kAcknowledged, kAnswer,       kAnswered>,
      Row<kAcknowledged, kFail,         kFailed>,
      Row<kAcknowledged, kAbandon,      kAbandoned>,
      Row<kAcknowledged, kMisfit,       kUnclear>,

      Row<kFailed,       kAnswer,       kAnswered>,
      Row<kFailed,       kRetry,        kAsked>,
      Row<kFailed,       kAnswerByHand, kAnswered>,
      Row<kFailed,       kGiveUp,       kAbandoned>,

      Row<kUnclear,      kAnswer,       kAnswered>,
      Row<kUnclear,      kRetry,        kAsked>,
      Row<kUnclear,      kAnswerByHand, kAnswered>,
      Row<kUnclear,      kGiveUp,       kAbandoned>
  > {};
};
// clang-format on

}  // namespace

std::optional<CallState> next(CallState state, CallEvent event) { return fire<Call>(state, event); }

}  // namespace lianban::lifecycle
