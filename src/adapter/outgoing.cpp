#include "adapter/outgoing.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/address.hpp"
#include "adapter/failures.hpp"
#include "adapter/replies.hpp"
#include "adapter/secret_source.hpp"
#include "adapter/signing.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"

namespace lianban::adapter {
namespace {

bool is_key(std::string_view key) {
  return key.size() <= limits::kRequestIdBytes && is_header_value(key) &&
         key.find(' ') == std::string_view::npos;
}

AgencyRequest without_body(const AgencyRequest& request) {
  AgencyRequest out;
  out.agency = request.agency;
  out.office = request.office;
  out.operation = request.operation;
  out.answers_later = request.answers_later;
  return out;
}

HttpRequest addressed(const AgencyEntry& entry, const AgencyRequest& request) {
  HttpRequest http;
  http.total_timeout = entry.total_timeout;
  if (request.timeout_ms > 0) {
    http.total_timeout =
        std::min(http.total_timeout, std::chrono::milliseconds{request.timeout_ms});
  }
  http.connect_timeout = std::min(entry.connect_timeout, http.total_timeout);
  http.max_reply_bytes = entry.max_reply_bytes;
  http.ca_file = entry.tls.ca_file;
  http.client_certificate = entry.tls.client_certificate;
  http.client_key = entry.tls.client_key;
  http.method = "GET";
  return http;
}

bool write_body(const AgencyRequest& request, std::string& out) {
  if (request.body == nullptr) {
    out = "{}";
    return true;
  }
  if (!request.body->is_object()) return false;
  out = base::canonical(*request.body);
  return out.size() <= limits::kPayloadBytes;
}

using Fault = std::optional<AgencyAnswer>;

Fault write_ask(Outgoing& out, const AgencyRequest& request) {
  if (!is_key(request.key)) return failure(Failure::kRequest, request, "key");
  out.http.method = out.operation->method;
  out.http.url = out.entry->url + out.operation->path;
  out.http.headers.push_back("Idempotency-Key: " + request.key);
  out.http.fresh_connection = !out.operation->honours_keys;
  if (!write_body(request, out.http.body)) return failure(Failure::kRequest, request, "body");
  return std::nullopt;
}

Fault write_poll(Outgoing& out, const AgencyRequest& request, const std::string& ticket) {
  if (!out.operation->poll) return failure(Failure::kUnknownOperation, request, "poll");
  if (ticket.empty()) return failure(Failure::kRequest, request, "ticket");
  out.http.url = out.entry->url + fill(out.operation->poll->path, "{ticket}", ticket);
  return std::nullopt;
}

Fault write_query(Outgoing& out, const AgencyRequest& request) {
  if (out.operation->query.empty()) return failure(Failure::kUnknownOperation, request, "query");
  if (!is_key(request.key)) return failure(Failure::kRequest, request, "key");
  out.http.url = out.entry->url + fill(out.operation->query, "{key}", request.key);
  return std::nullopt;
}

Fault write(Outgoing& out, const AgencyRequest& request, const std::string& ticket) {
  switch (out.question) {
    case AgencyQuestion::kAsk:
      return write_ask(out, request);
    case AgencyQuestion::kPoll:
      return write_poll(out, request, ticket);
    case AgencyQuestion::kQuery:
      return write_query(out, request);
  }
  return failure(Failure::kRequest, request);
}

}  // namespace

std::variant<Outgoing, AgencyAnswer> OutgoingMaker::make(AgencyQuestion question,
                                                         const AgencyRequest& request,
                                                         const std::string& ticket) const {
  const AgencyEntry* entry = directory_.find(request.agency, request.office);
  if (entry == nullptr) return failure(Failure::kUnknownAgency, request);
  // Such an agency has no address: its requests are fetched.
  if (entry->external) return failure(Failure::kUnknownAgency, request, "external");
  const auto found = entry->operations.find(request.operation);
  if (found == entry->operations.end()) return failure(Failure::kUnknownOperation, request);
  Outgoing out{question,       without_body(request),      entry,
               &found->second, addressed(*entry, request), std::nullopt};
  if (auto fault = write(out, request, ticket)) return std::move(*fault);
  if (const auto missing = prove(out)) return failure(Failure::kSecret, request, *missing);
  return out;
}

std::optional<std::string> OutgoingMaker::prove(Outgoing& out) const {
  if (!out.entry->auth) return std::nullopt;
  const AgencyAuth& auth = *out.entry->auth;
  const auto secret = secret_of(options_.secret, auth.secret);
  if (!secret) return auth.secret;
  if (auth.scheme == "oauth2") {
    auto id = secret_of(options_.secret, auth.key);
    if (!id) return auth.key;
    out.client = TokenClient{std::move(*id), *secret};
    return std::nullopt;
  }
  if (const SignatureScheme* scheme = directory_.scheme(auth.scheme)) {
    const auto key = secret_of(options_.secret, auth.key);
    if (!key || !is_header_value(*key)) return auth.key;
    if (!sign(*scheme, *key, *secret, out.http)) return auth.secret;
    return std::nullopt;
  }
  if (!is_header_value(*secret)) return auth.secret;
  out.http.headers.push_back("Authorization: Bearer " + *secret);
  return std::nullopt;
}

/// False where the secret is no key of that algorithm: nothing must leave unsigned.
bool OutgoingMaker::sign(const SignatureScheme& scheme, const std::string& key,
                         const std::string& secret, HttpRequest& http) const {
  base::Key16 nonce;
  base::random_bytes(nonce);
  const SignatureInputs with{key, secret, format_signature_time(scheme.time, options_.now()),
                             base::hex(nonce)};
  std::vector<std::string> lines =
      signature_headers(scheme, {http.method, target_of(http.url), http.body}, with);
  for (std::string& line : lines) http.headers.push_back(std::move(line));
  return !lines.empty();
}

HttpRequest with_token(HttpRequest http, const std::string& token) {
  http.headers.push_back("Authorization: Bearer " + token);
  return http;
}

AgencyAnswer read_answer(const Outgoing& out, const HttpReply& reply) {
  switch (out.question) {
    case AgencyQuestion::kAsk:
      return read_ask(reply, out.request, *out.entry, *out.operation);
    case AgencyQuestion::kPoll:
      return read_poll(reply, out.request);
    case AgencyQuestion::kQuery:
      return read_query(reply, out.request, *out.entry, *out.operation);
  }
  return failure(Failure::kNonsense, out.request, {}, reply.sent);
}

}  // namespace lianban::adapter
