#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/signing.hpp"
#include "base/hash.hpp"
#include "lianban/conformance.hpp"

namespace lianban {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// The header's value; nothing if it is missing or there twice.
std::optional<std::string> header(const Callback& callback, const std::string& name) {
  std::optional<std::string> found;
  for (const auto& [each, value] : callback.headers) {
    if (lower(each) != lower(name)) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

Error refused(const char* code, const char* zh, const char* en) { return make_error(code, zh, en); }

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

/// Seconds or milliseconds since 1970; nothing for another text.
std::optional<Instant> instant_of(SignatureTime format, const std::string& text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  if (number < 0 || number > 253'402'300'799'000) return std::nullopt;  // the year 9999
  switch (format) {
    case SignatureTime::kSeconds:
      return number > 253'402'300'799 ? std::nullopt
                                      : std::optional(Instant{std::chrono::seconds{number}});
    case SignatureTime::kMilliseconds:
      return Instant{std::chrono::milliseconds{number}};
    case SignatureTime::kHttpDate:
      return std::nullopt;
  }
  return std::nullopt;
}

Result<std::string> believe(const AgencyCallbacks& callbacks, const SecretSource& secrets,
                            Instant now, const Callback& callback) {
  const SignatureScheme* scheme = find_signature_scheme(callbacks.scheme);
  const auto key = secrets(callbacks.key);
  const auto secret = secrets(callbacks.secret);
  if (scheme == nullptr || !scheme->covers_body() || !key || !secret) {
    return refused("callback/secret", "回调的签名方式或密钥不可用",
                   "the callbacks' scheme or secret cannot be used");
  }
  const auto named = header(callback, scheme->key_header);
  const auto time = header(callback, scheme->time_header);
  const auto nonce = header(callback, scheme->nonce_header);
  const auto signature = header(callback, scheme->signature_header);
  if (!named || !time || !nonce || !signature) {
    return refused("callback/unsigned", "缺少签名头", "a header of the signature is missing");
  }
  const auto at = instant_of(scheme->time, *time);
  if (!at || *at > now + scheme->window || *at < now - scheme->window) {
    return refused("callback/time", "时间超出允许范围", "outside the time window");
  }
  const std::string expected = adapter::signature_of(
      *scheme, {callback.method, callback.target, callback.body}, {*key, *secret, *time, *nonce});
  const bool same = base::constant_time_equal(expected, *signature) && !expected.empty();
  if (!same || !base::constant_time_equal(*key, *named)) {
    return refused("callback/signature", "签名不符", "the signature is not this agency's");
  }
  return *nonce;
}

}  // namespace

CallbackVerifier make_callback_verifier(AgencyCallbacks callbacks, SecretSource secret,
                                        std::function<Instant()> now) {
  if (!secret) secret = from_environment;
  if (!now) {
    now = [] { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); };
  }
  return [callbacks = std::move(callbacks), secret = std::move(secret), now = std::move(now)](
             const Callback& callback) { return believe(callbacks, secret, now(), callback); };
}

}  // namespace lianban
