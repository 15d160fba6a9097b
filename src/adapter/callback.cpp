#include "adapter/callback.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "adapter/secret_source.hpp"
#include "adapter/signing.hpp"
#include "base/hash.hpp"
#include "base/limits.hpp"

namespace lianban::adapter {
namespace {

constexpr std::size_t kLeastNonce = 8;
constexpr std::size_t kMostNonce = 128;
constexpr std::size_t kProofBytes = 1024;  ///< Of one value; an SM2 signature has 144.

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char without_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return without_case(c) >= 'a' && without_case(c) <= 'z'; }
bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

bool has(const SignatureScheme& scheme, SignedPart part) {
  return std::find(scheme.parts.begin(), scheme.parts.end(), part) != scheme.parts.end();
}

bool is_keyed(const SignatureScheme& scheme) {
  switch (scheme.algorithm) {
    case SignatureAlgorithm::kSha1:
    case SignatureAlgorithm::kSha256:
      return false;
    case SignatureAlgorithm::kHmacSha256:
    case SignatureAlgorithm::kHmacSm3:
      return true;
    case SignatureAlgorithm::kSm2:
      return !has(scheme, SignedPart::kSecret);  // The two sides have different ones.
  }
  return false;
}

bool separates(const SignatureScheme& scheme) {
  const bool date = scheme.time == SignatureTime::kHttpDate;
  return !scheme.separator.empty() &&
         std::none_of(scheme.separator.begin(), scheme.separator.end(), [date](char c) {
           return is_digit(c) || is_letter(c) || (date && (c == ' ' || c == ',' || c == ':'));
         });
}

Error unknown_agency() {
  return make_error("callback/unknown_agency", "机关目录中没有此机关，或者未允许它回调",
                    "the directory has no such agency, or it may not call back");
}
Error unsigned_callback(const std::string& header) {
  return make_error("callback/unsigned", "签名所需的请求头 " + header + " 缺失或者重复",
                    "the header " + header + " of the signature is missing or there twice", header);
}
/// One text for all of them: who guesses is not told which part of the guess was right.
Error wrong_signature() {
  return make_error("callback/signature", "签名不属于此机关", "the signature is not this agency's");
}
Error no_secret(const std::string& name) {
  return make_error("callback/secret", "所需密钥未配置或者不可用",
                    "a secret it needs is not configured or is no key", name);
}

/// The values of the scheme's headers; empty where it has no such header.
struct Proof {
  std::string key, time, nonce, signature;
};

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return without_case(x) == without_case(y);
         });
}

/// Null where it is missing or there more than once: with two, sender and receiver may each mean
/// another one.
const std::string* only_header(const Callback& callback, std::string_view name) {
  const std::string* found = nullptr;
  for (const auto& [each, value] : callback.headers) {
    if (!same_name(each, name)) continue;
    if (found != nullptr) return nullptr;
    found = &value;
  }
  return found;
}

Result<Proof> read_proof(const SignatureScheme& scheme, const Callback& callback) {
  Proof proof;
  const std::array<std::pair<const std::string&, std::string&>, 4> wanted{
      {{scheme.key_header, proof.key},
       {scheme.time_header, proof.time},
       {scheme.nonce_header, proof.nonce},
       {scheme.signature_header, proof.signature}}};
  for (const auto& [name, value] : wanted) {
    if (name.empty()) continue;
    const std::string* found = only_header(callback, name);
    if (found == nullptr) return unsigned_callback(name);
    if (found->size() > kProofBytes) return wrong_signature();
    value = *found;
  }
  for (const auto& [name, value] : scheme.fixed_headers) {
    if (name.empty()) continue;
    const std::string* found = only_header(callback, name);
    if (found == nullptr) return unsigned_callback(name);
    if (*found != value) return wrong_signature();
  }
  return proof;
}

