// What is said about definitions and stories.
#include "to_json.hpp"

namespace lianban::c {

namespace {

const char* name_of(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

const char* name_of(Verdict verdict) {
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
  return "unknown";
}

Json json_of(const Diagnostic& finding) {
  Json related = Json::array();
  for (const Related& each : finding.related) {
    related.push_back({{"text", to_json(each.text)},
                       {"pointer", each.pointer},
                       {"line", each.line},
                       {"column", each.column}});
  }
  Json fix;
  if (finding.fix) {
    fix = {{"line", finding.fix->line},
           {"column", finding.fix->column},
           {"offset", finding.fix->offset},
           {"written", finding.fix->written},
           {"replacement", finding.fix->replacement}};
  }
  Json json{{"severity", name_of(finding.severity)},
            {"code", finding.code},
            {"message", to_json(finding.message)},
            {"hint", finding.hint.empty() ? Json() : to_json(finding.hint)},
            {"pointer", finding.pointer},
            {"line", finding.line},
            {"column", finding.column},
            {"related", std::move(related)},
            {"fix", std::move(fix)}};
  if (!finding.file.empty()) json["file"] = finding.file;
  return json;
}

Json json_of(const ProofProperty& property) {
  return {{"code", property.code},
          {"id", or_null(property.id)},
          {"title", to_json(property.title)},
          {"verdict", name_of(property.verdict)},
          {"note", property.note.empty() ? Json() : to_json(property.note)},
          {"impossible", property.impossible}};
}

Json json_of(const ProofFinding& finding) {
  return {{"severity", name_of(finding.severity)},
          {"code", finding.code},
          {"subject", finding.subject},
          {"message", to_json(finding.message)},
          {"story", to_json(finding.story)},
          {"scenario", finding.scenario},
          {"untold", finding.untold.empty() ? Json() : to_json(finding.untold)}};
}

Json days(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(); }

Json json_of(const RehearsalFigures& figures) {
  return {{"ended", figures.ended},
          {"outcome", or_null(figures.outcome)},
          {"decision", or_null(figures.decision)},
          {"states", figures.states},
          {"days_to_decision", days(figures.days_to_decision)},
          {"days_to_ending", days(figures.days_to_ending)},
          {"days_used", figures.used},
          {"applicant_turns", figures.applicant_turns},
          {"breaches", figures.breaches}};
}

Json json_of(const RehearsedCase& each) {
  Json refused = Json::array();
  for (const RehearsalRefusal& refusal : each.refused) {
    refused.push_back({{"at", format_instant(refusal.at)},
                       {"verb", to_name(refusal.verb)},
                       {"subject", refusal.subject},
                       {"code", refusal.code},
                       {"message", to_json(refusal.message)},
                       {"reason", or_null(refusal.reason)}});
  }
  return {{"case", each.case_id},
          {"number", each.number},
          {"verdict", to_name(each.verdict)},
          {"before", json_of(each.before)},
          {"after", json_of(each.after)},
          {"refused", std::move(refused)},
          {"unasked", each.unasked},
          {"unneeded", each.unneeded},
          {"moot", each.moot},
          {"missing", each.missing},
          {"told_until", or_null(each.told_until)}};
}

Json json_of(const Uncovered& missed) {
  return {{"pointer", missed.pointer},
          {"state", missed.state},
          {"title", to_json(missed.title)},
          {"events", missed.events},
          {"after", or_null(missed.after)},
          {"to", missed.to},
          {"file", missed.file},
          {"line", missed.line}};
}

}  // namespace

Json to_json(const Diagnostics& findings) {
  Json list = Json::array();
  for (const Diagnostic& each : findings) list.push_back(json_of(each));
  return list;
}

Json to_json(const Proof& proof) {
  Json properties = Json::array();
  for (const ProofProperty& each : proof.properties) properties.push_back(json_of(each));
  Json findings = Json::array();
  for (const ProofFinding& each : proof.findings) findings.push_back(json_of(each));
  return {{"proved", proof.proved},
          {"incomplete", proof.incomplete.empty() ? Json() : to_json(proof.incomplete)},
          {"properties", std::move(properties)},
          {"findings", std::move(findings)},
          {"abstracted", to_json(proof.abstracted)},
          {"unseen", to_json(proof.unseen)},
          {"states", proof.states},
          {"transitions", proof.transitions}};
}

Json to_json(const Change& change) {
  return {{"area", to_name(change.area)}, {"kind", to_name(change.kind)},
          {"pointer", change.pointer},    {"text", to_json(change.text)},
          {"before", change.before},      {"after", change.after}};
}

Json to_json(const RehearsalReport& report) {
  Json cases = Json::array();
  for (const RehearsedCase& each : report.cases) cases.push_back(json_of(each));
  return {{"definition", report.definition},
          {"version", report.version},
          {"hash", report.hash},
          {"cases", std::move(cases)},
          {"sums",
           {{"same", report.same},
            {"different", report.different},
            {"open", report.open},
            {"untold", report.untold},
            {"decided_otherwise", report.decided_otherwise},
            {"days_to_decision_saved", report.days_to_decision_saved},
            {"days_to_ending_saved", report.days_to_ending_saved},
            {"days_saved", report.days_saved},
            {"applicant_turns_saved", report.applicant_turns_saved},
            {"breaches_saved", report.breaches_saved},
            {"refused", report.refused},
            {"unneeded", report.unneeded}}}};
}

Json to_json(const ScenarioReport& report) {
  return {{"name", report.name},           {"file", report.file},
          {"passed", report.passed},       {"steps", report.steps},
          {"step", or_null(report.step)},  {"expected", or_null(report.expected)},
          {"found", or_null(report.found)}};
}

Json to_json(const DefinitionCoverage& coverage) {
  Json untaken = Json::array();
  for (const Uncovered& each : coverage.untaken) untaken.push_back(json_of(each));
  Json never_entered = Json::array();
  for (const Uncovered& each : coverage.never_entered) never_entered.push_back(json_of(each));
  return {{"id", coverage.id},
          {"version", coverage.version},
          {"hash", coverage.hash},
          {"file", coverage.file},
          {"stories", coverage.stories},
          {"transitions", coverage.transitions},
          {"taken", coverage.taken},
          {"states", coverage.states},
          {"entered", coverage.entered},
          {"percent", coverage.percent()},
          {"untaken", std::move(untaken)},
          {"never_entered", std::move(never_entered)}};
}

}  // namespace lianban::c
