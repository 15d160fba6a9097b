#pragma once

#include <optional>

#include "lianban/result.hpp"
#include "store/rows.hpp"

namespace lianban::store {

/// What is wrong with a commit whatever the store holds (store/argument, store/limit); checked
/// before it is queued, so that both stores refuse alike.
[[nodiscard]] std::optional<Error> fault_of(const CaseCommit& commit);
/// The same for one row of the register.
[[nodiscard]] std::optional<Error> fault_of(const LicencePut& put);

}  // namespace lianban::store
