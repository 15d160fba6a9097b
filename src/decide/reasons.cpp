#include "decide/reasons.hpp"

#include "lianban/time.hpp"

namespace lianban::decide {

namespace {

using Laws = std::vector<std::string>;

/// Of the first place that names any.
Laws laws_of(const model::Definition& definition, const std::string& place,
             const std::string& else_at) {
  const Laws& own = definition.basis_of(place);
  return own.empty() ? definition.basis_of(else_at) : own;
}

Text role_title(const model::Definition& definition, const model::Role& role) {
  if (role.agency.empty()) return {"申请人", "the applicant"};
  const model::Agency* agency = definition.agencies.find(role.agency);
  if (agency == nullptr) return {role.text(), role.text()};
  for (const auto& [id, title] : agency->roles) {
    if (id != role.role) continue;
    return {agency->title.in(Language::kChinese) + title.in(Language::kChinese),
            title.in(Language::kEnglish) + " of " + agency->title.in(Language::kEnglish)};
  }
  return {role.text(), role.text()};
}

/// What an inline rule is about, as it has no title: the paths it reads, never their values.
Text words_of(const rules::Rule& rule) {
  std::string paths;
  for (const rules::Path& path : rule.paths()) paths += (paths.empty() ? "" : ", ") + path.text;
  if (paths.empty()) return {"未满足规则", "a rule does not hold"};
  return {"未满足规则（涉及 " + paths + "）", "a rule over " + paths + " does not hold"};
}

}  // namespace

Text title_or(const Text& title, const std::string& id) {
  return title.empty() ? Text{id, id} : title;
}

Reason role_reason(const model::Definition& definition, const model::Role& role,
                   const std::string& place) {
  const Text who = role_title(definition, role);
  return {"role",
          role.text(),
          {"应由" + who.in(Language::kChinese) + "办理", "for " + who.in(Language::kEnglish)},
          {},
          definition.basis_of(place)};
}

Reason condition_reason(const model::Definition& definition, const model::Guard& guard,
                        const std::string& place) {
  const auto* condition = definition.conditions.find(guard.condition);
  if (condition == nullptr) {
    return {"condition", {}, words_of(guard.rule), {}, definition.basis_of(place)};
  }
  const Text title = title_or(condition->title, condition->id);
  return {"condition",
          condition->id,
          {"未满足条件：" + title.in(Language::kChinese),
           "condition not met: " + title.in(Language::kEnglish)},
          {},
          laws_of(definition, "/conditions/" + condition->id, place)};
}

Reason material_reason(const model::Definition& definition, const model::Material& spec) {
  return {
      "material", spec.id, title_or(spec.title, spec.id), {}, definition.basis_of(spec.pointer)};
}

Reason deferral_reason(const model::Definition& definition, const model::Material& spec,
                       const material::DeferralRecord& record) {
  return {"deferral", spec.id, title_or(spec.title, spec.id),
          record.due ? format_limit(*record.due) : std::string{},
          laws_of(definition, spec.pointer + "/defer", spec.pointer)};
}

Reason clock_reason(const model::Definition& definition, const model::Clock& clock) {
  return {
      "clock", clock.id, title_or(clock.title, clock.id), {}, definition.basis_of(clock.pointer)};
}

Reason state_reason(const model::Definition& definition, const model::State& state) {
  return {
      "state", state.id, title_or(state.title, state.id), {}, definition.basis_of(state.pointer)};
}

}  // namespace lianban::decide
