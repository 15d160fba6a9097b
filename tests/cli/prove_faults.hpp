#pragma once

/// Faults put into copies of the shipped approval, as JSON patches (RFC 6902). Those that `check`
/// finds already are marked: there the prover is run on the definition as it is.
namespace lianban::cli::test {

struct SeededFault {
  const char* name;
  const char* code;     ///< Of the finding that must be there.
  bool found_by_check;  ///< `check` refuses it too.
  const char* patch;
};

inline constexpr SeededFault kSeededFaults[] = {
    {"accepted without asking for the documents", "LB-P3009", false,
     R"([{"op": "remove", "path": "/chart/states/1/states/1/transitions/0/when/1"}])"},
    {"approved without asking for the documents", "LB-P3003", false,
     R"([{"op": "remove", "path": "/chart/states/2/states/4/transitions/0/when"}])"},
    {"nobody acts on a broken promise", "LB-P3002", true,
     R"([{"op": "remove", "path": "/chart/states/2/transitions/1"}])"},
    {"withdrawn while the police have yet to answer", "LB-P3004", true,
     R"([{"op": "remove", "path": "/chart/states/7/transitions/0"}])"},
    {"an ending does not name the act it leaves", "LB-P3004", false,
     R"([{"op": "remove", "path": "/chart/states/13/leaves"}])"},
    {"originals kept when the licence is handed over", "LB-P3005", false,
     R"([{"op": "remove", "path": "/chart/states/4/states/1/transitions/0/do/1"}])"},
    {"originals kept when acceptance is refused", "LB-P3005", true,
     R"([{"op": "remove", "path": "/chart/states/1/states/1/transitions/2/do/3"}])"},
    {"originals kept when the supplement is late", "LB-P3005", false,
     R"([{"op": "remove", "path": "/chart/states/1/states/2/transitions/1/do/1"}])"},
    {"originals kept when the application is refused", "LB-P3005", false,
     R"([{"op": "remove", "path": "/chart/states/5/transitions/1/do"}])"},
    {"a short cut past the police", "LB-P3003", false,
     R"([{"op": "add", "path": "/chart/states/2/states/0/transitions/-", "value":
          {"on": "shortcut", "by": "transport.reviewer", "title": "short cut", "to": "granting"}}])"},
    {"the licence is issued with the preliminary review", "LB-P3003", false,
     R"([{"op": "add", "path": "/chart/states/2/states/0/transitions/0/do", "value":
          [{"issue": "vehicle_licence"}]}])"},
    {"the applicant may not consent who has withdrawn", "LB-P3007", false,
     R"([{"op": "add", "path": "/chart/states/8/states/1/transitions/0/not_by", "value":
          ["in_review"]}])"},
    {"a refusal to turn back is not heard", "LB-P3001", false,
     R"([{"op": "remove", "path": "/chart/states/8/states/2/transitions/1"}])"},
    {"a refusal of the police is not heard", "LB-P3008", false,
     R"([{"op": "remove", "path": "/chart/states/2/states/2/transitions/1"}])"},
    {"a lost parcel is not heard of", "LB-P3001", false,
     R"([{"op": "remove", "path": "/chart/states/4/states/2/transitions/1"}])"},
    {"the owner is never asked again", "LB-P3001", false,
     R"([{"op": "replace", "path": "/chart/states/8/states/1/transitions", "value":
          [{"on": "restore_consent", "by": "applicant", "title": "consent",
            "when": {"==": [{"var": "case.decision"}, "granted"]}, "to": "turning_back"}]}])"},
    {"an own property that never holds", "LB-P3010", false,
     R"([{"op": "add", "path": "/properties", "value":
          {"no_inspection": {"never": {"in_state": "special_procedure"}}}}])"},
    {"an own property about the way", "LB-P3010", false,
     R"([{"op": "add", "path": "/properties", "value":
          {"inspected_is_granted": {"leads_to": [{"in_state": "special_procedure"},
                                                 {"in_state": "granted"}]}}}])"},
    {"an own property that must always hold", "LB-P3010", false,
     R"([{"op": "add", "path": "/properties", "value":
          {"originals_here": {"always": {"==": [
            {"var": "materials.driving_licence.at"}, "transport"]}}}}])"},
    {"decided with the approval and once more", "LB-P3009", true,
     R"([{"op": "add", "path": "/chart/states/2/states/4/transitions/0/do", "value":
          [{"decide": "granted"}]}])"},
    {"withdrawn after the decision", "LB-P3009", false,
     R"([{"op": "add", "path": "/chart/states/4/transitions", "value":
          [{"on": "withdraw", "by": "applicant", "title": "withdraw", "to": "withdrawing"}]}])"},
    {"a guard that cannot be evaluated", "LB-P3009", false,
     R"([{"op": "add", "path": "/chart/states/2/states/0/transitions/2/when", "value":
          {"==": [{"require": "form.applicant.id_number"}, "330302198512124560"]}}])"},
    {"round and round without an event", "LB-P3009", false,
     R"([{"op": "add", "path": "/chart/states/2/states/4/transitions/-", "value":
          {"to": "insurance"}}])"},
    {"an ending that contradicts the decision", "LB-P3009", true,
     R"([{"op": "replace", "path": "/chart/states/7/transitions/1/to", "value": "refused"}])"},
    {"the policy is not waited for", "LB-P3003", false,
     R"([{"op": "remove", "path": "/materials/carrier_policy/defer/needed_by"}])"},
    {"a clock runs where nobody hears it", "LB-P3006", false,
     R"([{"op": "replace", "path": "/clocks/acceptance/runs_in", "value":
          ["checking", "supplementing"]}])"},
    {"never accepted", "LB-P3003", true,
     R"([{"op": "remove", "path": "/chart/states/1/states/1/transitions/0/do"},
         {"op": "replace", "path": "/chart/states/1/states/1/transitions/4/do", "value": []}])"},
    {"an answer breaks the form", "LB-P3009", false,
     R"([{"op": "replace", "path": "/chart/states/1/transitions/1/do/0/assign", "value":
          {"form.applicant.id_number": "none"}}])"},
};

}  // namespace lianban::cli::test
