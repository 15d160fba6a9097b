#pragma once

#include <memory>

#include "base/json.hpp"

namespace lianban::adapter {

/// A JSON Schema (draft 7) of replies.
class ReplySchema {
 public:
  /// Nothing if it is no schema.
  [[nodiscard]] static std::shared_ptr<const ReplySchema> make(const Json& source);
  virtual ~ReplySchema() = default;
  [[nodiscard]] virtual bool fits(const Json& reply) const = 0;
};

}  // namespace lianban::adapter
