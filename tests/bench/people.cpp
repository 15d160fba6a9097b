#include "bench/people.hpp"

#include <array>
#include <cstdio>

namespace lianban::bench {
namespace {

constexpr std::size_t kVinCheck = 8;
constexpr std::array kVinWeights{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
constexpr std::array kIdWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

int vin_value(char letter) {
  switch (letter) {
    case 'L':
    case 'C':
      return 3;
    case 'G':
    case 'X':
      return 7;
    case 'E':
      return 5;
    case 'B':
      return 2;
    case 'M':
      return 4;
    default:
      return letter - '0';
  }
}

std::string numbered(const char* pattern, std::size_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), pattern, number);
  return text.data();
}

}  // namespace

std::string vin_of(std::size_t serial) {
  std::string vin = numbered("LGXCE6CB0M%07zu", serial % 10'000'000);
  int sum = 0;
  for (std::size_t i = 0; i < vin.size(); ++i) sum += vin_value(vin[i]) * kVinWeights[i];
  vin[kVinCheck] = sum % 11 == 10 ? 'X' : static_cast<char>('0' + sum % 11);
  return vin;
}

std::string resident_id_of(std::size_t serial) {
  std::string id = "330302" + numbered("%04zu", 1970 + serial / 336'000 % 30) +
                   numbered("%02zu", 1 + serial / 28'000 % 12) +
                   numbered("%02zu", 1 + serial / 1'000 % 28) + numbered("%03zu", serial % 1'000);
  int sum = 0;
  for (std::size_t i = 0; i < id.size(); ++i) sum += (id[i] - '0') * kIdWeights[i];
  return id + "10X98765432"[sum % 11];
}

std::string plate_of(std::size_t serial) { return numbered("浙CD%05zu", serial % 100'000); }

std::string phone_of(std::size_t serial) { return numbered("138%08zu", serial % 100'000'000); }

}  // namespace lianban::bench
