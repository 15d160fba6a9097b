#include "base/secrets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace lianban::base {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
char lowered(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_hex_key(std::string_view text) {
  return text.size() >= 32 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (lowered(c) >= 'a' && lowered(c) <= 'f');
         });
}

bool is_base64_char(char c) {
  return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
}

/// Names also mix letters and digits, but keep their digits together ("gatewayKeyForCity2026");
/// 24 random characters of base64 hold two separate runs of digits 9 times in 10.
bool is_mixed_key(std::string_view text) {
  if (text.size() < 24 || text.front() == '/') return false;
  std::size_t digit_runs = 0;
  bool lower = false;
  bool upper = false;
  bool in_digits = false;
  for (const char c : text) {
    if (!is_base64_char(c)) return false;
    lower = lower || is_lower(c);
    upper = upper || is_upper(c);
    if (is_digit(c) && !in_digits) ++digit_runs;
    in_digits = is_digit(c);
  }
  return lower && upper && digit_runs >= 2;
}

bool is_jwt(std::string_view text) {
  return text.starts_with("eyJ") && std::count(text.begin(), text.end(), '.') == 2;
}

}  // namespace

bool looks_like_secret(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(), lowered);
  return low.find("-----begin") != std::string::npos || low.starts_with("bearer ") ||
         low.starts_with("basic ") || is_jwt(text) || is_hex_key(text) || is_mixed_key(text);
}

bool names_a_secret(std::string_view member) {
  constexpr std::array<std::string_view, 10> kWords = {
      "password", "passwd", "pwd",        "token",       "apikey",
      "appkey",   "secret", "privatekey", "credentials", "credential"};
  std::string plain;
  for (const char c : member) {
    if (is_letter(c) || is_digit(c)) plain.push_back(lowered(c));
  }
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return plain.find(word) != std::string::npos; });
}

bool is_secret_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
         });
}

}  // namespace lianban::base
