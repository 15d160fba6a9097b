#include "lianban/proof.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/limits.hpp"
#include "prove/judge.hpp"
#include "prove/licences.hpp"
#include "prove/report.hpp"

namespace lianban {

namespace prove {
namespace {

Result<calendar::Calendar> calendar_of(const std::string& folder, const std::string& name) {
  return calendar::load(name, [&](const std::string& each) -> Result<std::string> {
    std::ifstream file(std::filesystem::path(folder) / (each + ".json"), std::ios::binary);
    if (!file) {
      return make_error("calendar/not_found", "找不到工作日历",
                        "there is no such working-day calendar", each);
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  });
}

SearchLimits limits_of(const ProofOptions& options) {
  SearchLimits limits;
  limits.states = options.max_states;
  limits.seconds = options.max_seconds;
  if (options.progress) {
    limits.progress = [&options](std::size_t states, std::size_t transitions, std::size_t waiting) {
      return options.progress({states, transitions, waiting});
    };
  }
  return limits;
}

Json scenario_of(const Setting& setting, const ProofOptions& options, const Charge& charge,
                 const Example& example, Told&& told) {
  Json scenario{{"scenario", charge.code + " " + charge.subject + ": " + charge.message.en},
                {"note", charge.message.zh},
                {"start", format_instant(setting.start)}};
  if (options.definition.empty()) {
    auto source = base::parse_json(setting.definition.source,
                                   {limits::kDefinitionBytes * 2, limits::kJsonDepth * 2});
    scenario["definition"] = source.ok() ? std::move(source).value() : Json();
  } else {
    scenario["definition"] = options.definition;
  }
  Json licences = licences_to_begin_with(setting.definition, setting.start);
  if (!licences.empty()) scenario["licences"] = std::move(licences);
  Json expect = expectation_of(setting, *told.end);
  if (!example.event.empty()) expect["history_has"] = {example.event};
  told.steps.push_back({{"expect", std::move(expect)}});
  scenario["steps"] = std::move(told.steps);
  return scenario;
}

/// Tells the first example that real days allow.
void tell(const Setting& setting, const ProofOptions& options, Teller& teller, const Charge& charge,
          Proof& proof, ProofProperty* property) {
  ProofFinding finding;
  finding.severity = charge.severity;
  finding.code = charge.code;
  finding.subject = charge.subject;
  finding.message = charge.message;
  std::size_t impossible = 0;
  for (const Example& example : charge.examples) {
    Told told;
    const Telling telling = teller.tell(example.way, example.last, example.refused, told);
    if (telling == Telling::kImpossible) {
      ++impossible;
      continue;
    }
    finding.story = told.lines;
    if (telling == Telling::kTold) {
      const Text end = words_of(setting, *told.end);
      finding.story.push_back(end);
      finding.untold = {};
      finding.scenario = scenario_of(setting, options, charge, example, std::move(told));
      break;
    }
    if (finding.untold.empty()) finding.untold = teller.why();
  }
  if (property != nullptr) property->impossible += impossible;
  if (impossible == charge.examples.size()) return;
  if (property != nullptr && charge.severity == Severity::kError) {
    property->verdict = Verdict::kViolated;
  }
  proof.findings.push_back(std::move(finding));
}

}  // namespace
}  // namespace prove

Result<Proof> prove_definition(const Definition& definition, const ProofOptions& options) {
  return prove::prove_prepared(*definition.prepared(), options);
}

Result<Proof> prove::prove_prepared(const decide::Prepared& prepared, const ProofOptions& options) {
  const auto calendar = prove::calendar_of(options.calendars, prepared.definition->calendar);
  if (!calendar.ok()) return calendar.error();
  const prove::Setting setting(prepared, *calendar);
  prove::Search search(setting, prove::limits_of(options));
  const prove::Stop stop = search.run();
  Proof proof;
  proof.states = search.nodes().size();
  proof.transitions = search.transitions();
  proof.incomplete = prove::incomplete_because(stop, search);
  const bool complete = proof.incomplete.empty();
  proof.properties = prove::properties_of(setting, complete);
  prove::Teller teller(setting, search);
  for (const prove::Charge& charge : prove::judge(setting, search, complete)) {
    const auto its = std::find_if(
        proof.properties.begin(), proof.properties.end(), [&](const ProofProperty& each) {
          return each.code == charge.code && (each.id.empty() || each.id == charge.subject);
        });
    prove::tell(setting, options, teller, charge, proof,
                its == proof.properties.end() ? nullptr : &*its);
  }
  proof.abstracted = prove::abstracted(setting, search);
  proof.unseen = prove::unseen(setting, search);
  proof.proved =
      complete &&
      std::none_of(proof.properties.begin(), proof.properties.end(), [](const ProofProperty& each) {
        return each.verdict == Verdict::kViolated || each.verdict == Verdict::kUnknown;
      });
  return proof;
}

std::string_view to_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kProved:
      return "proved";
    case Verdict::kViolated:
      return "violated";
    case Verdict::kUnknown:
      return "unknown";
    case Verdict::kNotApplicable:
      return "not_applicable";
  }
  return "";
}

}  // namespace lianban
