#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lianban::licence {

/// Check character of ISO/IEC 7064 MOD 37,36 over digits and capital letters; nothing if there is
/// any other character. Any one wrong character changes it, and nearly every swap of neighbours.
[[nodiscard]] std::optional<char> mod_37_36(std::string_view text);

/// The e-licence identifier of GB/T 36904-2018:
/// 1.2.156.3005.2.TYPE.ISSUER.SERIAL.VERSION.CHECK, version in three digits, the check character
/// over type, issuer, serial and version without the dots. The serial keeps its digits and capital
/// letters only. Nothing unless type and issuer are digits and capital letters and version is 1 to
/// 999. Checked against published identifiers; the standard's full text was not at hand.
[[nodiscard]] std::optional<std::string> identifier(std::string_view type_code,
                                                    std::string_view issuer_code,
                                                    std::string_view number, std::uint32_t version);

/// Whether an identifier is well formed and its check character right.
[[nodiscard]] bool is_identifier(std::string_view text);

}  // namespace lianban::licence
