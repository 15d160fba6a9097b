#include "lifecycle/case.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum CaseState;
using enum CaseEvent;

// Whatever may act on a case must be `taken` first, so an ended case is closed by having no row.
// The law knows one acceptance (行政许可法 32) and one decision (38) of a case: neither has a
// second row.
// clang-format off
struct Case : Machine<Case, CaseState, CaseEvent> {
  struct transition_table : Table<
      //  from       event      to
      Row<kReceived, kTake,     kReceived>,
      Row<kReceived, kAccept,   kAccepted>,
      Row<kReceived, kDecide,   kDecided>,
      Row<kReceived, kConclude, kEnded>,

      Row<kAccepted, kTake,     kAccepted>,
      Row<kAccepted, kDecide,   kDecided>,
      Row<kAccepted, kConclude, kEnded>,

      Row<kDecided,  kTake,     kDecided>,
      Row<kDecided,  kConclude, kEnded>
  > {};
};
// clang-format on

}  // namespace

std::optional<CaseState> next(CaseState state, CaseEvent event) { return fire<Case>(state, event); }

}  // namespace lianban::lifecycle
