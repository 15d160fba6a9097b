#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lianban::base {

/// Bytes of the longest well-formed UTF-8 prefix (Unicode 15, table 3-7: no surrogates, no overlong
/// forms).
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view text);
[[nodiscard]] bool valid_utf8(std::string_view text);
/// The same text with every ill-formed byte replaced by U+FFFD.
[[nodiscard]] std::string repaired_utf8(std::string_view text);

/// Cells on a terminal: 2 for a CJK character, 0 for a combining or control character. An
/// ill-formed byte counts as 1.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// With spaces up to that many cells; a text that is already wider is returned as it is.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t cells);
/// At most that many cells; what was cut ends with "…". A combining mark stays with its base.
[[nodiscard]] std::string truncate_cells(std::string_view text, std::size_t cells);

/// The candidate that was probably meant: fewest insertions, deletions, replacements and swaps of
/// neighbours, at most one per three characters; the first of equals. For "did you mean".
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string_view> candidates);
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

/// Personal values as a list or a clerk's screen may show them. A value that does not have the
/// usual form is shown as "***", so that a typing error cannot uncover it; an empty one stays
/// empty. The number of stars says nothing about hidden length except where the form is fixed.
[[nodiscard]] std::string mask_id_number(std::string_view value);  ///< 330302********1234
[[nodiscard]] std::string mask_phone(std::string_view value);      ///< 138****5678
[[nodiscard]] std::string mask_name(std::string_view value);       ///< 张**
[[nodiscard]] std::string mask_plate(std::string_view value);      ///< 浙C****5
/// By the kind of `x-personal`: resident_id, phone, name, plate; every other kind is hidden whole.
[[nodiscard]] std::string mask(std::string_view kind, std::string_view value);

}  // namespace lianban::base
