#include "stories.hpp"

namespace lianban::scenario::testing {

json Stories::shop() {
  return json::parse(R"({
  "lianban": 1, "id": "shop", "version": "1.0.0",
  "agencies": {
    "bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk"}},
    "registry": {"title": "Registry", "roles": {}}},
  "vars": {"n": 1},
  "papers": {"pledge": {"title": "Pledge", "to": "bureau"}},
  "materials": {
    "form": {"title": "Form", "source": "applicant"},
    "proof": {"title": "Proof", "source": "applicant", "defer": {"within": "15 workdays",
      "commitment": "pledge", "needed_by": ["granting"], "overdue": "acceptance_revoked"}}},
  "clocks": {"check": {"title": "Check", "limit": "5 workdays", "runs_in": ["desk"]}},
  "calls": {"ask": {"title": "Ask", "agency": "registry", "operation": "ask", "answers": "later",
    "reply": {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}},
    "outcomes": [{"id": "yes", "when": {"var": "reply.ok"}}, {"id": "no"}]}},
  "licences": {"permit": {"title": "Permit", "issuer": "bureau", "number": "P{seq:3}",
    "valid": "1 years", "content": {}}},
  "chart": {"states": [
    {"id": "desk", "holder": "bureau", "call": "ask", "transitions": [
      {"on": "note", "do": [{"assign": {"vars.n": {"+": [{"var": "vars.n"}, 1]}}}]},
      {"on": "alarm", "do": [{"incident": "look here"}]},
      {"on": "accept", "by": "bureau.clerk", "do": [{"accept": {}}], "to": "granting"},
      {"on": "close", "by": "bureau.clerk", "to": "closed"}]},
    {"id": "granting", "transitions": [
      {"on": "grant", "by": "bureau.clerk",
       "do": [{"decide": "granted"}, {"issue": "permit"}], "to": "granted"},
      {"on": "deferral.proof.overdue", "do": [{"decide": "acceptance_revoked"}], "to": "revoked"}]},
    {"id": "granted", "kind": "final", "outcome": "granted"},
    {"id": "closed", "kind": "final", "outcome": "terminated"},
    {"id": "revoked", "kind": "final", "outcome": "acceptance_revoked"}]}
})");
}

json Stories::story(const json& steps) {
  json all = json::parse(R"([{
    "open": {"materials": {"form": {}}, "promises": ["proof"]},
    "actor": {"id": "zhang", "roles": ["applicant"]}}])");
  for (const json& each : steps) all.push_back(each);
  return {{"scenario", "shop"},
          {"definition", shop()},
          {"start", "2021-09-15T09:00:00+08:00"},
          {"steps", all}};
}

}  // namespace lianban::scenario::testing
