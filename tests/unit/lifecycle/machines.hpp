#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lifecycle/matrix.hpp"

namespace lianban::lifecycle::test {

/// One lifecycle without its types, so that one test serves all.
struct Subject {
  std::string name;
  std::vector<std::string_view> states;
  std::vector<std::string_view> events;
  /// Asks the machine itself, each time anew.
  std::function<std::optional<std::size_t>(std::size_t state, std::size_t event)> next;
  std::function<std::string()> matrix;
  std::set<std::string_view> finals;  ///< States nothing leads out of, as the law wants them.
  std::set<std::string_view> goals;  ///< What must stay within reach: the finals, if there are any.
};

/// All lifecycles of the room, in the order of its README.
const std::vector<Subject>& subjects();

}  // namespace lianban::lifecycle::test
