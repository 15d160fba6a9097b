#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/definition.hpp"
#include "lianban/text.hpp"

namespace lianban {

/// What a change is about, the most consequential first: the order in which changes are listed.
enum class ChangeArea {
  kDeadlines,  ///< Clocks, limits of deferrals, waits (`after`), timeouts of calls.
  kMaterials,
  kSteps,
  kTransitions,
  kConditions,
  kCalls,
  kPapers,
  kLicences,
  kPeople,  ///< Agencies, roles, who may open a case.
  kParams,
  kForm,
  kRecords,  ///< `vars`.
  kLaw,
  kGeneral,  ///< Identity, numbers of cases, calendar, regions.
  kWording,  ///< Titles, notes, and what is only written otherwise.
};
/// What became of it.
enum class ChangeKind { kAdded, kRemoved, kChanged };

/// One difference, in words.
struct Change {
  ChangeArea area = ChangeArea::kGeneral;
  ChangeKind kind = ChangeKind::kChanged;
  std::string pointer;  ///< JSON pointer into the new definition; of what was removed, the old one.
  Text text;            ///< One sentence with what it was and what it is.
  nlohmann::json before, after;  ///< Params put in; null where it was or is not there.
};

/// Stable names: "deadlines", "materials", ...; "added", "removed", "changed".
[[nodiscard]] std::string_view to_name(ChangeArea area);
/// Likewise.
[[nodiscard]] std::string_view to_name(ChangeKind kind);
/// The heading of an area.
[[nodiscard]] Text title_of(ChangeArea area);

/// What is different in `after`, ordered by area, then as it stands there. Empty only where both
/// say the same, members in any order. States, materials and the like are known by their ids: one
/// with another id is removed and added. A param that changes is listed, and so is each place
/// where it stands. Deterministic; any thread.
[[nodiscard]] std::vector<Change> compare(const Definition& before, const Definition& after);

}  // namespace lianban
