#pragma once

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
  std::string secret;
  std::string time;  ///< As format_signature_time writes it.
  std::string nonce;
};

/// The text of the signature header. Pure.
[[nodiscard]] std::string signature_of(const SignatureScheme& scheme, const SignedMessage& message,
                                       const SignatureInputs& with);

/// "Name: value" for every header the scheme has, the signature last.
[[nodiscard]] std::vector<std::string> signature_headers(const SignatureScheme& scheme,
                                                         const SignedMessage& message,
                                                         const SignatureInputs& with);

[[nodiscard]] std::string format_signature_time(SignatureTime format, Instant at);

/// "/a/b?c=d" of "https://host/a/b?c=d"; "/" where the address has no path.
[[nodiscard]] std::string_view target_of(std::string_view url);

}  // namespace lianban::adapter
