#include "lifecycle/material.hpp"

#include "lifecycle/machine.hpp"

namespace lianban::lifecycle {
namespace {

using enum MaterialState;
using enum MaterialEvent;

// A register's answer (`fetch`) only fills a gap: it never overrides what the applicant brought,
// and what an agency rejected is the applicant's to mend. What he disputes, a person must look at.
// clang-format off
struct Material : Machine<Material, MaterialState, MaterialEvent> {
  struct transition_table : Table<
      //  from       event     to
      Row<kMissing,  kSupply,  kSupplied>,
      Row<kMissing,  kFetch,   kVerified>,
      Row<kMissing,  kProduce, kVerified>,

      Row<kSupplied, kSupply,  kSupplied>,
      Row<kSupplied, kVerify,  kVerified>,
      Row<kSupplied, kReject,  kRejected>,

      Row<kVerified, kDispute, kSupplied>,

      Row<kRejected, kSupply,  kSupplied>
  > {};
};
// clang-format on

}  // namespace

std::optional<MaterialState> next(MaterialState state, MaterialEvent event) {
  return fire<Material>(state, event);
}

}  // namespace lianban::lifecycle
