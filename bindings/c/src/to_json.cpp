#include "to_json.hpp"

namespace lianban::c {

Json to_json(const Text& text) {
  return {{"zh", text.in(Language::kChinese)}, {"en", text.in(Language::kEnglish)}};
}

Json to_json(const std::vector<Text>& texts) {
  Json list = Json::array();
  for (const Text& each : texts) list.push_back(to_json(each));
  return list;
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json or_null(const std::optional<Instant>& at) { return at ? Json(format_instant(*at)) : Json(); }

Json to_json(const Accepted& accepted) {
  return {{"case", accepted.case_id},
          {"number", accepted.number},
          {"revision", accepted.revision},
          {"states", accepted.states},
          {"outcome", or_null(accepted.outcome)},
          {"repeated", accepted.repeated}};
}

Json to_json(const Refusal& refusal) {
  Json reasons = Json::array();
  for (const Reason& each : refusal.reasons) {
    reasons.push_back({{"kind", each.kind},
                       {"id", each.id},
                       {"text", to_json(each.text)},
                       {"until", or_null(each.until)},
                       {"basis", each.basis}});
  }
  return {{"code", refusal.code},
          {"message", to_json(refusal.message)},
          {"reasons", std::move(reasons)}};
}

Json to_json(const Action& action) {
  return {{"verb", to_name(action.verb)},
          {"event", action.event},
          {"title", to_json(action.title)},
          {"allowed", action.allowed},
          {"refusal", action.allowed ? Json() : to_json(action.refusal)},
          {"input", action.input}};
}

Json to_json(const CaseLine& line) {
  return {{"case", line.case_id},
          {"number", line.number},
          {"definition", line.definition},
          {"status", line.status},
          {"outcome", or_null(line.outcome)},
          {"states", line.states},
          {"opened_at", format_instant(line.opened_at)},
          {"due", line.due ? Json(format_limit(*line.due)) : Json()}};
}

Json to_json(const CaseEvent& event) {
  return {{"cursor", event.cursor},         {"case", event.case_id},
          {"revision", event.revision},     {"at", format_instant(event.at)},
          {"request_id", event.request_id}, {"entries", event.entries}};
}

Json to_json(const PumpReport& report) {
  return {{"timers", report.timers},       {"asked", report.asked},
          {"answered", report.answered},   {"failed", report.failed},
          {"polled", report.polled},       {"opened", report.opened},
          {"callbacks", report.callbacks}, {"in_flight", report.in_flight}};
}

Json to_json(const Verification& verification) {
  return {{"sound", verification.sound},
          {"revisions", verification.revisions},
          {"head", verification.head},
          {"fault", or_null(verification.fault)}};
}

Json to_json(const OpenCall& call) {
  return {{"case", call.case_id},        {"call", call.call},
          {"agency", call.agency},       {"office", or_null(call.office)},
          {"operation", call.operation}, {"key", or_null(call.key)},
          {"state", call.state},         {"request", call.request}};
}

Json to_json(const ExternalTask& task) {
  return {{"token", task.token},     {"case", task.case_id},
          {"agency", task.agency},   {"office", or_null(task.office)},
          {"call", task.call},       {"operation", task.operation},
          {"key", task.key},         {"request", task.request},
          {"attempt", task.attempt}, {"lent_until", format_instant(task.lent_until)}};
}

Json to_json(const KeptCallback& kept) {
  return {{"id", kept.id},
          {"agency", kept.agency},
          {"request", kept.request},
          {"received_at", format_instant(kept.received_at)},
          {"attempts", kept.attempts},
          {"orphan", kept.orphan}};
}

Json to_json(const Incident& incident) {
  return {{"case", incident.case_id},
          {"number", incident.number},
          {"definition", incident.definition},
          {"id", incident.id},
          {"code", incident.code},
          {"subject", incident.subject},
          {"text", incident.text},
          {"at", format_instant(incident.at)}};
}

Json to_json(const DeadLetter& letter) {
  return {{"case", letter.case_id},
          {"seq", letter.seq},
          {"to", letter.to},
          {"what", letter.what},
          {"attempts", letter.attempts},
          {"since", format_instant(letter.since)}};
}

Json to_json(const HostErrand& errand) {
  return {
      {"case", errand.case_id}, {"seq", errand.seq}, {"name", errand.name}, {"data", errand.data}};
}

}  // namespace lianban::c
