#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How an agency signs what it sends. Written from the published text of the scheme alone and
/// without the library's code, as a vendor would have to: a mistake on one side shows.
namespace lianban::simulators {

struct SigningKey {
  std::string scheme;  ///< "lianban", "lianban-sha256" or "lianban-sm2".
  std::string key;     ///< The access key.
  std::string secret;  ///< Of lianban-sm2 the private key: PEM, or 64 hexadecimal digits.
};

struct Signable {
  std::string method;
  std::string path;
  std::string query;
  std::string time;   ///< Seconds since 1970.
  std::string nonce;  ///< 32 hexadecimal digits.
  std::string body;
};

/// Whether there is such a scheme and, for SM2, whether the key can be read.
[[nodiscard]] bool can_sign(const SigningKey& with);
/// The signature in hexadecimal digits; nothing if `can_sign` says no.
[[nodiscard]] std::optional<std::string> sign(const SigningKey& with, const Signable& what);
/// Names and values of the four headers.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> signed_headers(
    const SigningKey& with, const Signable& what, const std::string& signature);
/// 32 hexadecimal digits from the system's generator.
[[nodiscard]] std::string fresh_nonce();

}  // namespace lianban::simulators
