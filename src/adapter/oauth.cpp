#include "adapter/oauth.hpp"

#include <algorithm>
#include <utility>

#include "adapter/address.hpp"
#include "base/hash.hpp"

namespace lianban::adapter {
namespace {

constexpr std::size_t kTokenReplyBytes = 64u << 10;

}  // namespace

HttpRequest token_request(const AgencyEntry& entry, const TokenClient& client) {
  HttpRequest http;
  http.method = "POST";
  http.url = entry.auth->token_url;
  http.content_type = "application/x-www-form-urlencoded";
  http.body = "grant_type=client_credentials";
  if (!entry.auth->scope.empty()) http.body += "&scope=" + percent_encoded(entry.auth->scope);
  const std::string pair = percent_encoded(client.id) + ":" + percent_encoded(client.secret);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(pair.data());
  http.headers.push_back("Authorization: Basic " + base::base64({bytes, pair.size()}));
  http.connect_timeout = std::min(entry.connect_timeout, entry.total_timeout);
  http.total_timeout = entry.total_timeout;
  http.max_reply_bytes = kTokenReplyBytes;
  http.ca_file = entry.tls.ca_file;
  http.client_certificate = entry.tls.client_certificate;
  http.client_key = entry.tls.client_key;
  return http;
}

Tokens::Name Tokens::name_of(const AgencyEntry& entry) {
  const AgencyAuth& auth = *entry.auth;
  return {auth.token_url, auth.key,          auth.secret,
          auth.scope,     entry.tls.ca_file, entry.tls.client_certificate};
}

void Tokens::want(const AgencyEntry& entry, const TokenClient& client, const AgencyRequest& request,
                  Ready ready) {
  const Name name = name_of(entry);
  Kept& kept = kept_[name];
  if (!kept.token.empty() && now_() < kept.until) {
    GrantedToken granted;
    granted.value = kept.token;
    ready(granted);
    return;
  }
  kept.waiting.push_back(std::move(ready));
  if (kept.waiting.size() > 1) return;
  transfers_.start(token_request(entry, client), [this, name, request](const HttpReply& reply) {
    fetched(name, read_token(reply, request));
  });
}

void Tokens::fetched(const Name& name, const GrantedToken& granted) {
  using std::chrono::seconds;
  Kept& kept = kept_[name];
  kept.token = granted.value;
  // Given back a little early: the request still has to get there.
  const seconds early = std::min(seconds{30}, granted.lasts / 10);
  kept.until = now_() + granted.lasts - early;
  for (const Ready& ready : std::exchange(kept.waiting, {})) ready(granted);
}

void Tokens::drop(const AgencyEntry& entry, const std::string& token) {
  Kept& kept = kept_[name_of(entry)];
  if (kept.token == token) kept.token.clear();
}

}  // namespace lianban::adapter
