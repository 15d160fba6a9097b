#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lianban::base {

using Digest = std::array<std::uint8_t, 32>;
using Digest20 = std::array<std::uint8_t, 20>;
using Key16 = std::array<std::uint8_t, 16>;

/// SM3 (GB/T 32905-2016) over the parts one after the other.
[[nodiscard]] Digest sm3(std::initializer_list<std::string_view> parts);
[[nodiscard]] Digest sha256(std::string_view bytes);
/// HMAC-SM3: the blind index of a personal value (never a bare hash: ID numbers are enumerable).
[[nodiscard]] Digest hmac_sm3(std::string_view key, std::string_view bytes);
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view bytes);
/// Only for counterparties that still ask for it: not collision-resistant.
[[nodiscard]] Digest20 sha1(std::string_view bytes);
/// RFC 4648 section 4, padded.
[[nodiscard]] std::string base64(std::span<const std::uint8_t> bytes);
/// Nothing for anything `base64` does not write.
[[nodiscard]] std::optional<std::string> unbase64(std::string_view text);
[[nodiscard]] bool constant_time_equal(std::string_view a, std::string_view b);
[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);
/// Empty on anything that is not an even number of hexadecimal digits.
[[nodiscard]] std::string unhex(std::string_view text);
[[nodiscard]] std::string_view view(std::span<const std::uint8_t> bytes);
/// From the system's generator (OpenSSL). The one source of randomness besides the engine's option.
void random_bytes(std::span<std::uint8_t> out);

}  // namespace lianban::base
