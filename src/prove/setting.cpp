#include "prove/setting.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "decide/scope.hpp"
#include "model/params.hpp"
#include "prove/licences.hpp"
#include "prove/observed.hpp"

namespace lianban::prove {

namespace {

Json document_of(const model::Definition& definition) {
  auto source =
      base::parse_json(definition.source, {limits::kDefinitionBytes * 2, limits::kJsonDepth * 2});
  if (!source.ok()) return Json::object();
  Diagnostics faults;
  return model::with_params(*source, *definition.params, faults);
}

/// The first Monday of March of the last announced year but one: room for a long story.
Instant monday_of(const calendar::Calendar& calendar) {
  using namespace std::chrono;
  const year_month_day last{sys_days(calendar.last_day().time_since_epoch())};
  const sys_days march{(last.year() - years(1)) / March / Monday[1]};
  return start_of(Day(march.time_since_epoch())) + hours(9);
}

/// Answers for one form, nothing else.
class FormScope final : public rules::Scope {
 public:
  FormScope(const Setting& setting, const Json& form) : setting_(setting), form_(form) {}
  const Json* find(const rules::Path& path, Json&) const override {
    if (path.root == rules::Root::kForm) return decide::walk(&form_, path.segments, 0);
    if (path.root != rules::Root::kParams) return nullptr;
    return decide::walk(setting_.definition.params.get(), path.segments, 0);
  }
  bool in_state(std::string_view) const override { return false; }
  Result<bool> holds(std::string_view) const override { return false; }
  Instant now() const override { return setting_.start; }
  const base::Workdays& workdays() const override { return setting_.calendar; }

