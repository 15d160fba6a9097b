#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/definition.hpp"
#include "plan/planner.hpp"
#include "support/sources.hpp"

/// Small definitions to plan: an office that checks, accepts, reviews and grants.
namespace lianban::planning::test {

using nlohmann::json;

inline json wenzhou() {
  return json::parse(
      support::slurp(support::source_path("workflows/wenzhou-ride-hailing-vehicle.json")));
}

inline std::string shown(const Diagnostics& findings) {
  std::string all;
  for (const Diagnostic& each : findings) {
    all += each.code + " " + each.pointer + " " + each.message.en + "\n";
  }
  return all;
}

/// Without the checker: a circle may break other rules too.
inline Plan plan_json(const json& definition, const PlanOptions& options = {}) {
  const model::Loaded loaded = model::load(definition, false);
  EXPECT_TRUE(loaded.definition) << shown(loaded.diagnostics);
  return loaded.definition ? plan_of(*loaded.definition, options) : Plan();
}

/// filed -> review -> granted; a query at filing, an act at review.
inline json small() {
  return json::parse(R"({
    "lianban": 1, "id": "small", "version": "1.0.0",
    "agencies": {
      "office": {"title": {"zh": "街道", "en": "Office"}, "lead": true,
                 "roles": {"clerk": {"zh": "窗口", "en": "Clerk"}}},
      "police": {"title": {"zh": "公安", "en": "Police"}, "roles": {}}},
    "open": {"by": ["applicant"], "channels": ["online"]},
    "form": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
    "conditions": {"large": {"title": {"zh": "面积大", "en": "It is large"},
                             "rule": {"==": [{"var": "form.kind"}, "large"]}}},
    "materials": {},
    "papers": {"notice": {"title": {"zh": "通知", "en": "Notice"}}},
    "calls": {
      "lookup": {"agency": "police", "operation": "find", "answers": "now", "request": {},
                 "reply": {"type": "object", "properties": {"no": {}}},
                 "outcomes": [{"id": "found"}]},
      "act": {"agency": "police", "operation": "do", "answers": "later", "request": {},
              "reply": {"type": "object", "properties": {"no": {}}},
              "outcomes": [{"id": "done", "effect": true}]}},
    "licences": {"pass": {"title": {"zh": "许可证", "en": "Pass"}, "issuer": "office",
                          "number": "P{seq}"}},
    "chart": {"initial": "filed", "states": [
      {"id": "filed", "holder": "office", "enter": [{"query": "materials"}], "transitions": [
        {"on": "accept", "by": "office.clerk", "do": [{"accept": {}}], "to": "review"}]},
      {"id": "review", "holder": "police", "call": "act", "transitions": [
        {"on": "call.act.done", "to": "granting"}]},
      {"id": "granting", "holder": "office", "enter": [{"decide": "granted"}, {"issue": "pass"}],
       "transitions": [{"on": "licence.pass.made", "to": "granted"}]},
      {"id": "granted", "kind": "final", "outcome": "granted"}]}
  })");
}

/// A material of the register `lookup` that may come after the act of the review.
inline json deferred() {
  return json::parse(R"({"source": {"query": "lookup"}, "defer": {
    "available_after": "call.act.done", "within": "5 workdays", "overdue": "acceptance_revoked"}})");
}

/// "material:policy call:act state:review acceptance" of a knot.
inline std::string circle_of(const Knot& knot) {
  std::string all;
  for (const KnotLink& link : knot.circle) {
    if (!all.empty()) all += " ";
    all += link.id.empty() ? link.kind : link.kind + ":" + link.id;
  }
  return all;
}

inline const PlannedDocument& document(const Plan& plan, const std::string& id) {
  static const PlannedDocument kNone;
  for (const PlannedDocument& each : plan.documents) {
    if (each.id == id) return each;
  }
  ADD_FAILURE() << "no document " << id;
  return kNone;
}

inline std::vector<std::string> codes(const Plan& plan) {
  std::vector<std::string> all;
  for (const Diagnostic& each : plan.findings) all.push_back(each.code);
  return all;
}

using Names = std::vector<std::string>;

}  // namespace lianban::planning::test
