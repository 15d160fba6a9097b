#include "adapter/conformance_session.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <nlohmann/json.hpp>

#include "adapter/address.hpp"
#include "adapter/secret_source.hpp"
#include "adapter/signing.hpp"
#include "base/hash.hpp"
#include "base/limits.hpp"

namespace lianban::adapter {
namespace {

const std::array<std::pair<Exchange, Text>, 5> kFailures{
    {{Exchange::kUnreachable, {"连接不上", "no connection"}},
     {Exchange::kTimeout, {"没有按时答复", "no whole answer in time"}},
     {Exchange::kInterrupted, {"连接中断，没有答复", "the connection broke without an answer"}},
     {Exchange::kGarbled, {"答复不是 HTTP", "the answer is not HTTP"}},
     {Exchange::kTooLarge, {"答复超过大小上限", "the answer is too large"}}}};

bool is_header_value(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

bool Said::refused() const {
  return came() && reply.status / 100 == 4 && reply.status != 408 && reply.status != 429 &&
         object.has_value();
}

Text in_words(const Said& said) {
  const std::string status = "HTTP " + std::to_string(said.reply.status);
  if (said.object) return {status, status};
  if (said.came())
    return {status + "，正文不是 JSON 对象", status + ", the body is no JSON object"};
  for (const auto& [exchange, words] : kFailures) {
    if (exchange == said.reply.exchange) return words;
  }
  return {"没有答复", "no answer"};
}

Session::Session(const ConformanceOptions& options, const ProfileLimits& limits)
    : options_(options), limits_(limits) {
  if (const auto address = parse_address(options.url)) url_ = address->text;
}

std::optional<Error> Session::fault() const {
  if (url_.empty()) {
    return make_error("conformance/url", "不是 http 或 https 地址", "not an http or https address");
  }
  if (!options_.auth) return std::nullopt;
  const AgencyAuth& auth = *options_.auth;
  const bool signs = find_signature_scheme(auth.scheme) != nullptr;
  if (!signs && auth.scheme != "bearer") {
    return make_error("conformance/auth", "验证时只支持 bearer 或签名认证",
                      "a verification proves itself by bearer or a signature scheme only");
  }
  const auto address = parse_address(options_.url);
  if (!signs && !address->tls && !address->loopback) {
    return make_error("conformance/auth", "密钥不得经明文 http 传送",
                      "a secret does not travel over plain http");
  }
  for (const std::string* name : {&auth.secret, &auth.key}) {
    if (name == &auth.key && !signs) continue;
    const auto value = secret_of(options_.secret, *name);
    // A bearer token and an access key stand in headers.
    const bool shown = name == &auth.key || !signs;
    if (value && (!shown || is_header_value(*value))) continue;
    return make_error("agency/secret", "没有这个密钥：" + *name, "there is no secret " + *name);
  }
  return std::nullopt;
}

void Session::prove(HttpRequest& http) const {
  if (!options_.auth) return;
  const std::string secret = secret_of(options_.secret, options_.auth->secret).value_or("");
  const SignatureScheme* scheme = find_signature_scheme(options_.auth->scheme);
  if (scheme == nullptr) {
    http.headers.push_back("Authorization: Bearer " + secret);
    return;
  }
  const Instant now = options_.now
                          ? options_.now()
                          : std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  base::Key16 nonce;
  base::random_bytes(nonce);
  const SignatureInputs with{secret_of(options_.secret, options_.auth->key).value_or(""), secret,
                             format_signature_time(scheme->time, now), base::hex(nonce)};
  for (std::string& line :
       signature_headers(*scheme, {http.method, target_of(http.url), http.body}, with)) {
    http.headers.push_back(std::move(line));
  }
}

HttpRequest Session::request(const char* method, const std::string& path, const std::string& key,
                             const std::string& body) const {
  HttpRequest http;
  http.method = method;
  http.url = url_ + path;
  http.body = body;
  http.total_timeout = limits_.timeout;
  http.connect_timeout = limits_.timeout;
  if (!key.empty()) http.headers.push_back("Idempotency-Key: " + key);
  prove(http);
  return http;
}

Said Session::run(const HttpRequest& request) {
  Said said;
  const auto begun = std::chrono::steady_clock::now();
  said.reply = transfers_.run(request);
  said.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begun);
  auto parsed = base::parse_json(said.reply.body, {limits::kPayloadBytes, limits::kJsonDepth});
  if (said.came() && parsed && parsed->is_object()) said.object = std::move(*parsed);
  return said;
}

Said Session::post(const std::string& path, const std::string& key, const std::string& body) {
  return run(request("POST", path, key, body));
}

Said Session::get(const std::string& path) { return run(request("GET", path, {}, {})); }

std::optional<bool> Session::keeps_connection(const std::string& path, const std::string& key,
                                              const std::string& body) {
  return second_over_same_connection(request("POST", path, key, body),
                                     request("POST", path, key, body));
}

}  // namespace lianban::adapter
