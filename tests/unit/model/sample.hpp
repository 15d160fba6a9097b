#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "model/definition.hpp"

namespace lianban::test {

/// A definition that uses every member of the language once.
inline const char* const kSample = R"json({
 "$schema": "schema/definition.schema.json",
 "lianban": 1, "id": "sample", "version": "1.2.0-beta+7", "title": {"zh": "样例", "en": "Sample"},
 "summary": "All members", "number": "X{region}{date}{seq:5}", "calendar": "cn", "regions": ["330300"],
 "note": "read by people",
 "law": {"law_1": {"title": "Art. 1", "text": "Text", "url": "https://example.org/1"}},
 "params": {"limit": {"title": "Limit", "value": "5 workdays", "sample": true, "basis": ["law_1"]},
            "seats": {"value": 7}, "words": {"value": "Remedies"}, "times": {"value": 2}},
 "agencies": {
  "bureau": {"title": "Bureau", "lead": true, "code": "11330300002504567A",
             "roles": {"clerk": {"zh": "窗口", "en": "Clerk"}, "head": "Head"}},
  "police": {"title": "Police", "roles": {"officer": "Officer"}, "office": {"var": "case.office"}}},
 "open": {"by": ["applicant", "bureau.clerk"], "channels": ["window", "online"], "when": ["fits"]},
 "form": {"type": "object", "required": ["seats", "owner"], "properties": {
   "seats": {"type": "integer"}, "plate": {"type": "string", "format": "plate", "x-personal": "plate"},
   "owner": {"type": "object", "required": ["name"], "properties": {
     "name": {"type": "string", "x-personal": "name"}, "born": {"type": "string", "format": "date"}}},
   "extra": {"type": "object"}}},
 "vars": {"count": 0, "free": null, "open": {}, "fixed": {"a": 1}, "list": [], "item": null},
 "conditions": {
  "fits": {"title": {"zh": "合适", "en": "It fits"}, "basis": ["law_1"],
           "rule": {"<=": [{"var": "form.seats"}, {"param": "seats"}]}},
  "settled": {"rule": {"and": [{"holds": "fits"}, {"in_state": "review"}]}}},
 "materials": {
  "deed": {"title": "Deed", "source": "applicant", "original": true, "required": "fits"},
  "record": {"title": "Record", "source": {"query": "lookup", "found": "found", "dated": "day"},
             "required": {"==": [{"var": "form.seats"}, 5]}},
  "sheet": {"title": "Sheet", "source": {"produced": "notice"}},
  "permit": {"title": "Permit", "source": {"reuse": "pass"}, "required": false},
  "policy": {"title": "Policy", "source": {"query": "lookup"}, "by": "applicant",
             "checked_by": ["bureau.head"], "data": {"type": "object", "properties": {"no": {}}},
             "defer": {"available_after": "call.act.done", "within": {"param": "limit"},
                       "at_least": "2 workdays", "commitment": "promise", "when": ["fits"],
                       "needed_by": ["review"], "recheck": "1 workday", "warn_at": ["3 workdays"],
                       "overdue": "acceptance_revoked"}}},
 "papers": {
  "notice": {"title": "Notice", "to": "applicant", "number": "N{seq}", "once": true, "note": "one",
             "fields": {"note": "kept", "day": {"today": []}, "remedies": {"param": "words"}}},
  "promise": {"title": "Promise", "to": "bureau.head"}},
 "clocks": {
  "check": {"title": "Check", "limit": {"param": "limit"}, "runs_in": ["check"]},
  "decision": {"title": "Decision", "statutory": "20 workdays", "promised": "7 workdays",
               "from": "accepted", "runs_in": "review", "pauses_in": ["hold"],
               "extend": {"by": "10 workdays", "times": {"param": "times"}, "promised": "3 workdays"},
               "warn_at": ["80%", "1 workday"]}},
 "calls": {
  "lookup": {"title": "Look up", "agency": "police", "operation": "find", "answers": "now",
             "request": {"plate": {"var": "form.plate"}, "param": "kept"},
             "reply": {"type": "object", "required": ["found", "km"],
                       "properties": {"found": {"type": "boolean"}, "km": {"type": "integer"},
                                      "day": {"type": "string"}}},
             "outcomes": [{"id": "found", "when": {"and": [{"var": "reply.found"},
                                                            {"<": [{"var": "reply.km"}, 9]}]}},
                          {"id": "not_found"}]},
  "act": {"agency": "police", "operation": "do", "answers": "later", "timeout": "3 workdays",
          "outcomes": [{"id": "done", "effect": true}], "reverse": "undo"},
  "undo": {"agency": "police", "operation": "undo", "answers": "later",
           "outcomes": [{"id": "done", "effect": true}]}},
 "licences": {
  "pass": {"title": "Pass", "kind": "certificate", "type_code": "11100000000019713D073",
           "issuer": "bureau", "number": "P{year}{seq:6}", "valid": "8 years",
           "content": {"seats": {"var": "form.seats"}}},
  "joint": {"title": "Joint", "issuer": "bureau", "number": "J{seq}", "valid": "earliest section",
            "sections": {"first": {"title": "First", "authority": "police", "valid": "1 year",
                                   "content": {"x": 1}}},
            "held": {"var": "vars.free"}, "rests_on": {"var": "licences.pass.number"}},
  "dated": {"issuer": "bureau", "number": "D{seq}",
            "valid": {"add": [{"today": []}, {"param": "limit"}]}}},
 "must_pass": ["review"],
 "on_error": "raise",
 "chart": {
  "initial": {"to": ["check"], "do": [{"produce": "notice"}]},
  "states": [
   {"id": "start", "kind": "choice", "title": "Start",
    "transitions": [{"when": "fits", "to": "check"}, {"to": "ended"}]},
   {"id": "check", "title": "Check", "holder": "bureau", "amend": ["form.owner.name"],
    "enter": [{"query": "materials"}, {"query": ["record"]}],
    "exit": [{"record": {"object": {"left": true}}}],
    "transitions": [
     {"on": "accept", "by": "bureau.clerk", "title": "Accept", "basis": ["law_1"],
      "when": ["fits", {"!": [{"var": "vars.free"}]}],
      "input": {"type": "object", "required": ["reason"], "properties": {"reason": {"type": "string"}}},
      "do": [{"accept": {"as_of": {"var": "clocks.check.started"}, "deemed": true}},
             {"assign": {"vars.count": {"+": [{"var": "vars.count"}, 1]}, "form.owner.name": "x"}}],
      "to": "review"},
     {"on": ["call.lookup.*", "ping"], "do": [{"raise": "again"}, {"raise": {"event": "more", "data": 1}}]},
     {"after": "2 days", "to": "ended"},
     {"after": {"param": "limit"}, "when": "settled", "to": "ended"},
     {"on": "*", "not_by": ["review"], "do": [{"send": "later"},
       {"send": {"event": {"cat": ["a", "b"]}, "after": "1 hour", "id": "x", "data": {"object": {"k": 1}}}},
       {"cancel": "x"},
       {"if": [{"var": "vars.free"}, [{"incident": "Trouble"}], [{"incident": {"zh": "故障", "en": "Trouble"}}]]},
       {"foreach": {"in": {"var": "vars.list"}, "as": "vars.item", "index": "vars.count", "do": []}},
       {"decide": "granted", "note": "once"}, {"call": "lookup"},
       {"notify": {"to": "police", "text": {"zh": "好", "en": "Good"}}}, {"issue": "pass"},
       {"suspend_licence": {"licence": "pass", "reason": "r"}},
       {"resume_licence": {"licence": "pass", "reason": "r"}},
       {"revoke_licence": {"licence": "pass", "reason": "r"}},
       {"withdraw_licence": {"licence": "pass", "reason": "r"}},
       {"cancel_licence": {"licence": "pass", "reason": "r"}},
       {"waive": {"material": "policy", "reason": "r"}}, {"extend": "decision"},
       {"custody": {"material": "deed", "at": "bureau"}},
       {"open": {"definition": "other", "form": {"name": {"var": "form.owner.name"}}, "as": "home"}},
       {"host": {"name": "tell", "data": 1}}]}]},
   {"id": "review", "kind": "parallel", "states": [
     {"id": "left", "initial": "deep_in", "states": [
       {"id": "past", "kind": "history", "deep": true, "default": {"to": "act_here"}},
       {"id": "act_here", "call": "act", "transitions": [
         {"on": "call.act.done", "to": "left_done", "reenter": true, "restarts": ["right"]}]},
       {"id": "nest", "states": [{"id": "deep_in"}]},
       {"id": "left_done", "kind": "final", "done": {"var": "vars.count"}}]},
     {"id": "right", "states": [{"id": "hold"}, {"id": "right_done", "kind": "final"}]}],
    "transitions": [{"on": "done.state.review", "when": {"var": "done.left"}, "to": "granted"},
                    {"on": "both", "to": ["deep_in", "hold"]}]},
   {"id": "granted", "kind": "final", "outcome": "granted", "leaves": ["act", "deed"],
    "results": {"first": "granted"}},
   {"id": "decided", "kind": "final", "outcome": {"var": "case.decision"}},
   {"id": "ended", "kind": "final"}]}
})json";

inline nlohmann::json sample() { return nlohmann::json::parse(kSample); }

/// The diagnostic with this code at this pointer, or null.
inline const Diagnostic* find(const Diagnostics& all, std::string_view code,
                              std::string_view pointer) {
  for (const Diagnostic& each : all) {
    if (each.code == code && each.pointer == pointer) return &each;
  }
  return nullptr;
}

/// Everything in one text, for a failing test.
inline std::string shown(const Diagnostics& all) {
  std::string text;
  for (const Diagnostic& each : all) {
    text += each.code + " " + each.pointer + " " + each.message.en + " (" + each.hint.en + ")\n";
  }
  return text;
}

}  // namespace lianban::test
