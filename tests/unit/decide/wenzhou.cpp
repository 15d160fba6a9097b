#include "wenzhou.hpp"

#include <utility>

namespace lianban::decide::testing {

Instant end_of_day(const std::string& day) { return end_of(*parse_day(day)); }

Json filing() {
  return {{"channel", "window"},
          {"form",
           {{"applicant",
             {{"name", "张伟"}, {"id_number", "330302198512124560"}, {"phone", "13800000001"}}},
            {"vehicle",
             {{"plate", "浙CD12345"},
              {"vin", "LGXCE6CB1M0000001"},
              {"make", "比亚迪秦PLUS EV"},
              {"seats", 5},
              {"energy", "bev"},
              {"first_registered", "2021-08-20"},
              {"odometer_km", 120},
              {"wheelbase_mm", 2718}}},
            {"delivery", {{"by", "window"}}}}},
          {"materials",
           {{"application_form", Json::object()},
            {"registration_certificate", Json::object()},
            {"driving_licence", Json::object()},
            {"safety_devices_proof", Json::object()}}},
          {"promises", {"carrier_policy"}}};
}

Json policy_from(const std::string& day) {
  return {{"found", true},
          {"policy_no", "CX-1"},
          {"plate", "浙CD12345"},
          {"vin", "LGXCE6CB1M0000001"},
          {"kind", "carrier_liability"},
          {"effective_from", day},
          {"effective_to", "2022-09-30"}};
}

Wenzhou::Wenzhou() : Workbench(Workbench::wenzhou()) {}

void Wenzhou::must(Verb verb, const std::string& subject, Json data, Actor actor) {
  EXPECT_EQ(run(verb, subject, std::move(data), std::move(actor)), "")
      << to_name(verb) << " " << subject << ": " << refusal.message.en;
}

std::string Wenzhou::send(const std::string& event, const Actor& actor, Json data) {
  return run(Verb::kSend, event, std::move(data), actor);
}

void Wenzhou::wait_until(Instant to) {
  now = to;
  must(Verb::kTick, "");
}

void Wenzhou::open_with(Json application, Actor actor) {
  must(Verb::kOpen, "wenzhou-ride-hailing-vehicle", std::move(application), std::move(actor));
}

void Wenzhou::file(Json application) {
  open_with(std::move(application));
  for (const char* query : {"purchase_invoice_query", "tax_receipt_query",
                            "inspection_report_query", "range_announcement_query"}) {
    if (open->calls.contains(query)) must(Verb::kReply, query, {{"found", true}, {"no", "N-1"}});
  }
}

void Wenzhou::accept() {
  file();
  must(Verb::kSend, "accept", nullptr, kClerk);
}

void Wenzhou::pass() {
  accept();
  must(Verb::kSend, "pass", nullptr, kReviewer);
}

void Wenzhou::change() {
  pass();
  police("approved");
}

void Wenzhou::insure() {
  change();
  must(Verb::kReply, "insurer_policy", policy_from("2021-09-15"));
}

void Wenzhou::grant() {
  insure();
  must(Verb::kSend, "approve", nullptr, kApprover);
}

void Wenzhou::police(const std::string& result) {
  must(Verb::kReply, "police_change_use", {{"result", result}});
}

void Wenzhou::ask_supplement(const std::string& material, const std::string& reason) {
  Json items = Json::array({Json{{"material", material}, {"reason", reason}}});
  must(Verb::kSend, "request_supplement", {{"items", std::move(items)}}, kClerk);
}

std::string Wenzhou::state() const {
  return open->active.size() == 1 ? open->active.front() : std::to_string(open->active.size());
}

Json Wenzhou::seen() { return decide::view(*open, inputs()); }

std::string Wenzhou::bytes() const { return encode_case(*open, personal); }

lifecycle::DeferralState Wenzhou::policy() const {
  return open->deferrals.at("carrier_policy").state;
}

lifecycle::EffectState Wenzhou::change_effect() const {
  return open->calls.at("police_change_use").effect;
}

bool Wenzhou::originals_returned() const {
  return material::record_of(open->materials, "registration_certificate").at.empty() &&
         material::record_of(open->materials, "driving_licence").at.empty();
}

std::size_t papers_of(const Case& of, const std::string& id) {
  return static_cast<std::size_t>(std::count_if(
      of.papers.begin(), of.papers.end(), [&](const auto& each) { return each.paper == id; }));
}

Json paper(const Case& of, const std::string& id) {
  for (auto it = of.papers.rbegin(); it != of.papers.rend(); ++it) {
    if (it->paper == id) return it->fields ? *it->fields : Json();
  }
  ADD_FAILURE() << "no paper " << id;
  return {};
}

std::vector<std::string> ids_of(const std::vector<Reason>& reasons, const std::string& kind) {
  std::vector<std::string> ids;
  for (const Reason& reason : reasons) {
    if (reason.kind == kind) ids.push_back(reason.id);
  }
  return ids;
}

std::vector<std::string> incidents(const Case& of) {
  std::vector<std::string> codes;
  for (const IncidentRecord& incident : of.incidents) {
    if (incident.open()) codes.push_back(incident.code);
  }
  return codes;
}

Entries all_entries(const Workbench& bench) {
  Entries all;
  for (const std::string& row : bench.history) {
    Entries entries = decode_entries(row, bench.personal).value();
    std::move(entries.begin(), entries.end(), std::back_inserter(all));
  }
  return all;
}

bool happened(const Workbench& bench, const std::string& event) {
  const auto all = history_of<Happened>(bench);
  return std::any_of(all.begin(), all.end(),
                     [&](const Happened& each) { return each.name == event; });
}

}  // namespace lianban::decide::testing
