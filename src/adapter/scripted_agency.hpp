#pragma once

#include <memory>

#include "base/json.hpp"
#include "lianban/agency.hpp"

namespace lianban::adapter {

/// Agencies that answer from a script `{call: reply | [replies]}`, for scenarios and simulations:
///   reply            a JSON object: the final reply, also of a call that answers later
///   {"fail": text}   a request whose attempts are used up: agency/failed, not retryable
///   [replies]        one per request in the order they are asked, over all cases; the last repeats
///   a call not named is acknowledged without a ticket and waits: whoever runs the script answers
///
/// A request asked again under its key gets the answer it got, except after a failure: then it
/// takes the next one, as asking again is what a person does about a failure. Deterministic;
/// thread-safe.
///
/// Errors: script/type (not an object of objects or lists), script/empty (an empty list); the place
/// is the JSON pointer.
[[nodiscard]] Result<std::unique_ptr<Agency>> make_scripted_agency(const Json& script);

}  // namespace lianban::adapter
