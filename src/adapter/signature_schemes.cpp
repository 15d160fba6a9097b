// The families of signatures met in practice, as data. Sources: the gateways' manuals and, where
// these are wrong or silent, several public clients that agree (the line feed at the end of the IRS
// text and its GMT are in no manual).
#include <algorithm>
#include <array>

#include "lianban/signature.hpp"

namespace lianban {
namespace {

using enum SignedPart;

SignatureScheme zhejiang_irs() {
  SignatureScheme scheme;
  scheme.algorithm = SignatureAlgorithm::kHmacSha256;
  scheme.parts = {kMethod, kPath, kQuery, kKey, kTime};
  scheme.separator = "\n";
  scheme.ends_with_separator = true;
  scheme.encoding = SignatureEncoding::kBase64;
  scheme.time = SignatureTime::kHttpDate;
  scheme.window = std::chrono::seconds{90};
  scheme.key_header = "X-BG-HMAC-ACCESS-KEY";
  scheme.time_header = "X-BG-DATE-TIME";
  scheme.signature_header = "X-BG-HMAC-SIGNATURE";
  scheme.fixed_headers = {{"X-BG-HMAC-ALGORITHM", "hmac-sha256"}};
  return scheme;
}

SignatureScheme tif() {
  SignatureScheme scheme;
  scheme.algorithm = SignatureAlgorithm::kSha256;
  scheme.parts = {kTime, kSecret, kNonce, kTime};
  scheme.key_header = "x-tif-paasid";
  scheme.time_header = "x-tif-timestamp";
  scheme.nonce_header = "x-tif-nonce";
  scheme.signature_header = "x-tif-signature";
  return scheme;
}

SignatureScheme open_data() {
  SignatureScheme scheme;
  scheme.algorithm = SignatureAlgorithm::kHmacSha256;
  scheme.parts = {kKey, kTime, kNonce};
  scheme.encoding = SignatureEncoding::kBase64;
  scheme.time = SignatureTime::kMilliseconds;
  scheme.window = std::chrono::minutes{10};
  scheme.key_header = "X-Client-Id";
  scheme.time_header = "X-Timestamp";
  scheme.nonce_header = "X-Nonce";
  scheme.signature_header = "X-Signature";
  return scheme;
}

SignatureScheme app_key() {
  SignatureScheme scheme;
  scheme.algorithm = SignatureAlgorithm::kSha1;
  scheme.parts = {kKey, kSecret, kTime};
  scheme.window = std::chrono::hours{1};
  scheme.key_header = "appKey";
  scheme.time_header = "timestamp";
  scheme.signature_header = "signature";
  return scheme;
}

SignatureScheme own() {
  SignatureScheme scheme;
  scheme.algorithm = SignatureAlgorithm::kHmacSm3;
  scheme.parts = {kMethod, kPath, kQuery, kTime, kNonce, kBodyDigest};
  scheme.separator = "\n";
  scheme.key_header = "X-Lianban-Key";
  scheme.time_header = "X-Lianban-Time";
  scheme.nonce_header = "X-Lianban-Nonce";
  scheme.signature_header = "X-Lianban-Signature";
  return scheme;
}

const auto& presets() {
  static const std::array<std::pair<std::string_view, SignatureScheme>, 5> kPresets{{
      {"zhejiang-irs", zhejiang_irs()},
      {"tif", tif()},
      {"open-data", open_data()},
      {"app-key", app_key()},
      {"lianban", own()},
  }};
  return kPresets;
}

}  // namespace

bool SignatureScheme::covers_body() const {
  return std::find(parts.begin(), parts.end(), kBodyDigest) != parts.end();
}

const SignatureScheme* find_signature_scheme(std::string_view name) {
  for (const auto& [each, scheme] : presets()) {
    if (each == name) return &scheme;
  }
  return nullptr;
}

std::vector<std::string> signature_scheme_names() {
  std::vector<std::string> names;
  for (const auto& [name, scheme] : presets()) names.emplace_back(name);
  return names;
}

}  // namespace lianban
