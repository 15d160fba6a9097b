// What is said about definitions and stories.
#include "to_json.hpp"

namespace lianban::c {

namespace {

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
  Json json{{"severity", to_name(finding.severity)},
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
          {"verdict", to_name(property.verdict)},
          {"note", property.note.empty() ? Json() : to_json(property.note)},
          {"impossible", property.impossible}};
}

Json json_of(const ProofFinding& finding) {
  return {{"severity", to_name(finding.severity)},
          {"code", finding.code},
          {"subject", finding.subject},
          {"message", to_json(finding.message)},
          {"story", to_json(finding.story)},
          {"scenario", finding.scenario},
          {"untold", finding.untold.empty() ? Json() : to_json(finding.untold)}};
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

}  // namespace lianban::c
