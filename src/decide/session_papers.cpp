// Papers and licences: made once, numbered, frozen.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "calendar/limit.hpp"
#include "decide/licence_sections.hpp"
#include "decide/offices.hpp"
#include "decide/reasons.hpp"
#include "decide/session.hpp"
#include "licence/identifier.hpp"

namespace lianban::decide {

using lifecycle::LicenceEvent;
using lifecycle::MaterialEvent;

Result<Json> Session::evaluate(const model::RuleMap& rules) const {
  const Moment moment = this->moment();
  const CaseScope scope(moment);
  Json result = Json::object();
  for (const auto& [name, rule] : rules) {
    auto value = rule.evaluate(scope);
    if (!value.ok()) {
      Error error = std::move(value).error();
      error.place = name;
      return error;
    }
    result[name] = std::move(value).value();
  }
  return result;
}

Result<std::string> Session::number_of(const std::string& pattern, const std::string& office) {
  const std::string day = format_day(day_of(now_));
  std::string date = day;
  std::erase(date, '-');
  std::string series, before;
  std::size_t width = 0;
  bool drawn = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const std::size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      series += pattern[at];
      continue;
    }
    const std::string name = pattern.substr(at + 1, close - at - 1);
    at = close;
    if (name == "region") series += case_.region;
    if (name == "office") series += office;
    if (name == "date") series += date;
    if (name == "year") series += day.substr(0, 4);
    if (name == "seq" || name.starts_with("seq:")) {
      width = name.size() > 4 ? std::stoul(name.substr(4)) : 0;
      before = std::exchange(series, {});
      drawn = true;
    }
  }
  if (!drawn) return series;
  const auto next = inputs_.draw(before + "{seq}" + series);
  if (!next.ok()) return next.error();
  std::string digits = std::to_string(*next);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return before + digits + series;
}

bool Session::produce(const std::string& id, const std::string& signer) {
  const model::Paper& spec = *definition_.papers.find(id);
  const auto made = [&](const PaperRecord& paper) { return paper.paper == id; };
  if (spec.once && std::any_of(case_.papers.begin(), case_.papers.end(), made)) return true;
  auto fields = evaluate(spec.fields);
  if (!fields.ok()) return rule_failed(fields.error(), spec.pointer + "/fields");
  PaperRecord record{id, {}, now_, spec.to, signer, nullptr};
  if (spec.number.empty()) {
    record.number = case_.number + "-" + std::to_string(case_.papers.size() + 1);
  } else {
    auto number = number_of(spec.number, case_.office);
    if (!number.ok()) return rule_failed(number.error(), spec.pointer + "/number");
    record.number = std::move(number).value();
  }
  if (!fields->empty()) record.fields = std::make_shared<const Json>(std::move(fields).value());
  emit(Produced{std::move(record)});
  if (!spec.to.empty()) notify(spec.to, id, {});
  for (const model::Material& material : definition_.materials) {
    if (material.source.kind != model::SourceKind::kProduced || material.source.ref != id) continue;
    material::MaterialRecord there = material::record_of(case_.materials, material.id);
    const auto next = lifecycle::next(there.state, MaterialEvent::kProduce);
    if (!next) continue;
    there.state = *next;
    there.data = case_.papers.back().fields;
    put_material(material.id, std::move(there), "produced");
    document_came(material, nullptr, "verified");
  }
  return true;
}

void Session::notify(const std::string& to, const std::string& paper, std::string text) {
  emit(Noticed{{to, paper, std::move(text)}});
}

namespace {

/// The day a licence ends: a duration from its day of issue, or a rule's date.
Result<std::optional<Day>> expiry(const Session& session, const model::Licence& spec) {
  if (spec.valid_for) {
    const calendar::Provisional workdays(session.calendar());
    auto day = calendar::add_to_day(day_of(session.now()), *spec.valid_for, workdays);
    if (!day.ok()) return day.error();
    return std::optional<Day>(*day);
  }
  if (!spec.valid_until) return std::optional<Day>();
  const Moment moment = session.moment();
  const CaseScope scope(moment);
  auto value = spec.valid_until->evaluate(scope);
  if (!value.ok()) return value.error();
  return value->is_string() ? parse_day(value->get<std::string>()) : std::nullopt;
}

}  // namespace

bool Session::issue(const model::Issue& what) {
  const std::string& id = what.licence;
  const model::Licence& spec = *definition_.licences.find(id);
  const Moment moment = this->moment();
  const CaseScope scope(moment);
  std::vector<Reason> obstacles;
  if (!case_.accepted_at) {
    obstacles.push_back({"state", "accepted", {"尚未受理", "not accepted yet"}, {}, {}});
  }
  for (const model::StateIndex index : definition_.must_pass) {
    const model::State& step = definition_.chart.states[index];
    if (!case_.visits.contains(step.id)) {
      obstacles.push_back(state_reason(definition_, step));
    }
  }
  for (Reason& reason : material::issue_obstacles(ledger_of(moment, scope))) {
    obstacles.push_back(std::move(reason));
  }
  if (!obstacles.empty()) {
    Refusal refusal{"licence/floor", {"尚不能发证：", "the licence may not be issued: "}, {}};
    for (const Reason& reason : obstacles) {
      refusal.message.zh += reason.id + " ";
      refusal.message.en += reason.id + " ";
    }
    refusal.reasons = std::move(obstacles);
    return refuse(std::move(refusal));
  }
  auto content = evaluate(spec.content);
  if (!content.ok()) return rule_failed(content.error(), spec.pointer + "/content");
  bind(spec);
  const auto old = case_.licences.find(id);
  LicenceRecord record;
  if (!spec.sections.empty()) {
    auto parts =
        freeze_sections(*this, spec, what, old == case_.licences.end() ? nullptr : &old->second);
    if (!parts.ok()) return rule_failed(parts.error(), spec.pointer + "/sections");
    record.sections = std::make_shared<const Json>(std::move(parts).value());
  }
  auto expires = expiry(*this, spec);
  if (!expires.ok()) return rule_failed(expires.error(), spec.pointer + "/valid");
  if (spec.valid_earliest_section) *expires = earliest_section(*record.sections);
  const Competence issuer = competence_of(*this, spec.issuer);
  if (issuer.divided && issuer.office.empty()) {
    return refuse("office/unknown", "尚未确定由哪个机构发证：" + spec.issuer,
                  "it is not settled which office issues this: " + spec.issuer);
  }
  record.office = issuer.office;
  record.expires = *expires;
  if (!begin_version(spec, record)) return false;
  record.issued_at = now_;
  record.content = std::make_shared<const Json>(std::move(content).value());
  const model::Agency* agency = definition_.agencies.find(spec.issuer);
  record.identifier = licence::identifier(spec.type_code, agency == nullptr ? "" : agency->code,
                                          record.number, record.version)
                          .value_or("");
  put_licence(id, record, "issued");
  raise("licence." + id + ".issued");
  // Where no sealing agency is deployed, the e-licence is made with the decision.
  record.state = *lifecycle::next(record.state, LicenceEvent::kMake);
  put_licence(id, std::move(record), "made");
  raise("licence." + id + ".made");
  return true;
}

}  // namespace lianban::decide
