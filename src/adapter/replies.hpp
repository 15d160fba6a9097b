#pragma once

#include "adapter/transfer.hpp"
#include "lianban/agency.hpp"

/// What an HTTP reply means. Pure.
namespace lianban::adapter {

/// Of a request: 202 acknowledges, another 2xx answers. An acknowledgement nobody can follow up
/// (the call answers now, and the directory has no `poll`) makes no sense.
[[nodiscard]] AgencyAnswer read_ask(const HttpReply& reply, const AgencyRequest& request,
                                    const AgencyEntry& entry, const AgencyOperation& operation);

/// Of a poll: 200 answers, 202 and 204 say "not yet".
[[nodiscard]] AgencyAnswer read_poll(const HttpReply& reply, const AgencyRequest& request);

}  // namespace lianban::adapter