/// Whether the text that is signed can have come from these values only. The query may hold the
/// separator (it is "&" in places): being the only one that does, its two ends are known all the
/// same.
bool is_unambiguous(const SignatureScheme& scheme, const Callback& callback, const Proof& proof) {
  const std::string_view target = callback.target;
  const auto within = [&](std::string_view text) {
    return text.find(scheme.separator) != std::string_view::npos;
  };
  return !within(callback.method) && !within(target.substr(0, target.find('?'))) &&
         !within(proof.nonce) && proof.nonce.size() >= kLeastNonce &&
         proof.nonce.size() <= kMostNonce &&
         std::all_of(proof.nonce.begin(), proof.nonce.end(), is_visible);
}

class Verification {
 public:
  Verification(const SignatureScheme& scheme, const Callback& callback, const Proof& proof,
               const SecretSource& secrets)
      : scheme_(scheme), callback_(callback), proof_(proof), secrets_(secrets) {}

  /// Whether the pair of that name made the signature, or callback/secret.
  [[nodiscard]] Result<bool> by(const std::string& key_name, const std::string& secret_name) const {
    const bool with_key = !scheme_.key_header.empty() || has(scheme_, SignedPart::kKey);
    const auto key = with_key ? secret_of(secrets_, key_name) : std::string();
    if (!key) return no_secret(key_name);
    const auto secret = secret_of(secrets_, secret_name);
    if (!secret) return no_secret(secret_name);
    const bool same_key = scheme_.key_header.empty() || base::constant_time_equal(*key, proof_.key);
    const SignedMessage message{callback_.method, callback_.target, callback_.body};
    switch (check_signature(scheme_, message, {*key, *secret, proof_.time, proof_.nonce},
                            proof_.signature)) {
      case SignatureCheck::kHolds:
        return same_key;
      case SignatureCheck::kDoesNot:
        return false;
      case SignatureCheck::kNoKey:
        return no_secret(secret_name);
    }
    return false;
  }

 private:
  const SignatureScheme& scheme_;
  const Callback& callback_;
  const Proof& proof_;
  const SecretSource& secrets_;
};

}  // namespace

bool fits_callbacks(const SignatureScheme& scheme) {
  return !scheme.time_header.empty() && !scheme.nonce_header.empty() &&
         !scheme.signature_header.empty() && has(scheme, SignedPart::kTime) &&
         has(scheme, SignedPart::kNonce) && scheme.covers_body() && is_keyed(scheme) &&
         separates(scheme);
}

Result<VerifiedCallback> verify_callback(const AgencyDirectory& directory, const Callback& callback,
                                         const SecretSource& secrets, Instant now) {
  if (callback.body.size() > limits::kPayloadBytes) {
    return make_error("callback/too_large", "回调内容超过大小上限",
                      "the callback passes the size limit");
  }
  const AgencyEntry* entry = directory.find(callback.agency, callback.office);
  if (entry == nullptr || !entry->callbacks) return unknown_agency();
  const AgencyCallbacks& trusted = *entry->callbacks;
  const SignatureScheme* scheme = directory.scheme(trusted.scheme);
  if (scheme == nullptr || !fits_callbacks(*scheme)) return unknown_agency();
  const auto proof = read_proof(*scheme, callback);
  if (!proof) return proof.error();
  const auto at = parse_signature_time(scheme->time, proof->time);
  if (!at || *at < now - scheme->window || *at > now + scheme->window) {
    return make_error("callback/time", "签名时间格式不符，或者超出允许的时间窗口",
                      "the signature's time is not written as agreed or outside the time window");
  }
  if (!is_unambiguous(*scheme, callback, *proof)) return wrong_signature();
  const Verification verification(*scheme, callback, *proof, secrets);
  const auto by_current = verification.by(trusted.key, trusted.secret);
  if (!by_current) return by_current.error();
  if (*by_current) return VerifiedCallback{proof->nonce, *at, false};
  if (trusted.previous_secret.empty() || now >= trusted.previous_until) return wrong_signature();
  const auto by_previous = verification.by(
      trusted.previous_key.empty() ? trusted.key : trusted.previous_key, trusted.previous_secret);
  if (!by_previous) return by_previous.error();
  if (!*by_previous) return wrong_signature();
  return VerifiedCallback{proof->nonce, *at, true};
}

}  // namespace lianban::adapter
