#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lianban::rules {

/// The family a path belongs to: its first segment.
enum class Root : std::uint8_t {
  kForm,
  kVars,
  kParams,
  kEvent,
  kCase,
  kMaterials,
  kDeferrals,
  kClocks,
  kCalls,
  kReply,
  kLicences,
  kPapers,
  kDone,
  kElement,  ///< The element inside map, filter, all, none, some, reduce.
  kData,     ///< Unchecked data, for the public JSONLogic cases only.
};

/// A path of `var`, split once at load. "materials.tax_receipt.data.no" has the root kMaterials and
/// the segments {"tax_receipt", "data", "no"}; a number selects an element of an array.
struct Path {
  Root root = Root::kData;
  std::vector<std::string> segments;
  std::string text;  ///< As written, for traces and messages.
  friend bool operator==(const Path&, const Path&) = default;
};

/// Nothing where the first segment names no family.
[[nodiscard]] std::optional<Path> parse_path(std::string_view text);

/// The parts of a dotted path; none for the empty text.
[[nodiscard]] std::vector<std::string> split_path(std::string_view text);

/// The value below `from` at the segments from number `first` on: a member of an object, an element
/// of an array by its number. Null where there is none.
[[nodiscard]] const Json* follow(const Json& from, const std::vector<std::string>& segments,
                                 std::size_t first = 0);

}  // namespace lianban::rules
