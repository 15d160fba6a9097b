// The report as programs read it.
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "lianban/rehearsal.hpp"

namespace lianban {

namespace {

Json words(const Text& text) {
  return {{"zh", text.in(Language::kChinese)}, {"en", text.in(Language::kEnglish)}};
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

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
                       {"message", words(refusal.message)},
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
          {"told_until", each.told_until ? Json(format_instant(*each.told_until)) : Json()}};
}

}  // namespace

nlohmann::json to_json(const RehearsalReport& report) {
  Json cases = Json::array();
  for (const RehearsedCase& each : report.cases) cases.push_back(json_of(each));
  return {{"definition", report.definition},
          {"version", report.version},
          {"hash", report.hash},
          {"cases", std::move(cases)},
          {"sum",
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

}  // namespace lianban
