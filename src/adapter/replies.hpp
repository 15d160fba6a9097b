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

/// Of the question whether a request arrived: 200 is its answer, 202 acknowledges as above, 404
/// says that it never came. A 404 counts only with a JSON object as its body: the page of a gateway
/// that does not find its agency says nothing about the request.
[[nodiscard]] AgencyAnswer read_query(const HttpReply& reply, const AgencyRequest& request,
                                      const AgencyEntry& entry, const AgencyOperation& operation);

/// Of a request for an access token: what it was given, or why there is none (agency/token). The
/// request that waits for it was not sent, whatever became of this one.
struct GrantedToken {
  std::string value;  ///< Empty: none.
  std::chrono::seconds lasts{0};
  AgencyAnswer failed;
};
[[nodiscard]] GrantedToken read_token(const HttpReply& reply, const AgencyRequest& request);

/// What may stand in a header without opening another one.
[[nodiscard]] bool is_header_value(std::string_view text);

}  // namespace lianban::adapter
