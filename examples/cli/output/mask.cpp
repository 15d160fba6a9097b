#include "cli/output/mask.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

constexpr std::string_view kHidden = "***";

bool digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// GB 11643: seventeen digits and a check character.
bool looks_like_id_number(std::string_view text) {
  return text.size() == 18 && digits(text.substr(0, 17)) &&
         (digits(text.substr(17)) || text[17] == 'X' || text[17] == 'x');
}

bool looks_like_phone(std::string_view text) {
  return text.size() == 11 && text[0] == '1' && digits(text);
}

/// GA 36: one Chinese character, one letter, five or six letters and digits.
bool looks_like_plate(std::string_view text) {
  const auto all = glyphs(text);
  if (all.size() < 7 || all.size() > 8 || all[0].cells != 2) return false;
  if (all[1].bytes.size() != 1 || all[1].bytes[0] < 'A' || all[1].bytes[0] > 'Z') return false;
  return std::all_of(all.begin() + 2, all.end(), [](const Glyph& glyph) {
    const char c = glyph.bytes[0];
    return glyph.bytes.size() == 1 && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
  });
}

/// The first and last characters, stars between.
std::string keep_ends(std::string_view text, std::size_t head, std::size_t tail) {
  const auto all = glyphs(text);
  if (all.size() <= head + tail) return std::string(kHidden);
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    out += i < head || i + tail >= all.size() ? all[i].bytes : std::string_view("*");
  }
  return out;
}

bool any_of(std::string_view member, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), member) != names.end();
}

}  // namespace

std::string masked(std::string_view member, std::string_view value) {
  if (value.empty()) return {};
  // The shape goes first: a number in a remark is as personal as in its own field.
  if (looks_like_id_number(value)) return keep_ends(value, 6, 4);
  if (looks_like_phone(value)) return keep_ends(value, 3, 4);
  if (looks_like_plate(value)) return keep_ends(value, 2, 1);
  if (any_of(member, {"name", "owner", "signer", "contact"})) return keep_ends(value, 1, 0);
  if (any_of(member, {"vin"})) return keep_ends(value, 3, 4);
  if (any_of(member, {"id_number", "phone", "mobile", "plate", "address"})) {
    return std::string(kHidden);
  }
  return std::string(value);
}

nlohmann::json masked_all(const nlohmann::json& value, std::string_view member) {
  if (value.is_string()) return masked(member, value.get_ref<const std::string&>());
  if (!value.is_structured()) return value;
  nlohmann::json out = value;
  if (value.is_array()) {
    for (auto& each : out) each = masked_all(each, member);
  } else {
    for (auto& [name, each] : out.items()) each = masked_all(each, name);
  }
  return out;
}

}  // namespace lianban::cli
