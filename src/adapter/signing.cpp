#include "adapter/signing.hpp"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

#include "base/hash.hpp"

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

std::string encoded(SignatureEncoding encoding, std::span<const std::uint8_t> bytes) {
  switch (encoding) {
    case SignatureEncoding::kHex:
      return base::hex(bytes);
    case SignatureEncoding::kBase64:
      return base::base64(bytes);
  }
  return {};
}

void add_header(std::vector<std::string>& lines, const std::string& name,
                const std::string& value) {
  if (!name.empty()) lines.push_back(name + ": " + value);
}

}  // namespace

std::string signature_of(const SignatureScheme& scheme, const SignedMessage& message,
                         const SignatureInputs& with) {
  std::string text;
  for (std::size_t i = 0; i < scheme.parts.size(); ++i) {
    if (i > 0) text += scheme.separator;
    text += part_of(scheme.parts[i], message, with);
  }
  if (scheme.ends_with_separator) text += scheme.separator;
  switch (scheme.algorithm) {
    case SignatureAlgorithm::kSha1:
      return encoded(scheme.encoding, base::sha1(text));
    case SignatureAlgorithm::kSha256:
      return encoded(scheme.encoding, base::sha256(text));
    case SignatureAlgorithm::kHmacSha256:
      return encoded(scheme.encoding, base::hmac_sha256(with.secret, text));
    case SignatureAlgorithm::kHmacSm3:
      return encoded(scheme.encoding, base::hmac_sm3(with.secret, text));
    case SignatureAlgorithm::kSm2:
      return {};
  }
  return {};
}

std::vector<std::string> signature_headers(const SignatureScheme& scheme,
                                           const SignedMessage& message,
                                           const SignatureInputs& with) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : scheme.fixed_headers) add_header(lines, name, value);
  add_header(lines, scheme.key_header, with.key);
  add_header(lines, scheme.time_header, with.time);
  add_header(lines, scheme.nonce_header, with.nonce);
  add_header(lines, scheme.signature_header, signature_of(scheme, message, with));
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

std::string_view target_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : url.substr(path);
}

}  // namespace lianban::adapter
