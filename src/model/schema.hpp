#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "lianban/diagnostic.hpp"
#include "rules/path.hpp"

namespace lianban::model {

/// One way in which a value breaks a schema.
struct SchemaFault {
  std::string pointer;  ///< Into the value.
  Text message;         ///< Names the member, never the value.
};

/// A compiled JSON Schema (draft-07) with the formats of rules::is_valid and `x-personal` marks.
/// Immutable, cheap to copy, safe to share between threads. Default: everything is valid.
class Schema {
 public:
  Schema() = default;
  /// Faults (LB-E1106 not a schema, LB-E1107 unknown format) are appended with their pointer.
  [[nodiscard]] static Schema compile(const Json& schema, std::string_view pointer,
                                      Diagnostics& faults);
  [[nodiscard]] bool empty() const { return impl_ == nullptr; }
  [[nodiscard]] std::vector<SchemaFault> validate(const Json& value) const;

  /// What the schema says of the member path below the value it describes.
  struct Member {
    bool declared = false;  ///< Named in `properties`, or covered by a schema without them.
    bool required = false;  ///< Every step of the path is required.
  };
  [[nodiscard]] Member member(const std::vector<std::string>& segments) const;

  struct Personal {
    std::vector<std::string> segments;
    std::string kind;  ///< resident_id, phone, name, plate, address, other.
  };
  [[nodiscard]] const std::vector<Personal>& personal() const;
  [[nodiscard]] const Json& source() const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace lianban::model
