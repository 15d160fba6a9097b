#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "material/checklist.hpp"
#include "material/deferral.hpp"
#include "model/definition.hpp"
#include "support/sources.hpp"

/// Documents without a case: a definition, what rules read, and the records.
namespace lianban::material::testing {

using lifecycle::DeferralState;
using lifecycle::MaterialState;
using support::at;

inline constexpr const char* kDefinition = R"({
  "lianban": 1, "id": "shop", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}},
               "registry": {"title": "Registry", "roles": {}}},
  "form": {"type": "object", "properties": {"electric": {"type": "boolean"}, "clean": {"type": "boolean"},
    "seats": {"type": "integer"}}},
  "conditions": {"credit_clean": {"title": "No broken promise", "rule": {"var": "form.clean"}},
                 "electric": {"title": "Electric", "rule": {"var": "form.electric"}}},
  "papers": {"sheet": {"title": "Sheet"}},
  "calls": {"lookup": {"title": "Look up", "agency": "registry", "operation": "find", "answers": "now",
    "reply": {"type": "object"}, "outcomes": [{"id": "found"}]}},
  "materials": {
    "form": {"title": {"zh": "申请表", "en": "Form"}, "source": "applicant"},
    "range": {"title": "Range", "source": "applicant", "required": "electric"},
    "extra": {"title": "Extra", "source": "applicant", "required": false},
    "odd": {"title": "Odd", "source": "applicant",
      "required": {">": [{"require": ["form.seats"]}, 7]}},
    "sheet": {"title": "Sheet", "source": {"produced": "sheet"}},
    "policy": {"title": {"zh": "保单", "en": "Policy"},
      "source": {"query": "lookup", "dated": "cover.from"},
      "defer": {"within": "15 workdays", "at_least": "5 workdays", "when": ["credit_clean"],
        "warn_at": ["3 workdays", "1 workday"], "overdue": "acceptance_revoked"}}},
  "chart": {"states": [{"id": "desk"}]}
})";

/// Reads form.* of one JSON value, and the conditions by name.
class Form : public rules::Scope {
 public:
  explicit Form(Json form) : form_(std::move(form)) {}

  const Json* find(const rules::Path& path, Json&) const override {
    const Json* value = &form_;
    for (const std::string& name : path.segments) {
      const auto it = value->find(name);
      if (it == value->end()) return nullptr;
      value = &*it;
    }
    return value;
  }
  bool in_state(std::string_view) const override { return false; }
  Result<bool> holds(std::string_view) const override { return false; }
  Instant now() const override { return at("2021-09-15T09:00:00+08:00"); }
  const base::Workdays& workdays() const override { return support::national_calendar(); }

 private:
  Json form_;
};

struct Documents {
  explicit Documents(Json form = Json::object()) : scope(std::move(form)) {}

  [[nodiscard]] const model::Definition& definition() const {
    // Without the checker: nothing here leads to an ending.
    static const auto loaded = model::load(kDefinition, false);
    return *loaded.definition;
  }
  [[nodiscard]] const model::Material& spec(const std::string& id) const {
    return *definition().materials.find(id);
  }
  [[nodiscard]] Ledger ledger() const { return {definition(), materials, deferrals, scope}; }
  void stand(const std::string& id, MaterialState state) { materials[id].state = state; }
  void promise(const std::string& id, DeferralState state = DeferralState::kPromised) {
    deferrals[id].state = state;
  }

  Materials materials;
  Deferrals deferrals;
  Form scope;
};

inline std::vector<std::string> ids(const std::vector<const model::Material*>& list) {
  std::vector<std::string> names;
  for (const model::Material* each : list) names.push_back(each->id);
  return names;
}

}  // namespace lianban::material::testing
