#pragma once

#include "desk.hpp"

namespace lianban::simulators {

/// The reply with wrong_schema and wrong_plate done to it.
[[nodiscard]] Json spoiled(Json reply, const Json& request, const Faults& faults);
/// The same for an answer whose body is such a reply.
void spoil_body(Wire& wire, const Json& request, const Faults& faults);
/// What the faults do to an answer on its way, whatever it says: slow, drip, html, huge, cut off.
void spoil_way(Wire& wire, const Faults& faults);

}  // namespace lianban::simulators
