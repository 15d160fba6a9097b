#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lianban::model {

/// What an id of the definition may name.
enum class Kind {
  kState,
  kAgency,
  kMaterial,
  kPaper,
  kCall,
  kClock,
  kLicence,
  kCondition,
  kParam,
  kLaw,
};

using NameSet = std::set<std::string, std::less<>>;

/// Every id that the definition declares, collected before anything is read, so that a reference
/// may stand before what it refers to.
struct Names {
  std::map<Kind, NameSet> ids;
  NameSet roles;                                         ///< "agency.role".
  NameSet deferrable;                                    ///< Materials with `defer`.
  std::map<std::string, NameSet, std::less<>> outcomes;  ///< Of each call.

  [[nodiscard]] bool has(Kind kind, std::string_view id) const {
    const auto set = ids.find(kind);
    return set != ids.end() && set->second.contains(id);
  }
  [[nodiscard]] std::vector<std::string> all(Kind kind) const {
    const auto set = ids.find(kind);
    if (set == ids.end()) return {};
    return {set->second.begin(), set->second.end()};
  }
};

/// All but the states, whose order matters too (load_chart.cpp). Whatever has the wrong type is
/// passed over: reading it tells.
[[nodiscard]] Names collect_names(const Json& root);

}  // namespace lianban::model
