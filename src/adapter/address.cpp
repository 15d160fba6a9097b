#include "adapter/address.hpp"

#include <algorithm>
#include <cstddef>

namespace lianban::adapter {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Printable ASCII without what must be percent-encoded (RFC 3986, 2).
bool is_address_char(char c) {
  return c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`|").find(c) == std::string_view::npos;
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                  [](char a, char b) { return a == lowered(b); });
}

std::optional<std::string_view> after_scheme(std::string_view text, bool* tls = nullptr) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with_word(text, scheme)) continue;
    if (tls != nullptr) *tls = scheme == "https://";
    return text.substr(scheme.size());
  }
  return std::nullopt;
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5) return false;
  unsigned port = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    port = port * 10 + static_cast<unsigned>(c - '0');
  }
  return port >= 1 && port <= 65535;
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 3 && host.ends_with(']') &&
           host.find_first_not_of("0123456789abcdefABCDEF:.", 1) == host.size() - 1;
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return is_alnum(c) || c == '.' || c == '-' || c == '_';
  });
}

/// The whole of 127.0.0.0/8 stays on the machine; a name that merely begins so does not.
bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") &&
          host.find_first_not_of("0123456789.") == std::string_view::npos);
}

std::string_view path_of(std::string_view address) {
  std::string_view rest = address;
  if (const auto after = after_scheme(address)) {
    rest = *after;
  } else if (address.starts_with("//")) {
    rest = address.substr(2);
  } else {
    return address;
  }
  const std::size_t slash = rest.find('/');
  return slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = lowered(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::optional<std::string> between(std::string_view text, std::string_view before,
                                   std::string_view after) {
  if (text.size() <= before.size() + after.size()) return std::nullopt;
  if (!text.starts_with(before) || !text.ends_with(after)) return std::nullopt;
  const auto inner = text.substr(before.size(), text.size() - before.size() - after.size());
  if (inner.find_first_of("/?#") != std::string_view::npos) return std::nullopt;
  return decoded(inner);
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  Address out;
  const auto rest = after_scheme(text, &out.tls);
  if (!rest || !std::all_of(text.begin(), text.end(), is_address_char)) return std::nullopt;
  if (text.find_first_of("@?#{}") != std::string_view::npos) return std::nullopt;
  const std::string_view authority = rest->substr(0, rest->find('/'));
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = authority.substr(0, colon);
  if (!is_host(host)) return std::nullopt;
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1))) {
    return std::nullopt;
  }
  out.loopback = is_loopback(host);
  while (text.ends_with('/')) text.remove_suffix(1);
  out.text = std::string(text);
  return out;
}

bool has_user_info(std::string_view text) {
  const auto rest = after_scheme(text);
  return rest && rest->substr(0, rest->find('/')).find('@') != std::string_view::npos;
}

bool is_path(std::string_view text, std::string_view place) {
  if (!text.starts_with('/') || text.starts_with("//")) return false;
  if (!std::all_of(text.begin(), text.end(), is_address_char)) return false;
  if (text.find('#') != std::string_view::npos) return false;
  std::string rest(text);
  if (!place.empty()) {
    const std::size_t found = rest.find(place);
    if (found == std::string::npos) return false;
    rest.erase(found, place.size());
  }
  return rest.find_first_of("{}") == std::string::npos;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_alnum(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      encoded.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
  }
  return encoded;
}

std::string fill(std::string_view path, std::string_view place, std::string_view value) {
  std::string out(path);
  if (const std::size_t found = out.find(place); found != std::string::npos) {
    out.replace(found, place.size(), percent_encoded(value));
  }
  return out;
}

std::optional<std::string> extract(std::string_view location, std::string_view base_url,
                                   std::string_view path, std::string_view place) {
  const std::size_t at = path.find(place);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = path.substr(0, at);
  const std::string_view after = path.substr(at + place.size());
  const std::string_view found = path_of(location);
  // An agency behind a gateway often does not know the prefix under which it is reached.
  if (auto ticket = between(found, before, after)) return ticket;
  return between(found, std::string(path_of(base_url)).append(before), after);
}

}  // namespace lianban::adapter
