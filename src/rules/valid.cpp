#include "rules/valid.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

namespace lianban::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }
int digit(char c) { return c - '0'; }

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + digit(c);
  return value;
}

bool is_real_date(std::string_view yyyymmdd) {
  const int year = number(yyyymmdd.substr(0, 4));
  const std::chrono::year_month_day date{
      std::chrono::year{year},
      std::chrono::month{static_cast<unsigned>(number(yyyymmdd.substr(4, 2)))},
      std::chrono::day{static_cast<unsigned>(number(yyyymmdd.substr(6, 2)))}};
  return year >= 1800 && date.ok();
}

// GB 11643-1999: 17 digits and a check character by ISO 7064 MOD 11-2. The first six are the
// division at the time of first registration, so a list of today's divisions would refuse people.
bool is_resident_id(std::string_view text) {
  constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kCheck = "10X98765432";
  if (text.size() != 18 || !all_digits(text.substr(0, 17)) || text[0] == '0') return false;
  if (!is_real_date(text.substr(6, 8))) return false;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sum += static_cast<std::size_t>(digit(text[i]) * kWeights[i]);
  }
  return text[17] == kCheck[sum % 11];
}

// GB 32100-2015: 18 places of an alphabet of 31, weights 3^i mod 31, division code in places 3-8.
bool is_uscc(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (text.size() != 18 || !all_digits(text.substr(2, 6))) return false;
  std::size_t sum = 0;
  std::size_t weight = 1;
  for (const char c : text.substr(0, 17)) {
    const std::size_t value = kAlphabet.find(c);
    if (value == kAlphabet.npos) return false;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return text[17] == kAlphabet[(31 - sum % 31) % 31];
}

// GB 16735-2019: the values of the letters run A-H 1-8, J-N 1-5, P 7, R 9, S-Z 2-9.
int vin_value(char c) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  constexpr std::string_view kValues = "12345678123457923456789";
  if (is_digit(c)) return digit(c);
  const std::size_t at = kLetters.find(c);
  return at == kLetters.npos ? -1 : digit(kValues[at]);
}

bool is_vin(std::string_view text) {
  // Place 9 is the check digit: there X stands for ten, and the weight is 0.
  constexpr std::array kWeights{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  if (text.size() != kWeights.size()) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    const int value = vin_value(text[i]);
    if (value < 0) return false;
    sum += value * kWeights[i];
  }
  const int check = sum % 11;
  return text[8] == (check == 10 ? 'X' : static_cast<char>('0' + check));
}

/// Takes one of the characters off the front; false where none stands there.
bool take_one_of(std::string_view& text, std::string_view characters) {
  constexpr std::size_t kBytes = 3;  // every character of the lists below is three bytes of UTF-8
  for (std::size_t i = 0; i + kBytes <= characters.size(); i += kBytes) {
    if (text.starts_with(characters.substr(i, kBytes))) return text.remove_prefix(kBytes), true;
  }
  return false;
}

bool is_plate_sign(char c) { return is_digit(c) || (is_upper(c) && c != 'I' && c != 'O'); }

// Since the newer series the kinds of drive have more letters than D and F.
bool is_energy_letter(char c) {
  return std::string_view("ABCDEFGHJK").find(c) != std::string_view::npos;
}

bool is_new_energy(std::string_view six) {
  const bool small = is_energy_letter(six[0]) && is_plate_sign(six[1]) && all_digits(six.substr(2));
  const bool large = all_digits(six.substr(0, 5)) && is_energy_letter(six[5]);
  return small || large;
}

// GA 36-2018: province, authority letter, five places (six for new energy), or four places and the
// character of a special use.
bool is_plate(std::string_view text) {
  constexpr std::string_view kProvinces =
      "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
  constexpr std::string_view kSpecial = "学警挂港澳领";
  if (!take_one_of(text, kProvinces)) return false;
  if (text.empty() || is_digit(text[0]) || !is_plate_sign(text[0])) return false;
  text.remove_prefix(1);
  if (text.size() == 5) return std::ranges::all_of(text, is_plate_sign);
  if (text.size() == 6) return is_new_energy(text);
  if (text.size() != 7) return false;
  std::string_view use = text.substr(4);
  return take_one_of(use, kSpecial) && std::ranges::all_of(text.substr(0, 4), is_plate_sign);
}

// GB/T 2260: province, prefecture, county; the codes change every year, their form does not.
bool is_division(std::string_view text) {
  constexpr std::array kProvinces{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                  35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                  53, 54, 61, 62, 63, 64, 65, 71, 81, 82};
  if (text.size() != 6 || !all_digits(text)) return false;
  if (std::ranges::find(kProvinces, number(text.substr(0, 2))) == kProvinces.end()) return false;
  return text.substr(2, 2) != "00" || text.substr(4, 2) == "00";
}

using Check = bool (*)(std::string_view);
constexpr std::array<std::pair<std::string_view, Check>, 5> kKinds{{
    {"resident_id", is_resident_id},
    {"uscc", is_uscc},
    {"vin", is_vin},
    {"plate", is_plate},
    {"division", is_division},
}};

Check check_of(std::string_view kind) {
  const auto found = std::ranges::find(kKinds, kind, [](const auto& each) { return each.first; });
  return found == kKinds.end() ? nullptr : found->second;
}

}  // namespace

bool is_valid_kind(std::string_view kind) { return check_of(kind) != nullptr; }

bool is_valid(std::string_view kind, std::string_view text) {
  const Check check = check_of(kind);
  return check != nullptr && check(text);
}

std::vector<std::string> valid_kinds() {
  std::vector<std::string> names;
  for (const auto& [name, check] : kKinds) names.emplace_back(name);
  return names;
}

}  // namespace lianban::rules
