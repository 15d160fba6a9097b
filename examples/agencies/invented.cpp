#include "invented.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>

namespace lianban::simulators {

std::uint64_t mix(std::uint64_t seed, std::string_view text) {
  // FNV-1a, then the finaliser of splitmix64: FNV's high bits alone are too regular for shares.
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31U);
}

double share(std::uint64_t seed, std::string_view text) {
  return static_cast<double>(mix(seed, text) >> 11U) * 0x1p-53;
}

std::string number(std::string_view prefix, int count, std::uint64_t seed, std::string_view text) {
  std::string out(prefix);
  std::uint64_t rest = mix(seed, text);
  for (int i = 0; i < count; ++i) {
    out.push_back(static_cast<char>('0' + rest % 10));
    rest = rest >= 10 ? rest / 10 : mix(seed + 1, out);
  }
  return out;
}

std::string id_number(std::uint64_t seed, std::string_view text) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kChecks = "10X98765432";
  std::string out = number("33030219000101", 3, seed, text);
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (out[i] - '0') * kWeights[i];
  out.push_back(kChecks[static_cast<std::size_t>(sum % 11)]);
  return out;
}

std::string next_year(const std::string& day) {
  if (day.size() != 10) return day;
  std::string out = std::to_string(std::stoi(day.substr(0, 4)) + 1) + day.substr(4);
  if (out.ends_with("-02-29")) out.replace(8, 2, "28");
  return out;
}

std::string system_day() {
  using std::chrono::floor;
  const auto beijing = std::chrono::system_clock::now() + std::chrono::hours{8};
  const std::chrono::year_month_day day{floor<std::chrono::days>(beijing)};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

}  // namespace lianban::simulators
