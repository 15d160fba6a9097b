#include "lifecycle/attention.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum AttentionState;
using enum AttentionEvent;

// A fence has no reasons of its own: several faults make one fence, and one release lifts it.
// clang-format off
struct Attention : Machine<Attention, AttentionState, AttentionEvent> {
  struct transition_table : Table<
      //  from     event     to
      Row<kClear,  kFence,   kFenced>,

      Row<kFenced, kRelease, kClear>
  > {};
};
// clang-format on

}  // namespace

std::optional<AttentionState> next(AttentionState state, AttentionEvent event) {
  return fire<Attention>(state, event);
}

}  // namespace lianban::lifecycle
