#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/address.hpp"
#include "adapter/callback.hpp"
#include "adapter/directory_sections.hpp"
#include "lianban/time.hpp"

namespace lianban::adapter {
namespace {

std::string joined(const std::vector<std::string>& names, const AgencyDirectory& directory) {
  std::string all;
  const auto add = [&](const std::string& name) {
    all.append(all.empty() ? "" : ", ").append(name);
  };
  for (const std::string& name : names) add(name);
  for (const auto& [name, scheme] : directory.schemes) add(name);
  return all;
}

void unknown_scheme(DirectoryReader& reader, const At& at, std::vector<std::string> others,
                    const AgencyDirectory& directory) {
  for (std::string& name : signature_scheme_names()) others.push_back(std::move(name));
  const std::string known = joined(others, directory);
  reader.fault("directory/auth", at.pointer + "/scheme", "未知的认证方式，应为下列之一：" + known,
               "unknown scheme; there are " + known);
}

bool travels_in_clear(const Address& address) { return !address.tls && !address.loopback; }

void in_clear(DirectoryReader& reader, std::string pointer) {
  reader.fault("directory/auth", std::move(pointer), "密钥不得经明文 http 传送，请改用 https",
               "a secret must not travel over plain http; use https");
}

void read_oauth2(DirectoryReader& reader, const At& at, AgencyAuth& out) {
  if (reader.has(at, "token_url", true)) {
    reader.url(reader.member(at, "token_url"), out.token_url);
    const auto address = parse_address(out.token_url);
    if (address && travels_in_clear(*address)) in_clear(reader, at.pointer + "/token_url");
  }
  if (reader.has(at, "scope") && reader.text(reader.member(at, "scope"), out.scope) &&
      !std::all_of(out.scope.begin(), out.scope.end(),
                   [](char c) { return c >= ' ' && c <= '~'; })) {
    reader.fault("directory/range", at.pointer + "/scope", "应为可见 ASCII 字符",
                 "must be visible ASCII characters");
  }
}

void read_file(DirectoryReader& reader, const At& at, std::string_view name, std::string& out) {
  if (!reader.has(at, name) || !reader.text(reader.member(at, name), out)) return;
  const bool plain = std::all_of(out.begin(), out.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '\x7f';
  });
  if (out.empty() || !plain) {
    reader.fault("directory/range", base::pointer_join(at.pointer, name), "应为文件名",
                 "must be the name of a file");
  }
}

}  // namespace

void read_auth(DirectoryReader& reader, const At& at, const AgencyDirectory& directory,
               AgencyEntry& out) {
  if (!reader.members(at, {"scheme", "key", "secret", "token_url", "scope"})) return;
  AgencyAuth auth;
  if (reader.has(at, "scheme", true)) reader.text(reader.member(at, "scheme"), auth.scheme);
  const bool is_oauth2 = auth.scheme == "oauth2";
  const bool is_signature = directory.scheme(auth.scheme) != nullptr;
  if (!auth.scheme.empty() && auth.scheme != "bearer" && !is_oauth2 && !is_signature) {
    unknown_scheme(reader, at, {"bearer", "oauth2"}, directory);
  }
  reader.named_secret(at, "secret", true, auth.secret);
  reader.named_secret(at, "key", is_signature || is_oauth2, auth.key);
  if (is_oauth2) read_oauth2(reader, at, auth);
  for (const std::string_view name : {"token_url", "scope"}) {
    if (is_oauth2 || !reader.has(at, name)) continue;
    reader.fault("directory/auth", base::pointer_join(at.pointer, name), "只用于 oauth2",
                 "is of oauth2 alone");
  }
  const auto address = parse_address(out.url);
  if (address && travels_in_clear(*address)) in_clear(reader, at.pointer);
  out.auth = std::move(auth);
}

void read_callbacks(DirectoryReader& reader, const At& at, const AgencyDirectory& directory,
                    AgencyEntry& out) {
  if (!reader.members(at, {"scheme", "key", "secret", "previous"})) return;
  AgencyCallbacks callbacks;
  if (reader.has(at, "scheme")) reader.text(reader.member(at, "scheme"), callbacks.scheme);
  const SignatureScheme* scheme = directory.scheme(callbacks.scheme);
  if (scheme == nullptr) {
    unknown_scheme(reader, at, {}, directory);
  } else if (!fits_callbacks(*scheme)) {
    // Else whoever sees one callback can send another body, or the same once more.
    reader.fault("directory/auth", base::pointer_join(at.pointer, "scheme"),
                 "回调的签名方式须为 HMAC 或 SM2，覆盖请求体、时间和随机数，并有分隔符",
                 "callbacks need an HMAC or SM2 over body, time and nonce with a separator");
  }
  reader.named_secret(at, "key", true, callbacks.key);
  reader.named_secret(at, "secret", true, callbacks.secret);
  if (reader.has(at, "previous")) {
    const At previous = reader.member(at, "previous");
    if (!reader.members(previous, {"key", "secret", "until"})) return;
    reader.named_secret(previous, "key", true, callbacks.previous_key);
    reader.named_secret(previous, "secret", true, callbacks.previous_secret);
    std::string until;
    if (reader.has(previous, "until", true) &&
        reader.text(reader.member(previous, "until"), until)) {
      const auto instant = parse_instant(until);
      callbacks.previous_until = instant.value_or(Instant{});
      if (!instant) {
        reader.fault("directory/range", previous.pointer + "/until",
                     "应为时刻，如 2026-12-31T23:59:59+08:00",
                     "must be an instant such as 2026-12-31T23:59:59+08:00");
      }
    }
  }
  out.callbacks = std::move(callbacks);
}

void read_tls(DirectoryReader& reader, const At& at, AgencyEntry& out) {
  if (!reader.members(at, {"ca_file", "client_certificate", "client_key"})) return;
  read_file(reader, at, "ca_file", out.tls.ca_file);
  read_file(reader, at, "client_certificate", out.tls.client_certificate);
  read_file(reader, at, "client_key", out.tls.client_key);
  const bool certificate = at.value.contains("client_certificate");
  if (certificate != at.value.contains("client_key")) {
    static_cast<void>(reader.has(at, certificate ? "client_key" : "client_certificate", true));
  }
  const auto address = parse_address(out.url);
  if (address && !address->tls) {
    reader.fault("directory/url", at.pointer, "网址不是 https，证书无从使用",
                 "certificates need an https address");
  }
}

}  // namespace lianban::adapter
