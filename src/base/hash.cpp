#include "base/hash.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>

namespace lianban::base {
namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// Without a digest the history cannot be chained: there is nothing sensible to go on with.
void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL: digest or random generator not available");
}

/// An algorithm that is there fails for want of memory only, whatever OpenSSL calls it.
void require_memory(bool done) {
  if (done) return;
  ERR_clear_error();
  throw std::bad_alloc();
}

/// Fetched once: a fetch takes several times as long as hashing a journal row.
const EVP_MD* fetch(const char* name) {
  const EVP_MD* found = EVP_MD_fetch(nullptr, name, nullptr);
  require(found != nullptr);
  return found;
}
const EVP_MD* sm3_method() {
  static const EVP_MD* const kMethod = fetch("SM3");
  return kMethod;
}
const EVP_MD* sha256_method() {
  static const EVP_MD* const kMethod = fetch("SHA256");
  return kMethod;
}

Digest digest(const EVP_MD* method, std::initializer_list<std::string_view> parts) {
  thread_local Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  if (context == nullptr) context.reset(EVP_MD_CTX_new());  // there was no memory before
  require_memory(context != nullptr);
  Digest out;
  bool done = EVP_DigestInit_ex2(context.get(), method, nullptr) == 1;
  for (const std::string_view part : parts) {
    done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  require_memory(done && EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1);
  return out;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Digest sm3(std::initializer_list<std::string_view> parts) { return digest(sm3_method(), parts); }

Digest sha256(std::string_view bytes) { return digest(sha256_method(), {bytes}); }

namespace {

Digest hmac(const EVP_MD* method, std::string_view key, std::string_view bytes) {
  // A null key means "the key used before" to OpenSSL, so an empty one needs an address.
  const void* key_bytes = key.empty() ? "" : key.data();
  Digest out;
  require_memory(HMAC(method, key_bytes, static_cast<int>(key.size()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      out.data(), nullptr) != nullptr);
  return out;
}

}  // namespace

Digest hmac_sm3(std::string_view key, std::string_view bytes) {
  return hmac(sm3_method(), key, bytes);
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  return hmac(sha256_method(), key, bytes);
}

Digest20 sha1(std::string_view bytes) {
  Digest20 out;
  require_memory(EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, EVP_sha1(), nullptr) ==
                 1);
  return out;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL adds a zero byte.
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::optional<std::string> unbase64(std::string_view text) {
  std::string out(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0) return std::nullopt;
  // OpenSSL counts padding as zero bytes.
  const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  if (padding > 2 || padding > static_cast<std::size_t>(length)) return std::nullopt;
  out.resize(static_cast<std::size_t>(length) - padding);
  // It also skips white space and spare bits; what reads back is what we would have written.
  if (base64({reinterpret_cast<const std::uint8_t*>(out.data()), out.size()}) != text) {
    return std::nullopt;
  }
  return out;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string unhex(std::string_view text) {
  if (text.size() % 2 != 0) return {};
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string_view view(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void random_bytes(std::span<std::uint8_t> out) {
  require(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

}  // namespace lianban::base
