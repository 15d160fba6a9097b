#include "adapter/signing.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

#include "base/hash.hpp"
#include "base/sm2.hpp"

namespace lianban::adapter {
namespace {

std::string sorted_query(std::string_view query) {
  std::vector<std::string_view> pairs;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    if (end > 0) pairs.push_back(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::sort(pairs.begin(), pairs.end());
  std::string sorted;
  for (const std::string_view pair : pairs) {
    if (!sorted.empty()) sorted += '&';
    sorted += pair;
  }
  return sorted;
}

std::string part_of(SignedPart part, const SignedMessage& message, const SignatureInputs& with) {
  const auto question = std::min(message.target.find('?'), message.target.size());
  switch (part) {
    case SignedPart::kMethod:
      return std::string(message.method);
    case SignedPart::kPath:
      return std::string(message.target.substr(0, question));
    case SignedPart::kQuery:
      return question == message.target.size() ? std::string()
                                               : sorted_query(message.target.substr(question + 1));
    case SignedPart::kKey:
      return with.key;
    case SignedPart::kSecret:
      return with.secret;
    case SignedPart::kTime:
      return with.time;
    case SignedPart::kNonce:
      return with.nonce;
    case SignedPart::kBodyDigest:
      return base::hex(base::sm3({message.body}));
  }
  return {};
}

std::string signed_text(const SignatureScheme& scheme, const SignedMessage& message,
                        const SignatureInputs& with) {
  std::string text;
  for (std::size_t i = 0; i < scheme.parts.size(); ++i) {
    if (i > 0) text += scheme.separator;
    text += part_of(scheme.parts[i], message, with);
  }
  if (scheme.ends_with_separator) text += scheme.separator;
  return text;
}

std::string encoded(SignatureEncoding encoding, std::span<const std::uint8_t> bytes) {
  switch (encoding) {
    case SignatureEncoding::kHex:
      return base::hex(bytes);
    case SignatureEncoding::kBase64:
      return base::base64(bytes);
  }
  return {};
}

std::string encoded(SignatureEncoding encoding, std::string_view bytes) {
  return encoded(encoding,
                 std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

/// Nothing for what `encoded` does not write: hexadecimal digits have small letters.
std::optional<std::string> decoded(SignatureEncoding encoding, std::string_view text) {
  switch (encoding) {
    case SignatureEncoding::kHex: {
      std::string bytes = base::unhex(text);
      if (encoded(encoding, bytes) != text) return std::nullopt;
      return bytes;
    }
    case SignatureEncoding::kBase64:
      return base::unbase64(text);
  }
  return std::nullopt;
}

void add_header(std::vector<std::string>& lines, const std::string& name,
                const std::string& value) {
  if (!name.empty()) lines.push_back(name + ": " + value);
}

}  // namespace

std::string signature_of(const SignatureScheme& scheme, const SignedMessage& message,
                         const SignatureInputs& with) {
  const std::string text = signed_text(scheme, message, with);
  switch (scheme.algorithm) {
    case SignatureAlgorithm::kSha1:
      return encoded(scheme.encoding, base::sha1(text));
    case SignatureAlgorithm::kSha256:
      return encoded(scheme.encoding, base::sha256(text));
    case SignatureAlgorithm::kHmacSha256:
      return encoded(scheme.encoding, base::hmac_sha256(with.secret, text));
    case SignatureAlgorithm::kHmacSm3:
      return encoded(scheme.encoding, base::hmac_sm3(with.secret, text));
    case SignatureAlgorithm::kSm2: {
      const auto key = base::Sm2Key::private_key(with.secret);
      const auto signature = key ? key->sign(scheme.sm2_id, text, scheme.sm2_form) : std::nullopt;
      return signature ? encoded(scheme.encoding, *signature) : std::string();
    }
  }
  return {};
}

SignatureCheck check_signature(const SignatureScheme& scheme, const SignedMessage& message,
                               const SignatureInputs& with, std::string_view signature) {
  bool holds = false;
  if (scheme.algorithm == SignatureAlgorithm::kSm2) {
    const auto key = base::Sm2Key::public_key(with.secret);
    if (!key) return SignatureCheck::kNoKey;
    const auto bytes = decoded(scheme.encoding, signature);
    holds = bytes &&
            key->verify(scheme.sm2_id, signed_text(scheme, message, with), *bytes, scheme.sm2_form);
  } else {
    holds = base::constant_time_equal(signature_of(scheme, message, with), signature);
  }
  return holds ? SignatureCheck::kHolds : SignatureCheck::kDoesNot;
}

std::vector<std::string> signature_headers(const SignatureScheme& scheme,
                                           const SignedMessage& message,
                                           const SignatureInputs& with) {
  const std::string signature = signature_of(scheme, message, with);
  if (signature.empty()) return {};
  std::vector<std::string> lines;
  for (const auto& [name, value] : scheme.fixed_headers) add_header(lines, name, value);
  add_header(lines, scheme.key_header, with.key);
  add_header(lines, scheme.time_header, with.time);
  add_header(lines, scheme.nonce_header, with.nonce);
  add_header(lines, scheme.signature_header, signature);
  return lines;
}

std::string format_signature_time(SignatureTime format, Instant at) {
  const auto since = at.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since).count();
  switch (format) {
    case SignatureTime::kSeconds:
      return std::to_string(seconds);
    case SignatureTime::kMilliseconds:
      return std::to_string(std::chrono::floor<std::chrono::milliseconds>(since).count());
    case SignatureTime::kHttpDate: {
      const auto time = static_cast<std::time_t>(seconds);
      std::tm parts{};
      gmtime_r(&time, &parts);
      std::ostringstream text;
      text.imbue(std::locale::classic());  // The names of days are English by the standard.
      text << std::put_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
      return text.str();
    }
  }
  return {};
}

namespace {

constexpr Instant kLastTime{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}};

/// Digits of a number without leading zeros, in such a unit.
template <class Unit>
std::optional<Instant> count_of(std::string_view text) {
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [read, fault] = std::from_chars(text.data(), end, count);
  constexpr Unit kLast = std::chrono::duration_cast<Unit>(kLastTime.time_since_epoch());
  if (fault != std::errc() || read != end || count < 0 || count >= kLast.count()) {
    return std::nullopt;
  }
  return Instant{Unit{count}};
}

std::optional<Instant> date_of(const std::string& text) {
  std::tm parts{};
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  in >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
  const std::time_t time = in.fail() ? -1 : timegm(&parts);
  if (time < 0) return std::nullopt;
  const Instant at{std::chrono::seconds{time}};
  return at < kLastTime ? std::optional(at) : std::nullopt;
}

}  // namespace

std::optional<Instant> parse_signature_time(SignatureTime format, std::string_view text) {
  constexpr std::size_t kLongest = 32;
  if (text.size() > kLongest) return std::nullopt;
  std::optional<Instant> at;
  switch (format) {
    case SignatureTime::kSeconds:
      at = count_of<std::chrono::seconds>(text);
      break;
    case SignatureTime::kMilliseconds:
      at = count_of<std::chrono::milliseconds>(text);
      break;
    case SignatureTime::kHttpDate:
      at = date_of(std::string(text));
      break;
  }
  // Leading zeros, a wrong weekday, a 31st of February: one time is written in one way only.
  if (at && format_signature_time(format, *at) != text) at.reset();
  return at;
}

std::string_view target_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : url.substr(path);
}

}  // namespace lianban::adapter
