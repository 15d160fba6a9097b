#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"

namespace lianban::scenario {

/// Where a found value does not have what is expected of it.
struct Difference {
  std::string where;  ///< "/clocks/decision/due"
  std::string expected;
  std::string found;
};

/// Objects as subsets, arrays element by element, dates by their date, null equal to absent.
[[nodiscard]] std::optional<Difference> compare(const Json& expected, const Json* found,
                                                const std::string& where);
/// Both as sets, whatever their order.
[[nodiscard]] std::optional<Difference> compare_sets(const Json& expected, const Json& found,
                                                     const std::string& where);

}  // namespace lianban::scenario
