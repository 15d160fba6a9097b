#pragma once

#include <string>

#include "cli/context.hpp"
#include "cli/demo/stage.hpp"
#include "cli/demo/teller.hpp"

namespace lianban::cli {

/// A story that was told to its end.
struct Told {
  std::string case_id;
  nlohmann::json view;    ///< The case as it ended.
  std::size_t trips = 0;  ///< How often the applicant had to come.
};

/// The deferred policy is found in time: the licence.
[[nodiscard]] Told tell_found_in_time(Stage& stage, Terminal& to, const Names& names);
/// It is missed: acceptance revoked, registration turned back.
[[nodiscard]] Told tell_missed(Stage& stage, Terminal& to, const Names& names);

}  // namespace lianban::cli
