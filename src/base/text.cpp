#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

namespace lianban::base {
namespace {

/// Length of the well-formed sequence at the front; 0 if there is none.
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i) { return i < text.size() && (at(i) & 0xC0) == 0x80; };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    const bool overlong = lead == 0xE0 && at(1) < 0xA0;
    const bool surrogate = lead == 0xED && at(1) > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    const bool overlong = lead == 0xF0 && at(1) < 0x90;
    const bool too_large = lead == 0xF4 && at(1) > 0x8F;
    return overlong || too_large ? 0 : 4;
  }
  return 0;
}

struct CodePoint {
  std::string_view bytes;
  utf8proc_int32_t value;  ///< -1 for an ill-formed byte.
};

std::vector<CodePoint> code_points(std::string_view text) {
  std::vector<CodePoint> out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    CodePoint point{text.substr(0, std::max<std::size_t>(length, 1)), -1};
    if (length > 0) {
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(length), &point.value);
    }
    out.push_back(point);
    text.remove_prefix(point.bytes.size());
  }
  return out;
}

std::size_t cells_of(const CodePoint& point) {
  return point.value < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(point.value));
}

/// Optimal string alignment distance, or `most` + 1 when it is larger.
std::size_t distance(const std::vector<CodePoint>& a, const std::vector<CodePoint>& b,
                     std::size_t most) {
  const std::size_t rows = a.size();
  const std::size_t columns = b.size();
  if (std::max(rows, columns) - std::min(rows, columns) > most) return most + 1;
  std::vector<std::size_t> two_up(columns + 1), up(columns + 1), row(columns + 1);
  for (std::size_t j = 0; j <= columns; ++j) up[j] = j;
  for (std::size_t i = 1; i <= rows; ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= columns; ++j) {
      const bool same = a[i - 1].bytes == b[j - 1].bytes;
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && a[i - 1].bytes == b[j - 2].bytes && a[i - 2].bytes == b[j - 1].bytes;
      if (swapped) row[j] = std::min(row[j], two_up[j - 2] + 1);
    }
    two_up.swap(up);
    up.swap(row);
  }
  return std::min(up[columns], most + 1);
}

template <class Candidates>
std::optional<std::string> nearest_of(std::string_view word, const Candidates& candidates) {
  constexpr std::size_t kLongestWord = 128;  // Bounds the work on hostile definitions.
  if (word.empty() || word.size() > kLongestWord) return std::nullopt;
  const std::vector<CodePoint> points = code_points(word);
  std::size_t best = std::max<std::size_t>(1, points.size() / 3);
  std::optional<std::string> found;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > 2 * kLongestWord) continue;
    const std::vector<CodePoint> other = code_points(candidate);
    const std::size_t apart = distance(points, other, best);
    // All characters replaced is no resemblance: "a" must not suggest "b".
    const bool resembles = apart < std::max(points.size(), other.size());
    if (apart > best || !resembles || (found && apart == best)) continue;
    found = std::string(candidate);
    best = apart;
  }
  return found;
}

constexpr std::string_view kHidden = "***";

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string keep_ends(const std::vector<CodePoint>& points, std::size_t head, std::size_t tail) {
  std::string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool shown = i < head || i + tail >= points.size();
    out += shown ? points[i].bytes : std::string_view("*");
  }
  return out;
}

std::string hide(std::string_view value) { return std::string(value.empty() ? "" : kHidden); }

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t eight = 0;
    if (at + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    const std::size_t length = sequence_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return at;
}

bool valid_utf8(std::string_view text) { return valid_utf8_prefix(text) == text.size(); }

std::string repaired_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t good = valid_utf8_prefix(text);
    out += text.substr(0, good);
    text.remove_prefix(good);
    if (text.empty()) break;
    out += "\xEF\xBF\xBD";
    text.remove_prefix(1);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t cells = 0;
  for (const CodePoint& point : code_points(text)) cells += cells_of(point);
  return cells;
}

std::string pad_right(std::string_view text, std::size_t cells) {
  const std::size_t width = display_width(text);
  std::string out(text);
  if (width < cells) out.append(cells - width, ' ');
  return out;
}

std::string truncate_cells(std::string_view text, std::size_t cells) {
  if (display_width(text) <= cells) return std::string(text);
  if (cells == 0) return {};
  std::string out;
  std::size_t used = 1;  // The ellipsis.
  for (const CodePoint& point : code_points(text)) {
    used += cells_of(point);
    if (used > cells) break;
    out += point.bytes;
  }
  return out + "…";
}

std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string_view> candidates) {
  return nearest_of(word, candidates);
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  return nearest_of(word, candidates);
}

std::string mask_id_number(std::string_view value) {
  // GB 11643: 17 digits and a digit or X; 15 digits until 1999.
  const bool now = value.size() == 18 && all_digits(value.substr(0, 17)) &&
                   (all_digits(value.substr(17)) || value[17] == 'X' || value[17] == 'x');
  const bool old = value.size() == 15 && all_digits(value);
  return now || old ? keep_ends(code_points(value), 6, 4) : hide(value);
}

std::string mask_phone(std::string_view value) {
  const bool usual = value.size() == 11 && all_digits(value);
  return usual ? keep_ends(code_points(value), 3, 4) : hide(value);
}

std::string mask_name(std::string_view value) {
  const std::vector<CodePoint> points = code_points(value);
  if (points.size() < 2 || !valid_utf8(value)) return hide(value);
  return std::string(points.front().bytes) + "**";
}

std::string mask_plate(std::string_view value) {
  // GA 36: province, letter, then 5 characters, 6 for new-energy vehicles.
  const std::vector<CodePoint> points = code_points(value);
  const bool usual = (points.size() == 7 || points.size() == 8) && valid_utf8(value);
  return usual ? keep_ends(points, 2, 1) : hide(value);
}

std::string mask(std::string_view kind, std::string_view value) {
  if (kind == "resident_id") return mask_id_number(value);
  if (kind == "phone") return mask_phone(value);
  if (kind == "name") return mask_name(value);
  if (kind == "plate") return mask_plate(value);
  return hide(value);
}

}  // namespace lianban::base
