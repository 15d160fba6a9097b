#include "adapter/replies.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "adapter/address.hpp"
#include "adapter/failures.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"

namespace lianban::adapter {
namespace {

std::string http(long status) { return "HTTP " + std::to_string(status); }

/// The body as a JSON object. Its declared type is not looked at: gateways send JSON as text/plain,
/// and what is not JSON does not parse.
std::optional<Json> object_of(const HttpReply& reply) {
  auto parsed = base::parse_json(reply.body, {limits::kPayloadBytes, limits::kJsonDepth});
  if (!parsed || !parsed->is_object()) return std::nullopt;
  return std::move(parsed).value();
}

/// Everything that is no reply of status 2xx. After any of these the request may have had its
/// effect, except where nothing was sent or the agency says that it took nothing.
std::optional<AgencyAnswer> read_failure(const HttpReply& reply, const AgencyRequest& request) {
  switch (reply.exchange) {
    case Exchange::kReply:
      break;
    case Exchange::kUnreachable:
      return failure(Failure::kUnreachable, request, reply.why);
    case Exchange::kTimeout:
      return failure(Failure::kTimeout, request, {}, true);
    case Exchange::kInterrupted:
      return failure(Failure::kInterrupted, request, reply.why, true);
    case Exchange::kGarbled:
      return failure(Failure::kNonsense, request, "not HTTP", true);
    case Exchange::kTooLarge:
      return failure(Failure::kTooLarge, request, {}, true);
  }
  const long status = reply.status;
  if (status >= 200 && status < 300) return std::nullopt;
  if (status >= 300 && status < 400) {
    return failure(Failure::kMisplaced, request, http(status), true);
  }
  if (status == 429) return failure(Failure::kBusy, request, http(status));
  if (status == 408 || (status >= 500 && status < 600)) {
    return failure(Failure::kBusy, request, http(status), true);
  }
  if (status >= 400 && status < 500) return failure(Failure::kRefused, request, http(status));
  return failure(Failure::kNonsense, request, http(status), true);
}

std::string ticket_of(const HttpReply& reply, const AgencyEntry& entry,
                      const AgencyOperation& operation) {
  if (const auto body = object_of(reply)) {
    const auto found = body->find("ticket");
    if (found != body->end() && found->is_string()) return found->get<std::string>();
    if (found != body->end() && found->is_number_integer()) return found->dump();
  }
  if (reply.location.empty() || !operation.poll) return {};
  return extract(reply.location, entry.url, operation.poll->path, "{ticket}").value_or("");
}

AgencyAnswer answered_or_nonsense(const HttpReply& reply, const AgencyRequest& request) {
  auto body = object_of(reply);
  if (body) return AgencyAnswer::answered(std::move(*body));
  return failure(Failure::kNonsense, request, http(reply.status) + ", no JSON object", true);
}

}  // namespace

AgencyAnswer read_ask(const HttpReply& reply, const AgencyRequest& request,
                      const AgencyEntry& entry, const AgencyOperation& operation) {
  if (auto failed = read_failure(reply, request)) return std::move(*failed);
  if (reply.status != 202) return answered_or_nonsense(reply, request);
  if (operation.poll) {
    std::string ticket = ticket_of(reply, entry, operation);
    if (!ticket.empty()) return AgencyAnswer::acknowledged(std::move(ticket));
    return failure(Failure::kNonsense, request, "HTTP 202 without a ticket", true);
  }
  if (request.answers_later) return AgencyAnswer::acknowledged({});
  return failure(Failure::kNonsense, request, "HTTP 202 to a call that answers now", true);
}

AgencyAnswer read_poll(const HttpReply& reply, const AgencyRequest& request) {
  if (auto failed = read_failure(reply, request)) return std::move(*failed);
  if (reply.status == 202 || reply.status == 204) return AgencyAnswer::pending();
  return answered_or_nonsense(reply, request);
}

}  // namespace lianban::adapter
