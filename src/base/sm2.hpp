#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lianban/signature.hpp"

struct evp_pkey_st;  // NOLINT(readability-identifier-naming): OpenSSL's name of EVP_PKEY.

namespace lianban::base {

/// A key of SM2 (GB/T 32918.5: the recommended curve). Reading it is safe on any thread.
class Sm2Key {
 public:
  /// From PEM (PKCS #8, not encrypted) or 64 hexadecimal digits; nothing for anything else
  /// and for a number that is no private key.
  [[nodiscard]] static std::optional<Sm2Key> private_key(std::string_view text);
  /// From PEM (SubjectPublicKeyInfo), 130 hexadecimal digits that begin with "04", or the 128
  /// without; nothing for anything else and for a point that is not on the curve.
  [[nodiscard]] static std::optional<Sm2Key> public_key(std::string_view text);

  /// GB/T 32918.2 over SM3 with the signer's distinguishing id. Another signature each time.
  /// Nothing where the key is a public one or the id is longer than 8190 bytes.
  [[nodiscard]] std::optional<std::string> sign(std::string_view id, std::string_view message,
                                                Sm2Form form) const;
  /// Whether it is the key's signature of the message, written down in that form and no other.
  [[nodiscard]] bool verify(std::string_view id, std::string_view message,
                            std::string_view signature, Sm2Form form) const;

 private:
  Sm2Key(std::shared_ptr<evp_pkey_st> key, bool is_private)
      : key_(std::move(key)), is_private_(is_private) {}

  std::shared_ptr<evp_pkey_st> key_;
  bool is_private_;
};

/// r and s (32 bytes each) of an SM2 signature in DER; nothing unless `der` is exactly the one way
/// in which DER writes two such numbers, neither of them zero.
[[nodiscard]] std::optional<std::string> sm2_raw(std::string_view der);
/// The inverse; nothing unless `raw` is 64 bytes, neither half of them zero.
[[nodiscard]] std::optional<std::string> sm2_der(std::string_view raw);

}  // namespace lianban::base
