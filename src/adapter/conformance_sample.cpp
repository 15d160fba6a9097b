#include "adapter/conformance_sample.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/hash.hpp"

namespace lianban::adapter {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLetters =
    "ABCDEFGHJKLMNPQRSTUVWXYZ";  // Plates have no I and O (GA 36).

base::Digest drawn(std::uint64_t seed, std::string_view name, std::uint64_t number) {
  return base::sm3({std::to_string(seed), "/", name, "/", std::to_string(number)});
}

/// One sign a byte, from the byte at `first` on.
std::string signs(const base::Digest& from, std::size_t count, std::string_view alphabet,
                  std::size_t first = 0) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += alphabet[from[first + i] % alphabet.size()];
  return out;
}

std::string with_vin_check(std::string vin) {
  constexpr std::string_view kVinLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  constexpr std::string_view kValues = "12345678123457923456789";
  constexpr std::array<int, 17> kWeights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  int sum = 0;
  for (std::size_t i = 0; i < vin.size(); ++i) {
    const auto letter = kVinLetters.find(vin[i]);
    sum += kWeights[i] * ((letter == std::string_view::npos ? vin[i] : kValues[letter]) - '0');
  }
  vin[8] = "0123456789X"[sum % 11];
  return vin;
}

std::string with_id_check(std::string id) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (id[i] - '0') * kWeights[i];
  return id + "10X98765432"[sum % 11];
}

}  // namespace

std::string Samples::value(const std::string& name, std::uint64_t number) const {
  const base::Digest from = drawn(seed_, name, number);
  if (name == "plate") return "浙C" + signs(from, 2, kLetters) + signs(from, 3, kDigits, 2);
  if (name == "vin") return with_vin_check("LSVAA49J0" + signs(from, 8, kDigits));
  if (name == "name") return "演示用户";
  if (name == "id_number") return with_id_check("33030219000101" + signs(from, 3, kDigits));
  if (name == "phone") return "1380000" + signs(from, 4, kDigits);
  if (name == "number") return "S" + signs(from, 12, kDigits);
  if (name == "token") return base::hex(from);
  if (name == "address") return "浙江省温州市示例路1号";
  return "{" + name + "}";
}

std::string Samples::text(const std::string& pattern, std::uint64_t number) const {
  std::string out;
  std::size_t at = 0;
  while (at < pattern.size()) {
    const auto open = pattern.find('{', at);
    const auto close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) break;
    out +=
        pattern.substr(at, open - at) + value(pattern.substr(open + 1, close - open - 1), number);
    at = close + 1;
  }
  return out + pattern.substr(at);
}

Json Samples::fill(const Json& pattern, std::uint64_t number) const {
  if (pattern.is_string()) return text(pattern.get<std::string>(), number);
  Json out = pattern;
  if (pattern.is_structured()) {
    for (Json& each : out) each = fill(each, number);
  }
  return out;
}

std::string Samples::key(std::uint64_t number) const {
  return "verify-" + base::hex(drawn(seed_, "key", number)).substr(0, 32);
}

}  // namespace lianban::adapter
