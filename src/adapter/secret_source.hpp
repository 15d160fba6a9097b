#pragma once

#include <optional>
#include <string>

#include "lianban/agency.hpp"

namespace lianban::adapter {

/// The bytes of a named secret, or nothing. The host's function is foreign code: what it throws
/// counts as "no such secret", and so does an empty one, which everybody knows. An empty source is
/// usual_secrets().
[[nodiscard]] std::optional<std::string> secret_of(const SecretSource& source,
                                                   const std::string& name);

}  // namespace lianban::adapter
