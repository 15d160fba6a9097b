#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include "model/definition.hpp"
#include "support/sources.hpp"

namespace lianban::support {

/// An approval small enough to be read, with one of everything that is drawn and written down:
/// composite and parallel states, history, choice, endings, a wait, a deferral, a call with its
/// reverse, and titles that no format may take as they are.
inline const std::string& small_source() {
  static const std::string text = R"json({
  "lianban": 1, "id": "small", "version": "1.2.0",
  "title": {"zh": "小“样”<一>", "en": "A \"small\" <sample>"},
  "summary": {"zh": "两个部门同时审查。", "en": "Two agencies review at once."},
  "number": "S{date}{seq:3}",
  "law": {
    "a1": {"title": {"zh": "某法第一条", "en": "Some Law, art. 1"}, "text": "五个工作日内决定。"},
    "a2": {"title": {"zh": "某法第二条", "en": "Some Law, art. 2"}, "url": "https://law.example/2"}
  },
  "params": {
    "most": {"title": {"zh": "座位上限", "en": "Most seats"}, "value": 7, "basis": ["a1"]},
    "soon": {"title": {"zh": "承诺时限", "en": "Promised time"}, "value": "3 workdays", "sample": true}
  },
  "agencies": {
    "office": {"title": {"zh": "政务办", "en": "Office"}, "lead": true,
               "roles": {"clerk": {"zh": "窗口人员", "en": "Clerk"}, "head": {"zh": "负责人", "en": "Head"}}},
    "police": {"title": {"zh": "公安局", "en": "Police"}, "roles": {"officer": {"zh": "民警", "en": "Officer"}}}
  },
  "open": {"by": ["applicant"], "channels": ["window", "online"]},
  "form": {
    "type": "object", "required": ["name", "seats"],
    "properties": {
      "name": {"type": "string", "minLength": 1, "title": "姓名 / name", "x-personal": "name"},
      "seats": {"type": "integer", "minimum": 1, "title": "座位数 / seats"},
      "since": {"type": "string", "format": "date", "title": "启用日期 / in use since"}
    }
  },
  "vars": {"reason": ""},
  "conditions": {
    "fits": {"title": {"zh": "座位不超过上限", "en": "Not too many seats"}, "basis": ["a1"],
             "rule": {"<=": [{"var": "form.seats"}, {"var": "params.most"}]}}
  },
  "materials": {
    "card": {"title": {"zh": "证件（原件）", "en": "Card (original)"}, "source": "applicant", "original": true, "basis": ["a1"]},
    "policy": {
      "title": {"zh": "保单", "en": "Policy"},
      "source": {"query": "look", "found": "found"},
      "required": {">": [{"var": "form.seats"}, 2]},
      "defer": {"available_after": "call.change.approved", "within": "15 workdays", "at_least": "5 workdays",
                "commitment": "promise", "needed_by": ["granted"], "recheck": "1 workday",
                "warn_at": ["3 workdays"], "overdue": "refused"}
    },
    "sheet": {"title": {"zh": "联系单", "en": "Sheet"}, "source": {"produced": "sheet"}}
  },
  "papers": {
    "promise": {"title": {"zh": "承诺书", "en": "Commitment"}, "fields": {"who": {"var": "form.name"}}},
    "sheet": {"title": {"zh": "联系单", "en": "Sheet"}, "to": "police", "fields": {"seats": {"var": "form.seats"}}, "once": true}
  },
  "clocks": {
    "decision": {"title": {"zh": "决定期限", "en": "Time for the decision"}, "basis": ["a1"],
                 "statutory": "5 workdays", "promised": {"param": "soon"}, "from": "accepted",
                 "runs_in": ["review"], "pauses_in": ["parked"],
                 "extend": {"by": "2 workdays", "times": 1}, "warn_at": ["80%"]}
  },
  "calls": {
    "look": {"title": {"zh": "查保单", "en": "Look up the policy"}, "agency": "police", "operation": "look",
             "answers": "now", "request": {"name": {"var": "form.name"}},
             "reply": {"type": "object", "properties": {"found": {"type": "boolean"}}},
             "outcomes": [{"id": "found", "when": {"var": "reply.found"}}, {"id": "not_found"}]},
    "change": {"title": {"zh": "变更登记", "en": "Change"}, "agency": "police", "operation": "change",
               "answers": "later", "timeout": "3 workdays", "reverse": "undo",
               "request": {"seats": {"var": "form.seats"}},
               "outcomes": [{"id": "approved", "when": {"==": [{"var": "form.seats"}, 3]}, "effect": true}, {"id": "rejected"}]},
    "undo": {"title": {"zh": "恢复登记", "en": "Undo"}, "agency": "police", "operation": "undo", "answers": "later",
             "request": {}, "outcomes": [{"id": "approved", "effect": true}]}
  },
  "licences": {
    "permit": {"title": {"zh": "许可证", "en": "Permit"}, "issuer": "office", "number": "P{seq:4}", "valid": "3 years",
               "content": {"seats": {"var": "form.seats"}}, "basis": ["a2"]}
  },
  "must_pass": ["review"],
  "chart": {
    "initial": "intake",
    "states": [
      {"id": "intake", "title": {"zh": "收件\n审查", "en": "Intake"}, "holder": "office", "basis": ["a1"],
       "transitions": [
         {"on": "accept", "by": "office.clerk", "title": {"zh": "受理", "en": "Accept"}, "when": "fits",
          "do": [{"accept": {}}], "to": "review"},
         {"on": "ask", "by": ["office.clerk", "office.head"], "title": {"zh": "问：“甲;乙”", "en": "Ask: \"a;b\" {x}"},
          "input": {"type": "object", "required": ["what"], "properties": {"what": {"type": "string"}}},
          "do": [{"assign": {"vars.reason": {"var": "event.data.what"}}}]},
         {"after": "5 workdays", "to": "lapsed"}
       ]},
      {"id": "review", "kind": "parallel", "title": {"zh": "审查", "en": "Review"},
       "transitions": [
         {"on": "done.state.review", "to": "verdict"},
         {"on": "pause", "by": "office.head", "to": "parked"},
         {"on": "clock.decision.expired", "to": "lapsed"},
         {"on": "remind", "by": "applicant", "title": {"zh": "催办", "en": "Remind"}}
       ],
       "states": [
         {"id": "back", "kind": "history", "deep": true, "default": {"to": ["reading", "looking"]}},
         {"id": "paper", "title": {"zh": "书面", "en": "Papers"}, "holder": "office",
          "states": [
            {"id": "reading", "title": {"zh": "阅卷", "en": "Reading"},
             "transitions": [{"on": "read", "by": "office.clerk", "to": "read_done"}]},
            {"id": "read_done", "kind": "final", "title": {"zh": "阅毕", "en": "Read"}}
          ]},
         {"id": "car", "title": {"zh": "实地", "en": "On the spot"}, "holder": "police",
          "states": [
            {"id": "looking", "title": {"zh": "查验", "en": "Looking"}, "call": "change", "enter": [{"produce": "sheet"}],
             "transitions": [
               {"on": "call.change.approved", "to": "looked"},
               {"on": "call.change.rejected", "title": {"zh": "不予变更", "en": "Rejected"}, "to": "refused"}
             ]},
            {"id": "looked", "kind": "final", "title": {"zh": "验毕", "en": "Looked"}}
          ]}
       ]},
      {"id": "parked", "title": {"zh": "搁置", "en": "Parked"}, "holder": "applicant",
       "transitions": [{"on": "resume", "by": "office.head", "not_by": ["intake"], "to": "back"}]},
      {"id": "verdict", "kind": "choice", "title": {"zh": "结论", "en": "Verdict"},
       "transitions": [
         {"when": {"<=": [{"var": "form.seats"}, 5]}, "do": [{"decide": "granted"}, {"issue": "permit"}], "to": "granted"},
         {"do": [{"decide": "refused"}], "to": "refused"}
       ]},
      {"id": "granted", "kind": "final", "outcome": "granted", "leaves": ["change"], "title": {"zh": "准予", "en": "Granted"}},
      {"id": "refused", "kind": "final", "outcome": "refused", "title": {"zh": "不准", "en": "Refused"}},
      {"id": "lapsed", "kind": "final", "title": {"zh": "失效", "en": "Lapsed"}}
    ]
  }
})json";
  return text;
}

/// Loaded without the checker: the sample shows shapes, not a sound approval. Null with a fault.
inline std::shared_ptr<const model::Definition> loaded(const std::string& text) {
  return model::load(text, false).definition;
}
inline std::shared_ptr<const model::Definition> small_approval() {
  static const auto definition = loaded(small_source());
  return definition;
}
inline const std::string& wenzhou_source() {
  static const std::string text = slurp(source_path("workflows/wenzhou-ride-hailing-vehicle.json"));
  return text;
}
inline std::shared_ptr<const model::Definition> wenzhou_approval() {
  static const auto definition = loaded(wenzhou_source());
  return definition;
}

/// Compares with a file of the checkout; LIANBAN_GOLDEN=write writes it anew instead.
inline std::string golden(const std::string& below, const std::string& now) {
  const char* wish = std::getenv("LIANBAN_GOLDEN");
  if (wish != nullptr && std::string(wish) == "write") {
    std::ofstream(source_path(below), std::ios::binary) << now;
  }
  return slurp(source_path(below));
}

}  // namespace lianban::support
