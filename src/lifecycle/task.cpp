#include "lifecycle/task.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum TaskState;
using enum TaskEvent;

// One person at a time and one decision for ever: a claimed task cannot be claimed, a decided one
// can neither be decided again nor expire. Claiming is a courtesy among clerks, not a condition.
// clang-format off
struct Task : Machine<Task, TaskState, TaskEvent> {
  struct transition_table : Table<
      //  from       event        to
      Row<kPending,  kClaim,      kClaimed>,
      Row<kPending,  kDecide,     kDecided>,
      Row<kPending,  kExpire,     kExpired>,
      Row<kPending,  kSkip,       kSkipped>,

      Row<kClaimed,  kDecide,     kDecided>,
      Row<kClaimed,  kReturnBack, kReturned>,
      Row<kClaimed,  kExpire,     kExpired>,
      Row<kClaimed,  kSkip,       kSkipped>,

      Row<kReturned, kClaim,      kClaimed>,
      Row<kReturned, kDecide,     kDecided>,
      Row<kReturned, kExpire,     kExpired>,
      Row<kReturned, kSkip,       kSkipped>
  > {};
};
// clang-format on

}  // namespace

std::optional<TaskState> next(TaskState state, TaskEvent event) { return fire<Task>(state, event); }

}  // namespace lianban::lifecycle
