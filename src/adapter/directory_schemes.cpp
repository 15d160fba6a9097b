#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "adapter/directory_sections.hpp"
#include "base/secrets.hpp"

namespace lianban::adapter {
namespace {

using Names = std::span<const std::string_view>;

// Each in the order of its enumeration.
constexpr std::array<std::string_view, 5> kAlgorithms = {"sha1", "sha256", "hmac-sha256",
                                                         "hmac-sm3", "sm2"};
constexpr std::array<std::string_view, 8> kParts = {"method", "path", "query", "key",
                                                    "secret", "time", "nonce", "body_digest"};
constexpr std::array<std::string_view, 2> kEncodings = {"hex", "base64"};
constexpr std::array<std::string_view, 3> kTimes = {"seconds", "milliseconds", "http_date"};
constexpr std::array<std::string_view, 2> kForms = {"der", "raw"};
constexpr std::size_t kMostParts = 16;
constexpr std::size_t kLongestSeparator = 16;
constexpr std::size_t kLongestId = 256;

/// RFC 9110 section 5.6.2.
bool is_header_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Headers that the request itself has.
bool is_taken(const std::string& name) {
  static const std::set<std::string> kTaken = {
      "accept", "connection", "content-length",    "content-type",   "expect",
      "host",   "upgrade",    "transfer-encoding", "idempotency-key"};
  return kTaken.contains(name);
}

bool is_hash(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::kSha1 || algorithm == SignatureAlgorithm::kSha256;
}

class SchemeReader {
 public:
  SchemeReader(DirectoryReader& reader, const At& at) : reader_(reader), at_(at) {}

  SignatureScheme read() {
    if (!reader_.members(at_, {"algorithm", "parts", "separator", "ends_with_separator", "encoding",
                               "time", "window", "headers", "fixed", "sm2"})) {
      return out_;
    }
    const bool algorithm =
        reader_.has(at_, "algorithm", true) && choose("algorithm", kAlgorithms, out_.algorithm);
    const bool parts = reader_.has(at_, "parts", true) && read_parts();
    if (reader_.has(at_, "separator")) bounded(at_, "separator", kLongestSeparator, out_.separator);
    if (reader_.has(at_, "ends_with_separator")) {
      reader_.boolean(reader_.member(at_, "ends_with_separator"), out_.ends_with_separator);
    }
    if (reader_.has(at_, "encoding")) choose("encoding", kEncodings, out_.encoding);
    if (reader_.has(at_, "time")) choose("time", kTimes, out_.time);
    if (reader_.has(at_, "window")) read_window();
    const bool headers = reader_.has(at_, "headers", true) && read_headers();
    if (reader_.has(at_, "fixed")) read_fixed();
    if (reader_.has(at_, "sm2")) read_sm2(algorithm);
    if (algorithm && parts) check_secret();
    if (parts && headers) check_headers();
    return out_;
  }

 private:
  void contradiction(std::string_view member, std::string zh, std::string en) {
    reader_.fault("directory/scheme", base::pointer_join(at_.pointer, member), std::move(zh),
                  std::move(en));
  }

  template <class Enum>
  bool choose(std::string_view name, Names names, Enum& out) {
    return choose_at(reader_.member(at_, name), names, out);
  }
  template <class Enum>
  bool choose_at(const At& at, Names names, Enum& out) {
    const int chosen = reader_.choice(at, names);
    if (chosen >= 0) out = static_cast<Enum>(chosen);
    return chosen >= 0;
  }

  void bounded(const At& at, std::string_view name, std::size_t most, std::string& out) {
    if (!reader_.text(reader_.member(at, name), out) || out.size() <= most) return;
    reader_.fault("directory/range", base::pointer_join(at.pointer, name),
                  "最长 " + std::to_string(most) + " 字节",
                  "at most " + std::to_string(most) + " bytes");
  }

  bool read_parts() {
    const At at = reader_.member(at_, "parts");
    if (!at.value.is_array()) {
      reader_.fault("directory/type", at.pointer, "应为列表", "must be a list");
      return false;
    }
    if (at.value.empty() || at.value.size() > kMostParts) {
      reader_.fault("directory/range", at.pointer, "应有 1 至 16 项", "must have 1 to 16 items");
      return false;
    }
    bool good = true;
    for (std::size_t i = 0; i < at.value.size(); ++i) {
      SignedPart part{};
      good = choose_at({at.value[i], base::pointer_join(at.pointer, i)}, kParts, part) && good;
      out_.parts.push_back(part);
    }
    return good;
  }

