#include "adapter/replies.hpp"

#include <algorithm>
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
/// and what is not JSON does not parse. Its length was bounded while it came in.
std::optional<Json> object_of(const HttpReply& reply) {
  auto parsed = base::parse_json(reply.body, {reply.body.size(), limits::kJsonDepth});
  if (!parsed || !parsed->is_object()) return std::nullopt;
  return std::move(parsed).value();
}

/// Nothing is put off for longer than this on an agency's word alone.
constexpr std::chrono::hours kLongestRetryAfter{24};

AgencyAnswer later(AgencyAnswer answer, const HttpReply& reply) {
  if (reply.retry_after > std::chrono::seconds{0}) {
    answer.retry_after = std::min<std::chrono::seconds>(reply.retry_after, kLongestRetryAfter);
  }
  return answer;
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
    case Exchange::kCancelled:
      return failure(Failure::kCancelled, request, {}, reply.sent);
  }
  const long status = reply.status;
  if (status >= 200 && status < 300) return std::nullopt;
  if (status >= 300 && status < 400) {
    return failure(Failure::kMisplaced, request, http(status), true);
  }
  if (status == 429) return later(failure(Failure::kBusy, request, http(status)), reply);
  if (status == 503) return later(failure(Failure::kBusy, request, http(status), true), reply);
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

AgencyAnswer acknowledged_or_nonsense(const HttpReply& reply, const AgencyRequest& request,
                                      const AgencyEntry& entry, const AgencyOperation& operation) {
  if (operation.poll) {
    std::string ticket = ticket_of(reply, entry, operation);
    if (!ticket.empty()) return AgencyAnswer::acknowledged(std::move(ticket));
    return failure(Failure::kNonsense, request, "HTTP 202 without a ticket", true);
  }
  if (request.answers_later) return AgencyAnswer::acknowledged({});
  return failure(Failure::kNonsense, request, "HTTP 202 to a call that answers now", true);
}

/// Asking for an answer has no effect.
AgencyAnswer harmless(AgencyAnswer answer) {
  answer.arrived_unknown = false;
  return answer;
}

}  // namespace

AgencyAnswer read_ask(const HttpReply& reply, const AgencyRequest& request,
                      const AgencyEntry& entry, const AgencyOperation& operation) {
  if (auto failed = read_failure(reply, request)) return std::move(*failed);
  if (reply.status != 202) return answered_or_nonsense(reply, request);
  return acknowledged_or_nonsense(reply, request, entry, operation);
}

AgencyAnswer read_poll(const HttpReply& reply, const AgencyRequest& request) {
  if (auto failed = read_failure(reply, request)) return harmless(std::move(*failed));
  if (reply.status == 202 || reply.status == 204) return AgencyAnswer::pending();
  return harmless(answered_or_nonsense(reply, request));
}

AgencyAnswer read_query(const HttpReply& reply, const AgencyRequest& request,
                        const AgencyEntry& entry, const AgencyOperation& operation) {
  const bool whole = reply.exchange == Exchange::kReply;
  if (whole && reply.status == 404 && object_of(reply)) return AgencyAnswer::not_arrived();
  if (auto failed = read_failure(reply, request)) return harmless(std::move(*failed));
  if (reply.status == 200) return harmless(answered_or_nonsense(reply, request));
  if (reply.status == 202) {
    return harmless(acknowledged_or_nonsense(reply, request, entry, operation));
  }
  return failure(Failure::kNonsense, request, http(reply.status));
}

GrantedToken read_token(const HttpReply& reply, const AgencyRequest& request) {
  // RFC 6749 leaves the length of a token's life open; a 401 ends it earlier.
  constexpr std::int64_t kUsual = 300;
  constexpr std::int64_t kLongest = 86'400;
  constexpr std::size_t kLongestToken = 8u << 10;
  GrantedToken granted;
  const bool whole = reply.exchange == Exchange::kReply;
  if (reply.exchange == Exchange::kCancelled) {
    granted.failed = failure(Failure::kCancelled, request);
    return granted;
  }
  granted.failed =
      later(failure(Failure::kToken, request, whole ? http(reply.status) : reply.why), reply);
  const auto body = whole && reply.status == 200 ? object_of(reply) : std::nullopt;
  if (!body) return granted;
  const auto text = [&](const char* name) {
    const auto found = body->find(name);
    return found != body->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  std::string type = text("token_type");
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::string token = text("access_token");
  if (token.size() > kLongestToken || !is_header_value(token) ||
      (body->contains("token_type") && type != "bearer")) {
    granted.failed = failure(Failure::kToken, request, "no bearer token in the reply");
    return granted;
  }
  const auto lasts = body->find("expires_in");
  const bool said = lasts != body->end() && lasts->is_number_integer();
  granted.lasts = std::chrono::seconds{
      said ? std::clamp(lasts->get<std::int64_t>(), std::int64_t{0}, kLongest) : kUsual};
  granted.value = std::move(token);
  return granted;
}

bool is_header_value(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace lianban::adapter
