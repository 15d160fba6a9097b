#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "lianban/command.hpp"
#include "material/records.hpp"
#include "model/definition.hpp"
#include "rules/rule.hpp"

/// What a case owes: computed from rules and records at each look, never stored, so that a changed
/// form changes the checklist at once.
namespace lianban::material {

using Materials = std::map<std::string, MaterialRecord>;
using Deferrals = std::map<std::string, DeferralRecord>;

/// The documents of one case at one moment. Refers to its parts, owns nothing.
struct Ledger {
  const model::Definition& definition;
  const Materials& materials;
  const Deferrals& deferrals;
  const rules::Scope& scope;  ///< Of the same moment.
};

/// A rule's truth where an error counts as false: `required` and the like have no one to tell.
[[nodiscard]] bool true_now(const rules::Rule& rule, const rules::Scope& scope);
[[nodiscard]] bool all_hold(const std::vector<model::Guard>& guards, const rules::Scope& scope);

[[nodiscard]] const MaterialRecord& record_of(const Materials& materials, const std::string& id);
/// Now; `required` may depend on the form.
[[nodiscard]] bool required(const model::Material& spec, const Ledger& ledger);
/// May be promised now: the definition allows it and its conditions hold.
[[nodiscard]] bool deferrable(const model::Material& spec, const Ledger& ledger);
/// Its deferral exists and is promised or overdue.
[[nodiscard]] bool open_deferral(const Deferrals& deferrals, const std::string& material);

/// Required, missing or rejected, not a produced one, not waived. Promised ones included.
[[nodiscard]] std::vector<const model::Material*> gaps(const Ledger& ledger);
/// Gaps that hold back acceptance: not promised.
[[nodiscard]] std::vector<const model::Material*> blocking_gaps(const Ledger& ledger);

/// `case.gaps`: [{material, title, state, reason, deferrable, promised}].
[[nodiscard]] Json gaps_json(const Ledger& ledger);
/// `case.deferrals`: [{material, title, state, due, unsigned, consequence}].
[[nodiscard]] Json deferrals_json(const Ledger& ledger);

/// What the documents still hold against a licence (empty: nothing): a required one missing or
/// rejected, one under an open deferral.
[[nodiscard]] std::vector<Reason> issue_obstacles(const Ledger& ledger);

[[nodiscard]] Json title_json(const Text& title);

}  // namespace lianban::material
