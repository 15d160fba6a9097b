#include "licence/identifier.hpp"

#include <vector>

namespace lianban::licence {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kRoot = "1.2.156.3005.2.";

bool plain(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

}  // namespace

std::optional<char> mod_37_36(std::string_view text) {
  std::size_t p = 36;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    p = (p + value) % 36;
    if (p == 0) p = 36;
    p = p * 2 % 37;
  }
  return kAlphabet[(37 - p) % 36];
}

std::optional<std::string> identifier(std::string_view type_code, std::string_view issuer_code,
                                      std::string_view number, std::uint32_t version) {
  if (!plain(type_code) || !plain(issuer_code) || version == 0 || version > 999) {
    return std::nullopt;
  }
  std::string serial;
  for (const char c : number) {
    if (kAlphabet.find(c) != std::string_view::npos) serial += c;
  }
  if (serial.empty()) return std::nullopt;
  std::string digits = std::to_string(version);
  digits.insert(0, 3 - digits.size(), '0');
  const std::string content = std::string(type_code) + std::string(issuer_code) + serial + digits;
  return std::string(kRoot) + std::string(type_code) + "." + std::string(issuer_code) + "." +
         serial + "." + digits + "." + *mod_37_36(content);
}

bool is_identifier(std::string_view text) {
  if (!text.starts_with(kRoot)) return false;
  text.remove_prefix(kRoot.size());
  std::vector<std::string_view> parts;
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    parts.push_back(text.substr(0, dot));
    text.remove_prefix(dot + 1);
  }
  if (parts.size() != 4 || text.size() != 1 || parts[3].size() != 3) return false;
  std::string content;
  for (const std::string_view part : parts) {
    if (!plain(part)) return false;
    content += part;
  }
  return mod_37_36(content) == text.front();
}

}  // namespace lianban::licence
