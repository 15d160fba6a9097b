#include <algorithm>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/address.hpp"
#include "adapter/failures.hpp"
#include "adapter/replies.hpp"
#include "adapter/signing.hpp"
#include "adapter/transfer.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "lianban/agency.hpp"

namespace lianban {
namespace adapter {
namespace {

/// What may stand in a header without opening another one.
bool is_header_value(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_key(std::string_view key) {
  return key.size() <= limits::kRequestIdBytes && is_header_value(key) &&
         key.find(' ') == std::string_view::npos;
}

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

class HttpAgency final : public Agency {
 public:
  HttpAgency(AgencyDirectory directory, HttpAgencyOptions options)
      : directory_(std::move(directory)),
        secret_(std::move(options.secret)),
        now_(std::move(options.now)) {
    if (!secret_) secret_ = from_environment;
    if (!now_)
      now_ = [] { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); };
  }

  AgencyAnswer ask(const AgencyRequest& request) override {
    const AgencyEntry* entry = directory_.find(request.agency, request.office);
    if (entry == nullptr) return failure(Failure::kUnknownAgency, request);
    const auto found = entry->operations.find(request.operation);
    if (found == entry->operations.end()) return failure(Failure::kUnknownOperation, request);
    const AgencyOperation& operation = found->second;
    if (!is_key(request.key)) return failure(Failure::kRequest, request, "key");
    HttpRequest http = start(*entry, request);
    http.method = operation.method;
    http.url = entry->url + operation.path;
    http.headers.push_back("Idempotency-Key: " + request.key);
    http.fresh_connection = !operation.honours_keys;
    if (!write_body(request, http.body)) return failure(Failure::kRequest, request, "body");
    if (const auto missing = prove(*entry, http)) {
      return failure(Failure::kSecret, request, *missing);
    }
    return read_ask(transfers_.run(http), request, *entry, operation);
  }

  AgencyAnswer poll(const AgencyRequest& request, const std::string& ticket) override {
    const AgencyEntry* entry = directory_.find(request.agency, request.office);
    if (entry == nullptr) return failure(Failure::kUnknownAgency, request);
    const auto found = entry->operations.find(request.operation);
    if (found == entry->operations.end() || !found->second.poll) {
      return failure(Failure::kUnknownOperation, request, "poll");
    }
    if (ticket.empty()) return failure(Failure::kRequest, request, "ticket");
    HttpRequest http = start(*entry, request);
    http.method = "GET";
    http.url = entry->url + fill(found->second.poll->path, "{ticket}", ticket);
    if (const auto missing = prove(*entry, http)) {
      return failure(Failure::kSecret, request, *missing);
    }
    AgencyAnswer answer = read_poll(transfers_.run(http), request);
    answer.arrived_unknown = false;  // asking for an answer has no effect
    return answer;
  }

 private:
  static HttpRequest start(const AgencyEntry& entry, const AgencyRequest& request) {
    HttpRequest http;
    http.total_timeout = entry.total_timeout;
    if (request.timeout_ms > 0) {
      http.total_timeout =
          std::min(http.total_timeout, std::chrono::milliseconds{request.timeout_ms});
    }
    http.connect_timeout = std::min(entry.connect_timeout, http.total_timeout);
    return http;
  }

  static bool write_body(const AgencyRequest& request, std::string& out) {
    if (request.body == nullptr) {
      out = "{}";
      return true;
    }
    if (!request.body->is_object()) return false;
    out = base::canonical(*request.body);
    return out.size() <= limits::kPayloadBytes;
  }

  /// Adds what proves where the request comes from. The name of the secret that is missing or
  /// cannot stand in a header, or nothing.
  std::optional<std::string> prove(const AgencyEntry& entry, HttpRequest& http) const {
    if (!entry.auth) return std::nullopt;
    const AgencyAuth& auth = *entry.auth;
    const auto secret = secret_of(auth.secret);
    if (!secret) return auth.secret;
    if (const SignatureScheme* scheme = find_signature_scheme(auth.scheme)) {
      const auto key = secret_of(auth.key);
      if (!key || !is_header_value(*key)) return auth.key;
      sign(*scheme, *key, *secret, http);
      return std::nullopt;
    }
    if (!is_header_value(*secret)) return auth.secret;
    http.headers.push_back("Authorization: Bearer " + *secret);
    return std::nullopt;
  }

  /// The host's function is foreign code: what it throws counts as "no such secret".
  std::optional<std::string> secret_of(const std::string& name) const {
    try {
      auto secret = secret_(name);
      if (secret && secret->empty()) secret.reset();
      return secret;
    } catch (const std::exception&) {
      return std::nullopt;
    }
  }

  void sign(const SignatureScheme& scheme, const std::string& key, const std::string& secret,
            HttpRequest& http) const {
    base::Key16 nonce;
    base::random_bytes(nonce);
    const SignatureInputs with{key, secret, format_signature_time(scheme.time, now_()),
                               base::hex(nonce)};
    for (std::string& line :
         signature_headers(scheme, {http.method, target_of(http.url), http.body}, with)) {
      http.headers.push_back(std::move(line));
    }
  }

  const AgencyDirectory directory_;
  std::function<std::optional<std::string>(const std::string&)> secret_;
  std::function<Instant()> now_;
  Transfers transfers_;
};

}  // namespace
}  // namespace adapter

std::unique_ptr<Agency> make_http_agency(AgencyDirectory directory, HttpAgencyOptions options) {
  return std::make_unique<adapter::HttpAgency>(std::move(directory), std::move(options));
}

}  // namespace lianban
