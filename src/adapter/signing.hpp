#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/signature.hpp"
#include "lianban/time.hpp"

namespace lianban::adapter {

struct SignedMessage {
  std::string_view method;
  std::string_view target;  ///< Path and query: "/a/b?c=d".
  std::string_view body;    ///< Raw bytes.
};

/// What one signature is made with.
struct SignatureInputs {
  std::string key;
  std::string secret;  ///< Of SM2 the private key to sign with, the public key to verify with.
  std::string time;    ///< As format_signature_time writes it.
  std::string nonce;
};

/// The text of the signature header. Pure but for SM2, where it is another one each time. Empty
/// where the secret is no private key of SM2.
[[nodiscard]] std::string signature_of(const SignatureScheme& scheme, const SignedMessage& message,
                                       const SignatureInputs& with);

enum class SignatureCheck {
  kHolds,
  kDoesNot,
  kNoKey,  ///< Nothing can be said: the secret is no public key of SM2.
};
/// Whether `signature` is the text that should stand in the header; where only capitals or spare
/// characters differ it is not. Takes the same time wherever it differs.
[[nodiscard]] SignatureCheck check_signature(const SignatureScheme& scheme,
                                             const SignedMessage& message,
                                             const SignatureInputs& with,
                                             std::string_view signature);

/// "Name: value" for every header the scheme has, the signature last. Empty where there is no
/// signature.
[[nodiscard]] std::vector<std::string> signature_headers(const SignatureScheme& scheme,
                                                         const SignedMessage& message,
                                                         const SignatureInputs& with);

[[nodiscard]] std::string format_signature_time(SignatureTime format, Instant at);
/// The inverse, from 1970 to the year 9999; nothing for any other text, also for one that means a
/// time but is not written so.
[[nodiscard]] std::optional<Instant> parse_signature_time(SignatureTime format,
                                                          std::string_view text);

/// "/a/b?c=d" of "https://host/a/b?c=d"; "/" where the address has no path.
[[nodiscard]] std::string_view target_of(std::string_view url);

}  // namespace lianban::adapter