 private:
  const Setting& setting_;
  const Json& form_;
};

std::vector<std::string> below_form(const std::string& path) {
  auto segments = rules::split_path(path);
  segments.erase(segments.begin());
  return segments;
}

}  // namespace

Setting::Setting(const decide::Prepared& of, const calendar::Calendar& days)
    : prepared(of),
      definition(*of.definition),
      calendar(days),
      start(monday_of(days)),
      root(document_of(definition)),
      facets(definition),
      atoms(definition, root),
      form(definition.form.empty() ? Json::object() : sample_of(definition.form.source())) {
  if (!form.is_object()) form = Json::object();
  numbers = number_paths(definition, root);
  find_choices();
  seen_as_there = prove::seen_as_there(definition, root, facets);
  asked_for = prove::asked_for(definition, root, seen_as_there);
  find_plain();
  steering_clocks = prove::steering_clocks(definition, facets);
}

decide::Inputs Setting::inputs(Instant now, const decide::Case* of) const {
  decide::Inputs inputs;
  inputs.now = now;
  inputs.draw = [](const std::string&) -> Result<std::uint64_t> { return std::uint64_t{1}; };
  inputs.calendar = &calendar;
  inputs.prepared = &prepared;
  inputs.new_case.bytes.fill(7);
  inputs.find_licence =
      [this, of](const std::string& number) -> Result<std::optional<decide::Registered>> {
    return registered(number, of, start);
  };
  return inputs;
}

void Setting::find_choices() {
  std::vector<std::set<std::string>> groups;
  for (const FormExpression& expression : atoms.form()) {
    std::set<std::string> joined = expression.paths;
    // The register is asked while the case is opened: its numbers cannot be chosen later.
    std::erase_if(joined, [&](const std::string& path) {
      return std::find(numbers.begin(), numbers.end(), below_form(path)) != numbers.end();
    });
    if (joined.empty()) continue;
    std::erase_if(groups, [&](const std::set<std::string>& group) {
      const bool overlap = std::any_of(group.begin(), group.end(),
                                       [&](const auto& path) { return joined.contains(path); });
      if (overlap) joined.insert(group.begin(), group.end());
      return overlap;
    });
    groups.push_back(std::move(joined));
  }
  std::sort(groups.begin(), groups.end());
  for (const auto& group : groups) {
    std::vector<const Json*> rules;
    for (const FormExpression& expression : atoms.form()) {
      const bool reads = std::any_of(expression.paths.begin(), expression.paths.end(),
                                     [&](const auto& path) { return group.contains(path); });
      if (reads) rules.push_back(&expression.rule);
    }
    make_choice(group, rules);
  }
}

void Setting::make_choice(const std::set<std::string>& paths,
                          const std::vector<const Json*>& rules) {
  static const Atom kNothing;
  const Json schema = definition.form.empty() ? Json::object() : definition.form.source();
  Choice choice;
  std::vector<Candidates> candidates;
  for (const std::string& path : paths) {
    const Atom* atom = atoms.of(path);
    candidates.push_back(
        candidates_of(schema, below_form(path), atom != nullptr ? *atom : kNothing));
    choice.paths.push_back(candidates.back().path);
    const std::size_t facet = facets.number(path);
    if (facet != static_cast<std::size_t>(-1)) choice.facets.push_back(facet);
  }
  std::vector<rules::Rule> compiled;
  for (const Json* rule : rules) {
    Diagnostics faults;
    compiled.push_back(rules::Rule::compile(*rule, {}, "", faults));
  }
  std::vector<std::string> seen;
  for (Json& way :
       combinations(form, candidates, definition.form, start, nullptr, kMostCombinations, cut)) {
    const Json values = filled(way, start, nullptr);
    const FormScope scope(*this, values);
    std::string signature;
    for (const rules::Rule& rule : compiled) {
      const auto result = rule.evaluate(scope);
      signature += result.ok() ? result->dump() : "error " + result.error().code;
      signature += '\n';
    }
    if (std::find(seen.begin(), seen.end(), signature) != seen.end()) continue;
    seen.push_back(std::move(signature));
    choice.ways.push_back(std::move(way));
  }
  if (choice.ways.size() < 2) return;
  if (choices.size() == kMostChoices) {
    cut = true;
    return;
  }
  choices.push_back(std::move(choice));
}

Json Setting::chosen(const Json& of, const Choice& choice, std::size_t way) const {
  Json result = of;
  for (const auto& path : choice.paths) {
    const Json* value = decide::walk(&choice.ways[way], path, 0);
    if (value == nullptr) {
      remove(result, path);
    } else {
      put(result, path, filled(*value, start, nullptr));
    }
  }
  return result;
}

bool Setting::plain_call(const model::CallSpec& call) const {
  const bool of_state =
      std::any_of(definition.chart.states.begin(), definition.chart.states.end(),
                  [&](const model::State& state) { return state.call == call.id; });
  return !of_state && call.reverse.empty() && call.reverses.empty() && !call.feeds.empty() &&
         !facets.anywhere("?call." + call.id) && !facets.anywhere("calls." + call.id) &&
         !facets.anywhere("ask." + call.id);
}

bool Setting::plain_material(const model::Material& material) const {
  const bool looked_at =
      facets.anywhere("materials." + material.id) || facets.anywhere("?material." + material.id);
  if (material.defer || (looked_at && !asked_for.contains(material.id))) return false;
  if (material.source.kind == model::SourceKind::kApplicant) return true;
  if (material.source.kind != model::SourceKind::kQuery) return false;
  const auto* call = definition.calls.find(material.source.ref);
  return call != nullptr && plain_call(*call);
}

void Setting::find_plain() {
  std::map<std::string, PlainClass> classes;
  for (const model::Material& material : definition.materials) {
    if (!plain_material(material)) continue;
    const bool query = material.source.kind == model::SourceKind::kQuery;
    if (query) {
      // A call that also feeds a document somebody looks at is no plain one.
      const auto& feeds = definition.calls.find(material.source.ref)->feeds;
      const bool all = std::all_of(feeds.begin(), feeds.end(), [&](const std::string& id) {
        return plain_material(*definition.materials.find(id));
      });
      if (!all) continue;
      plain_calls.insert(material.source.ref);
    }
    plain_materials.insert(material.id);
    const Json required = root["materials"][material.id].value("required", Json(true));
    std::string key = (query ? "q" : "a") + required.dump();
    for (const model::Role& role : material.by) key += " " + role.text();
    for (const model::Role& role : material.checked_by) key += " /" + role.text();
    if (facets.anywhere("materials." + material.id)) key += " " + material.id;
    PlainClass& to = classes[key];
    to.query = query;
    to.materials.push_back(material.id);
  }
  for (auto& [key, each] : classes) plain.push_back(std::move(each));
}

}  // namespace lianban::prove
