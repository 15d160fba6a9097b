#pragma once

#include <string>
#include <vector>

#include "model/schema.hpp"

namespace lianban::model {

/// One remark of the validator: the way to the value ("<root>", "[name]", "[0]") and its sentence.
struct Remark {
  std::vector<std::string> context;
  std::string description;
};

/// In words for people, each place and reason once. Never empty for remarks that are not, and never
/// with a value in it.
[[nodiscard]] std::vector<SchemaFault> in_words(const std::vector<Remark>& remarks);

}  // namespace lianban::model
