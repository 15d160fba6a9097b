#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How requests between systems are signed, as data: gateways differ in what they sign, in which
/// order and how they write it down, hardly in anything else.
namespace lianban {

/// kSm2: GB/T 32918.2 over SM3. The signer's secret is the private key, the verifier's the public
/// key, each as PEM (PKCS #8 without a password; SubjectPublicKeyInfo) or in hexadecimal digits
/// (64; 130 beginning with "04", or 128 without).
enum class SignatureAlgorithm { kSha1, kSha256, kHmacSha256, kHmacSm3, kSm2 };

/// What is put together and signed. A part that a request does not have is empty.
enum class SignedPart {
  kMethod,
  kPath,        ///< Of the address, without its query.
  kQuery,       ///< name=value, sorted, joined by "&"; as it stands in the address.
  kKey,         ///< The name under which the other side knows the secret.
  kSecret,      ///< Only where a family signs with a bare hash.
  kTime,        ///< As it is written into its header.
  kNonce,       ///< 32 hexadecimal digits, never twice.
  kBodyDigest,  ///< SM3 of the raw body in hexadecimal digits.
};

/// How the bytes of a signature are written.
enum class SignatureEncoding { kHex, kBase64 };
/// How a time is written.
enum class SignatureTime { kSeconds, kMilliseconds, kHttpDate };  ///< Since 1970; RFC 9110 in GMT.

/// How an SM2 signature is written down before it is encoded.
enum class Sm2Form {
  kDer,  ///< SEQUENCE of r and s, as GM/T 0009 says.
  kRaw,  ///< r and s, 32 bytes each, one after the other.
};

/// A header whose name is empty is not sent.
struct SignatureScheme {
  SignatureAlgorithm algorithm = SignatureAlgorithm::kHmacSm3;
  std::vector<SignedPart> parts{};
  std::string separator{};
  bool ends_with_separator = false;
  SignatureEncoding encoding = SignatureEncoding::kHex;
  SignatureTime time = SignatureTime::kSeconds;
  std::chrono::seconds window{300};  ///< How far the time may be off, both ways.
  std::string key_header{}, time_header{}, nonce_header{}, signature_header{};
  std::vector<std::pair<std::string, std::string>> fixed_headers{};
  /// Of SM2: the signer's distinguishing id. Always said, never left to a library: OpenSSL 3.0
  /// takes the empty one, GM/T 0009-2012 the one below, its revision the empty one again.
  std::string sm2_id = "1234567812345678";
  Sm2Form sm2_form = Sm2Form::kDer;

  /// Whether what is signed includes the body: only then may a callback be believed.
  [[nodiscard]] bool covers_body() const;
};

/// The families met in practice, by name; null for another name.
///   zhejiang-irs   浙江 IRS gateways (浙里办): HMAC-SHA-256 over method, path, query, key and date
///   tif            the 医保 platform's family: SHA-256 over time, secret, nonce, time
///   open-data      公共数据开放 portals: HMAC-SHA-256 over key, time, nonce
///   app-key        small city interfaces: SHA-1 over key, secret, time
///   lianban        our own: HMAC-SM3 over method, path, query, time, nonce and the body's SM3
///   lianban-sha256 the same with HMAC-SHA-256
///   lianban-sm2    the same with SM2
/// Only our own cover the body; the others prove who asks, not what.
[[nodiscard]] const SignatureScheme* find_signature_scheme(std::string_view name);
/// All of them.
[[nodiscard]] std::vector<std::string> signature_scheme_names();

}  // namespace lianban
