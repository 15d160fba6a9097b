#pragma once

#include <string_view>

namespace lianban::base {

/// Whether a text is more likely a key, password or token than a name or an address: PEM, a bearer
/// or basic credential, a JWT, 32 or more hexadecimal digits, or 24 or more characters of base64
/// whose letters of both cases and digits are mixed. A heuristic for refusing configuration files:
/// what it lets through is not proven harmless.
[[nodiscard]] bool looks_like_secret(std::string_view text);

/// Whether a member's name says that its value is a secret ("password", "app_secret", "api-key").
[[nodiscard]] bool names_a_secret(std::string_view member);

/// Whether a text can be the name of a secret: a letter, then up to 63 letters, digits, "_.-".
[[nodiscard]] bool is_secret_name(std::string_view text);

}  // namespace lianban::base
