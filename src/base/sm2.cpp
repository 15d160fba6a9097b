#include "base/sm2.hpp"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <string>

#include "base/hash.hpp"

namespace lianban::base {
namespace {

constexpr std::size_t kNumberBytes = 32;
constexpr std::size_t kMostDerBytes = 72;  // Two numbers of 33 bytes with their heads.
constexpr char kUncompressed = '\x04';
/// Two bytes of Z hold the id's length in bits (GB/T 32918.2, 5.5); OpenSSL allows one byte less.
constexpr std::size_t kIdBytes = 8190;

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using Digester = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Decoder = std::unique_ptr<OSSL_DECODER_CTX, Freed<OSSL_DECODER_CTX_free>>;

/// What OpenSSL notes about a failure would otherwise be found by whoever uses it next on this
/// thread (libcurl does look).
class QuietErrors {
 public:
  QuietErrors() { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// PrivateKeyInfo and SubjectPublicKeyInfo (RFC 5208, RFC 5280) of the curve 1.2.156.10197.1.301,
/// up to the number or the point: so PEM and bare digits are read, and checked, by the same code.
constexpr std::string_view kPrivateHead =
    "3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420";
constexpr std::string_view kPublicHead = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

bool is_pem(std::string_view text) { return text.find("-----BEGIN ") != std::string_view::npos; }

/// Null for anything that is not a key of SM2, and for an encrypted one: nobody is asked for a
/// password.
std::shared_ptr<EVP_PKEY> decode(const std::string& bytes, const char* form, const char* structure,
                                 int selection) {
  EVP_PKEY* key = nullptr;
  const Decoder decoder(
      OSSL_DECODER_CTX_new_for_pkey(&key, form, structure, "SM2", selection, nullptr, nullptr));
  const unsigned char* at = bytes_of(bytes);
  std::size_t rest = bytes.size();
  const bool done = decoder && OSSL_DECODER_from_data(decoder.get(), &at, &rest) == 1;
  std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
  return done ? owned : nullptr;
}

/// On the curve is enough of a point: its cofactor is 1. The full check takes as long as a
/// signature.
bool is_valid(EVP_PKEY* key, bool is_private) {
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  return context && (is_private ? EVP_PKEY_private_check(context.get())
                                : EVP_PKEY_public_check_quick(context.get())) == 1;
}

/// One signature or one check of one.
struct Operation {
  KeyContext key;  // Outlives the digester, which does not own it.
  Digester digester;
};
std::optional<Operation> prepare(EVP_PKEY* key, std::string_view id) {
  if (id.size() > kIdBytes) return std::nullopt;
  Operation operation{KeyContext(EVP_PKEY_CTX_new(key, nullptr)), Digester(EVP_MD_CTX_new())};
  // The empty id is said too: which one a library takes by itself changes with its version.
  if (!operation.key || !operation.digester ||
      EVP_PKEY_CTX_set1_id(operation.key.get(), id.data(), static_cast<int>(id.size())) != 1) {
    return std::nullopt;
  }
  EVP_MD_CTX_set_pkey_ctx(operation.digester.get(), operation.key.get());
  return operation;
}

bool is_number(const BIGNUM* number) {
  return !BN_is_zero(number) && BN_num_bytes(number) <= static_cast<int>(kNumberBytes);
}

std::optional<std::string> written(const ECDSA_SIG& signature) {
  const int size = i2d_ECDSA_SIG(&signature, nullptr);
  if (size <= 0) return std::nullopt;
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  if (i2d_ECDSA_SIG(&signature, &at) != size) return std::nullopt;
  return der;
}

}  // namespace

std::optional<std::string> sm2_raw(std::string_view der) {
  const QuietErrors quiet;
  if (der.size() > kMostDerBytes) return std::nullopt;
  const unsigned char* at = bytes_of(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!signature || written(*signature) != der) return std::nullopt;
  const BIGNUM* r = ECDSA_SIG_get0_r(signature.get());
  const BIGNUM* s = ECDSA_SIG_get0_s(signature.get());
  if (!is_number(r) || !is_number(s)) return std::nullopt;
  std::string raw(2 * kNumberBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  constexpr int kSize = static_cast<int>(kNumberBytes);
  if (BN_bn2binpad(r, out, kSize) != kSize || BN_bn2binpad(s, out + kNumberBytes, kSize) != kSize) {
    return std::nullopt;
  }
  return raw;
}

std::optional<std::string> sm2_der(std::string_view raw) {
  const QuietErrors quiet;
  if (raw.size() != 2 * kNumberBytes) return std::nullopt;
  const auto number = [&](std::size_t from) {
    return Number(BN_bin2bn(bytes_of(raw) + from, static_cast<int>(kNumberBytes), nullptr));
  };
  Number r = number(0);
  Number s = number(kNumberBytes);
  const Signature signature(ECDSA_SIG_new());
  if (!r || !s || !is_number(r.get()) || !is_number(s.get()) || !signature ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return std::nullopt;
  }
  static_cast<void>(r.release());  // Now the signature's.
  static_cast<void>(s.release());
  return written(*signature);
}

std::optional<Sm2Key> Sm2Key::private_key(std::string_view text) {
  const QuietErrors quiet;
  const bool pem = is_pem(text);
  std::string bytes = pem ? std::string(text) : unhex(text);
  if (!pem && bytes.size() != kNumberBytes) return std::nullopt;
  if (!pem) bytes.insert(0, unhex(kPrivateHead));
  auto key = decode(bytes, pem ? "PEM" : "DER", "PrivateKeyInfo", EVP_PKEY_KEYPAIR);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  if (!key || !is_valid(key.get(), true)) return std::nullopt;
  return Sm2Key(std::move(key), true);
}

std::optional<Sm2Key> Sm2Key::public_key(std::string_view text) {
  const QuietErrors quiet;
  const bool pem = is_pem(text);
  std::string bytes = pem ? std::string(text) : unhex(text);
  if (!pem) {
    if (bytes.size() == 2 * kNumberBytes) bytes.insert(0, 1, kUncompressed);
    if (bytes.size() != 2 * kNumberBytes + 1 || bytes.front() != kUncompressed) return std::nullopt;
    bytes.insert(0, unhex(kPublicHead));
  }
  auto key = decode(bytes, pem ? "PEM" : "DER", "SubjectPublicKeyInfo", EVP_PKEY_PUBLIC_KEY);
  if (!key || !is_valid(key.get(), false)) return std::nullopt;
  return Sm2Key(std::move(key), false);
}

std::optional<std::string> Sm2Key::sign(std::string_view id, std::string_view message,
                                        Sm2Form form) const {
  const QuietErrors quiet;
  // Not left to OpenSSL: its check came with some patch release, and a null number would be read.
  if (!is_private_) return std::nullopt;
  const auto operation = prepare(key_.get(), id);
  if (!operation) return std::nullopt;
  EVP_MD_CTX* digester = operation->digester.get();
  std::string der(kMostDerBytes, '\0');
  std::size_t size = der.size();
  if (EVP_DigestSignInit(digester, nullptr, EVP_sm3(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(digester, reinterpret_cast<unsigned char*>(der.data()), &size,
                     bytes_of(message), message.size()) != 1) {
    return std::nullopt;
  }
  der.resize(size);
  switch (form) {
    case Sm2Form::kDer:
      return der;
    case Sm2Form::kRaw:
      return sm2_raw(der);
  }
  return std::nullopt;
}

bool Sm2Key::verify(std::string_view id, std::string_view message, std::string_view signature,
                    Sm2Form form) const {
  const QuietErrors quiet;
  // Through both conversions, so that of the ways to write one signature exactly one is accepted.
  const auto raw = form == Sm2Form::kDer ? sm2_raw(signature) : std::string(signature);
  const auto der = raw ? sm2_der(*raw) : std::nullopt;
  const auto operation = prepare(key_.get(), id);
  if (!der || !operation) return false;
  EVP_MD_CTX* digester = operation->digester.get();
  return EVP_DigestVerifyInit(digester, nullptr, EVP_sm3(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(digester, bytes_of(*der), der->size(), bytes_of(message),
                          message.size()) == 1;
}

}  // namespace lianban::base
