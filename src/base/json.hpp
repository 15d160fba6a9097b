#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/result.hpp"

namespace lianban {

/// Members are sorted by name: the definition language gives order a meaning only inside arrays,
/// so a dump is already canonical.
using Json = nlohmann::json;

namespace base {

/// Line and column of a text, both from 1; the column counts code points.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

struct JsonLimits {
  std::size_t bytes;
  std::size_t depth;
};

/// A fault of syntax: what, and where.
struct JsonFault {
  Error error;         ///< json/syntax, json/duplicate_key, json/too_deep, json/too_large,
                       ///< json/encoding, json/number
  std::size_t offset;  ///< Byte offset into the text.
  Position position;
};

/// Strict JSON (RFC 8259): UTF-8, no duplicate names, no trailing text, bounded in size and depth.
/// Integers stay 64-bit; one outside that range is a fault instead of a silent double.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const JsonLimits& limits);
/// The same; a fault is also placed. `fault` may be null.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const JsonLimits& limits,
                                      JsonFault* fault);

/// Where the value (or, with `name`, the member's name) at a JSON pointer stands in a text that
/// parse_json has accepted. The start of the nearest existing parent if the pointer leads nowhere.
enum class Part { kValue, kName };
[[nodiscard]] Position locate(std::string_view text, std::string_view pointer, Part part);
[[nodiscard]] Position position_of(std::string_view text, std::size_t offset);

/// "/a/b" + name, with ~ and / escaped as RFC 6901 says.
[[nodiscard]] std::string pointer_join(std::string_view pointer, std::string_view name);
[[nodiscard]] std::string pointer_join(std::string_view pointer, std::size_t index);

/// The one byte form that is hashed and stored: sorted members, no white space, UTF-8, shortest
/// numbers.
[[nodiscard]] std::string canonical(const Json& value);

}  // namespace base
}  // namespace lianban
