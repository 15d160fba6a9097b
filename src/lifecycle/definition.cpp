#include "lifecycle/definition.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum DefinitionState;
using enum DefinitionEvent;

// An edit undoes the validation, and a published version cannot be edited at all: the cases under
// it pin these very bytes.
// clang-format off
struct Definition : Machine<Definition, DefinitionState, DefinitionEvent> {
  struct transition_table : Table<
      //  from        event      to
      Row<kDraft,     kEdit,     kDraft>,
      Row<kDraft,     kValidate, kValidated>,

      Row<kValidated, kEdit,     kDraft>,
      Row<kValidated, kPublish,  kPublished>,

      Row<kPublished, kRetire,   kRetired>
  > {};
};
// clang-format on

}  // namespace

std::optional<DefinitionState> next(DefinitionState state, DefinitionEvent event) {
  return fire<Definition>(state, event);
}

}  // namespace lianban::lifecycle