  void read_window() {
    std::chrono::milliseconds window = out_.window;
    const At at = reader_.member(at_, "window");
    reader_.duration(at, window);
    if (window < std::chrono::seconds{1} || window > std::chrono::days{1}) {
      reader_.fault("directory/range", at.pointer, "应在 1 秒与 1 天之间",
                    "must be from a second to a day");
    }
    out_.window = std::chrono::floor<std::chrono::seconds>(window);
  }

  bool take_header(const At& at, const std::string& name) {
    if (!is_header_name(name) || is_taken(lowered(name)) || !used_.insert(lowered(name)).second) {
      reader_.fault("directory/scheme", at.pointer, "不是可用的请求头名称，或已被使用",
                    "is no name of a header, or one that is used already");
      return false;
    }
    return true;
  }

  bool read_headers() {
    const At headers = reader_.member(at_, "headers");
    if (!reader_.members(headers, {"key", "time", "nonce", "signature"})) return false;
    bool good = true;
    const auto header = [&](std::string_view name, std::string& out) {
      if (!reader_.has(headers, name)) return;
      const At at = reader_.member(headers, name);
      good = reader_.text(at, out) && take_header(at, out) && good;
    };
    header("key", out_.key_header);
    header("time", out_.time_header);
    header("nonce", out_.nonce_header);
    header("signature", out_.signature_header);
    return good;
  }

  void read_fixed() {
    const At fixed = reader_.member(at_, "fixed");
    if (!reader_.object(fixed)) return;
    reader_.no_secrets(fixed);
    for (const auto& [name, value] : fixed.value.items()) {
      const At at{value, base::pointer_join(fixed.pointer, name)};
      std::string text;
      if (!take_header(at, name) || !reader_.text(at, text)) continue;
      if (base::names_a_secret(name)) {
        reader_.fault("directory/secret", at.pointer, "密钥不得写在本文件中",
                      "secrets do not belong in this file");
      }
      if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
        reader_.fault("directory/range", at.pointer, "应为可见 ASCII 字符",
                      "must be visible ASCII characters");
      }
      out_.fixed_headers.emplace_back(name, text);
    }
  }

  void read_sm2(bool algorithm_known) {
    const At at = reader_.member(at_, "sm2");
    if (!reader_.members(at, {"id", "form"})) return;
    if (reader_.has(at, "id")) bounded(at, "id", kLongestId, out_.sm2_id);
    if (reader_.has(at, "form")) choose_at(reader_.member(at, "form"), kForms, out_.sm2_form);
    if (algorithm_known && out_.algorithm != SignatureAlgorithm::kSm2) {
      contradiction("sm2", "只用于算法 sm2", "is of the algorithm sm2 alone");
    }
  }

  [[nodiscard]] bool has_part(SignedPart part) const {
    return std::find(out_.parts.begin(), out_.parts.end(), part) != out_.parts.end();
  }

  void check_secret() {
    if (is_hash(out_.algorithm) && !has_part(SignedPart::kSecret)) {
      contradiction("parts", "散列算法须以 secret 为一部分，否则任何人都能签",
                    "a bare hash needs the part secret, else anybody can sign");
    }
    if (!is_hash(out_.algorithm) && has_part(SignedPart::kSecret)) {
      contradiction("parts", "此算法已用密钥计算，secret 不得再为一部分",
                    "this algorithm uses the secret itself; it must not be a part as well");
    }
  }

  void check_headers() {
    if (out_.signature_header.empty()) {
      contradiction("headers", "缺少 signature：签名无处可放",
                    "without signature there is no place for the signature");
    }
    const auto check = [&](SignedPart part, const std::string& header, std::string_view name) {
      if (!has_part(part) || !header.empty()) return;
      const std::string text(name);
      contradiction("headers", "签名含 " + text + "，却没有传送它的请求头",
                    text + " is signed but no header carries it");
    };
    check(SignedPart::kKey, out_.key_header, "key");
    check(SignedPart::kTime, out_.time_header, "time");
    check(SignedPart::kNonce, out_.nonce_header, "nonce");
  }

  DirectoryReader& reader_;
  At at_;
  SignatureScheme out_;
  std::set<std::string> used_;
};

}  // namespace

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

void read_schemes(DirectoryReader& reader, const At& at, AgencyDirectory& out) {
  if (!reader.object(at)) return;
  for (const auto& [name, value] : at.value.items()) {
    const At scheme{value, base::pointer_join(at.pointer, name)};
    if (!is_word(name) || name == "bearer" || name == "oauth2") {
      reader.fault("directory/unknown", scheme.pointer, "签名方式的名称只能含字母、数字和 _-.",
                   "a scheme's name holds letters, digits and _-. only, and is no built-in kind");
    }
    out.schemes[name] = SchemeReader(reader, scheme).read();
  }
}

}  // namespace lianban::adapter
