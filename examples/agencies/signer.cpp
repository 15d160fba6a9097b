#include "signer.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

namespace lianban::simulators {
namespace {

// GB/T 35276: the id of a signer that has none of its own.
constexpr std::string_view kSm2Id = "1234567812345678";

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    free(thing);
  }
};
using Pkey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Bytes = std::vector<unsigned char>;

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += kDigits[bytes[i] >> 4U];
    out += kDigits[bytes[i] & 15U];
  }
  return out;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string sm3_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sm3(), nullptr) != 1) return {};
  return hex(out.data(), size);
}

std::string hmac_hex(const EVP_MD* digest, std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  HMAC(digest, secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(),
       out.data(), &size);
  return hex(out.data(), size);
}

Pkey key_from_pem(const std::string& pem) {
  const std::unique_ptr<BIO, Freed<BIO_free_all>> from(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Pkey(PEM_read_bio_PrivateKey(from.get(), nullptr, nullptr, nullptr));
}

/// The public point belongs to what SM2 signs, so it is computed where only the number is given.
Bytes public_point(const BIGNUM* number) {
  const std::unique_ptr<EC_GROUP, Freed<EC_GROUP_free>> group(EC_GROUP_new_by_curve_name(NID_sm2));
  const std::unique_ptr<EC_POINT, Freed<EC_POINT_free>> point(EC_POINT_new(group.get()));
  if (EC_POINT_mul(group.get(), point.get(), number, nullptr, nullptr, nullptr) != 1) return {};
  Bytes out(65);
  const std::size_t size = EC_POINT_point2oct(
      group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, out.data(), out.size(), nullptr);
  out.resize(size);
  return out;
}

Pkey key_from_hex(const std::string& digits) {
  BIGNUM* read = nullptr;
  if (BN_hex2bn(&read, digits.c_str()) != 64) {
    BN_free(read);
    return nullptr;
  }
  const std::unique_ptr<BIGNUM, Freed<BN_clear_free>> number(read);
  const Bytes point = public_point(number.get());
  const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  if (point.empty() ||
      OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> params(
      OSSL_PARAM_BLD_to_param(build.get()));
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) != 1) {
    return nullptr;
  }
  return Pkey(key);
}

Pkey sm2_key(const std::string& secret) {
  return secret.starts_with("-----BEGIN") ? key_from_pem(secret) : key_from_hex(secret);
}

std::optional<std::string> sm2_hex(const std::string& secret, std::string_view text) {
  const Pkey key = sm2_key(secret);
  if (!key) return std::nullopt;
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> how(
      EVP_PKEY_CTX_new(key.get(), nullptr));
  EVP_MD_CTX_set_pkey_ctx(context.get(), how.get());
  std::size_t size = 0;
  if (EVP_PKEY_CTX_set1_id(how.get(), kSm2Id.data(), kSm2Id.size()) != 1 ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sm3(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size()) != 1) {
    return std::nullopt;
  }
  Bytes out(size);
  if (EVP_DigestSign(context.get(), out.data(), &size, bytes_of(text), text.size()) != 1) {
    return std::nullopt;
  }
  return hex(out.data(), size);
}

}  // namespace

bool can_sign(const SigningKey& with) {
  if (with.key.empty() || with.secret.empty()) return false;
  if (with.scheme == "lianban-sm2") return sm2_key(with.secret) != nullptr;
  return with.scheme == "lianban" || with.scheme == "lianban-sha256";
}

std::optional<std::string> sign(const SigningKey& with, const Signable& what) {
  const std::string text = what.method + "\n" + what.path + "\n" + what.query + "\n" + what.time +
                           "\n" + what.nonce + "\n" + sm3_hex(what.body);
  if (with.scheme == "lianban") return hmac_hex(EVP_sm3(), with.secret, text);
  if (with.scheme == "lianban-sha256") return hmac_hex(EVP_sha256(), with.secret, text);
  if (with.scheme == "lianban-sm2") return sm2_hex(with.secret, text);
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> signed_headers(const SigningKey& with,
                                                                const Signable& what,
                                                                const std::string& signature) {
  return {{"X-Lianban-Key", with.key},
          {"X-Lianban-Time", what.time},
          {"X-Lianban-Nonce", what.nonce},
          {"X-Lianban-Signature", signature}};
}

std::string fresh_nonce() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return hex(bytes.data(), bytes.size());
}

}  // namespace lianban::simulators
