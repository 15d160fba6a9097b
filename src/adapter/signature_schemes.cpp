// The families of signatures met in practice, as data. Sources: the gateways' manuals and, where
// these are wrong or silent, several public clients that agree (the line feed at the end of the IRS
// text and its GMT are in no manual).
#include <algorithm>
#include <array>

#include "lianban/signature.hpp"

namespace lianban {
namespace {

using enum SignedPart;
using enum SignatureAlgorithm;
using enum SignatureEncoding;
using enum SignatureTime;
using std::chrono::seconds;

SignatureScheme own(SignatureAlgorithm algorithm) {
  return {.algorithm = algorithm,
          .parts = {kMethod, kPath, kQuery, kTime, kNonce, kBodyDigest},
          .separator = "\n",
          .key_header = "X-Lianban-Key",
          .time_header = "X-Lianban-Time",
          .nonce_header = "X-Lianban-Nonce",
          .signature_header = "X-Lianban-Signature"};
}

using Preset = std::pair<std::string_view, SignatureScheme>;

const auto& presets() {
  static const std::array kPresets{
      Preset{"zhejiang-irs",
             {.algorithm = kHmacSha256,
              .parts = {kMethod, kPath, kQuery, kKey, kTime},
              .separator = "\n",
              .ends_with_separator = true,
              .encoding = kBase64,
              .time = kHttpDate,
              .window = seconds{90},
              .key_header = "X-BG-HMAC-ACCESS-KEY",
              .time_header = "X-BG-DATE-TIME",
              .signature_header = "X-BG-HMAC-SIGNATURE",
              .fixed_headers = {{"X-BG-HMAC-ALGORITHM", "hmac-sha256"}}}},
      Preset{"tif",
             {.algorithm = kSha256,
              .parts = {kTime, kSecret, kNonce, kTime},
              .key_header = "x-tif-paasid",
              .time_header = "x-tif-timestamp",
              .nonce_header = "x-tif-nonce",
              .signature_header = "x-tif-signature"}},
      Preset{"open-data",
             {.algorithm = kHmacSha256,
              .parts = {kKey, kTime, kNonce},
              .encoding = kBase64,
              .time = kMilliseconds,
              .window = seconds{600},
              .key_header = "X-Client-Id",
              .time_header = "X-Timestamp",
              .nonce_header = "X-Nonce",
              .signature_header = "X-Signature"}},
      Preset{"app-key",
             {.algorithm = kSha1,
              .parts = {kKey, kSecret, kTime},
              .window = seconds{3600},
              .key_header = "appKey",
              .time_header = "timestamp",
              .signature_header = "signature"}},
      Preset{"lianban", own(kHmacSm3)},
      Preset{"lianban-sha256", own(kHmacSha256)},
      Preset{"lianban-sm2", own(kSm2)},
  };
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
