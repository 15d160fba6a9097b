#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "lianban/diagnostic.hpp"
#include "model/schema.hpp"

namespace lianban::model {

/// What is left of a schema once it has been read: validation only, in a form that is safe to run.
struct ReadSchema {
  /// Known keywords only; formats and patterns renamed.
  std::shared_ptr<const Json> rules;
  std::vector<Schema::Personal> personal;  ///< "*" stands for every element of a list.
  bool needs_bounds = false;               ///< Has keywords whose cost grows faster than the value.
};

/// `format` and `pattern` under the names that our own checks listen to: valijson's own would run
/// std::regex, whose recursion a long text overflows.
inline constexpr const char* kFormatKey = "x-lianban-format";
inline constexpr const char* kPatternKey = "x-lianban-pattern";

/// Reads a schema and reports what is no draft-07 schema, with its place. Nothing after a fault.
[[nodiscard]] std::optional<ReadSchema> read_schema(const Json& schema, std::string_view pointer,
                                                    Diagnostics& faults);

/// A format of the language: what rules::is_valid knows, `date` and `date-time`.
[[nodiscard]] bool fits_format(std::string_view format, std::string_view text);

/// Schema::member on the source.
[[nodiscard]] Schema::Member find_member(const Json& schema,
                                         const std::vector<std::string>& segments);

}  // namespace lianban::model
