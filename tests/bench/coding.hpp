#pragma once

#include "bench/raw.hpp"

namespace lianban::bench {

/// What one command spends in JSON and hashing, in microseconds, on the commands and cases that the
/// engine has just worked on: the request's hash, its entries and their link of the chain, and a
/// sixteenth of the case's body. `decode` is what loading one case costs where it is not cached.
struct CodingCost {
  double request = 0, entries = 0, link = 0, body = 0, decode = 0;
  [[nodiscard]] double per_command() const { return request + entries + link + body; }
};
[[nodiscard]] CodingCost coding_cost(const RawWriter& written);

}  // namespace lianban::bench
