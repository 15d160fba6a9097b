#include "decide/licence_sections.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/offices.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

namespace {

std::optional<Day> day_in(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (const auto day = parse_day(text)) return day;
  const auto instant = parse_instant(text);
  return instant ? std::optional<Day>(day_of(*instant)) : std::nullopt;
}

Result<bool> applies(const model::LicenceSection& section, const CaseScope& scope) {
  for (const model::Guard& guard : section.when) {
    auto holds = guard.rule.test(scope);
    if (!holds.ok() || !*holds) return holds;
  }
  return true;
}

Result<Json> freeze(const Session& session, const model::LicenceSection& section,
                    const CaseScope& scope) {
  auto content = session.evaluate(section.content);
  if (!content.ok()) return std::move(content).error();
  Json frozen = {{"title", material::title_json(section.title)},
                 {"authority", section.authority},
                 {"valid", nullptr},
                 {"content", std::move(content).value()}};
  const std::string office = competence_of(session, section.authority).office;
  if (!office.empty()) frozen["office"] = office;
  if (!section.valid) return frozen;
  const auto until = section.valid->evaluate(scope);
  if (!until.ok()) return until.error();
  const auto day = day_in(*until);
  if (!day) {
    // Printed without its date, a part with a limit would read as one without.
    return make_error("licence/section_valid", "分项的有效期没有算出日期：" + section.id,
                      "the validity of a section gives no date: " + section.id, section.id);
  }
  frozen["valid"] = format_day(*day);
  return frozen;
}

/// Of a licence that another definition issued: the parts that this one does not know stand too.
void keep_unknown(const model::Licence& spec, const model::Issue& issue,
                  const LicenceRecord* before, Json& all) {
  if (issue.sections.empty() || before == nullptr || !before->sections) return;
  for (const auto& [id, part] : before->sections->items()) {
    const bool known = std::any_of(spec.sections.begin(), spec.sections.end(),
                                   [&id = id](const auto& each) { return each.id == id; });
    if (!known) all[id] = part;
  }
}

}  // namespace

Result<Json> freeze_sections(const Session& session, const model::Licence& spec,
                             const model::Issue& issue, const LicenceRecord* before) {
  const Moment moment = session.moment();
  const CaseScope scope(moment);
  Json all = Json::object();
  for (const model::LicenceSection& section : spec.sections) {
    const auto& named = issue.sections;
    const bool anew =
        named.empty() || std::find(named.begin(), named.end(), section.id) != named.end();
    if (!anew) {
      if (before == nullptr || !before->sections) continue;
      const auto kept = before->sections->find(section.id);
      if (kept != before->sections->end()) all[section.id] = *kept;
      continue;
    }
    const auto wanted = applies(section, scope);
    if (!wanted.ok()) return wanted.error();
    if (!*wanted) continue;
    auto frozen = freeze(session, section, scope);
    if (!frozen.ok()) return frozen;
    all[section.id] = std::move(frozen).value();
  }
  keep_unknown(spec, issue, before, all);
  if (all.empty()) {
    return make_error("licence/sections", "没有一个分项适用：" + spec.id,
                      "none of its sections applies: " + spec.id, spec.id);
  }
  return all;
}

std::optional<Day> earliest_section(const Json& sections) {
  std::optional<Day> first;
  for (const Json& section : sections) {
    const auto day = day_in(section["valid"]);
    if (day && (!first || *day < *first)) first = day;
  }
  return first;
}

}  // namespace lianban::decide
