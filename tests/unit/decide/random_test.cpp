// Properties of the heart over random commands on the real approval.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/workbench.hpp"

namespace lianban {
namespace {

using support::Workbench;

const Actor kZhang{"zhang", {"applicant"}, {}};
const std::vector<Actor> kActors{kZhang,
                                 {"c1", {"transport.window_clerk"}, {}},
                                 {"r1", {"transport.reviewer"}, {}},
                                 {"a1", {"transport.approver"}, {}},
                                 {"h1", {"transport.head"}, {}},
                                 {"p1", {"police.vehicle_officer"}, {}},
                                 {"r1", {"transport.reviewer", "transport.approver"}, {}},
                                 Actor::system()};
const std::vector<std::string> kEvents{"accept",
                                       "request_supplement",
                                       "refuse_acceptance",
                                       "supplemented",
                                       "pass",
                                       "reject",
                                       "inspect",
                                       "inspection_done",
                                       "approve",
                                       "extend_decision",
                                       "hand_over",
                                       "withdraw",
                                       "restore_consent",
                                       "read_identity",
                                       "originals_received",
                                       "nonsense",
                                       "call.forged"};
const std::vector<std::string> kMaterials{
    "application_form",     "registration_certificate", "driving_licence",
    "safety_devices_proof", "purchase_invoice",         "carrier_policy",
    "tax_receipt",          "inspection_report",        "unknown_material"};
const std::vector<std::string> kCalls{
    "purchase_invoice_query",   "tax_receipt_query", "inspection_report_query",
    "range_announcement_query", "insurer_policy",    "police_change_use",
    "police_restore_use",       "ship_documents",    "identity_by_qr"};

Json filing(const std::string& channel) {
  return {{"channel", channel},
          {"region", "330302"},
          {"form",
           {{"applicant",
             {{"name", "张三丰"}, {"id_number", "330302198512124560"}, {"phone", "13800000001"}}},
            {"vehicle",
             {{"plate", "浙CD12345"},
              {"vin", "LSJA24W94GS000687"},
              {"make", "样车"},
              {"seats", 5},
              {"energy", "bev"},
              {"first_registered", "2020-05-06"},
              {"odometer_km", 20000},
              {"wheelbase_mm", 2750},
              {"range_km", 450}}},
            {"delivery", {{"by", "window"}}}}},
          {"materials",
           {{"application_form", Json::object()},
            {"registration_certificate", Json::object()},
            {"driving_licence", Json::object()},
            {"safety_devices_proof", Json::object()}}},
          {"promises", {"carrier_policy"}}};
}

Json answer_of(const std::string& call, int variant) {
  if (call == "insurer_policy") {
    if (variant == 0) return {{"found", false}};
    return {{"found", true},
            {"policy_no", "P1"},
            {"plate", "浙CD12345"},
            {"vin", "LSJA24W94GS000687"},
            {"kind", "carrier_liability"},
            {"effective_from", "2021-09-16"},
            {"effective_to", "2022-09-15"}};
  }
  if (call == "ship_documents") return {{"result", variant == 0 ? "lost" : "delivered"}};
  if (call.starts_with("police_")) return {{"result", variant == 0 ? "rejected" : "approved"}};
  if (variant == 2) return {{"found", "perhaps"}};
  return {{"found", variant != 0}, {"no", "N1"}};
}

Command random_command() {
  const auto pick = [](const auto& list) { return *rc::gen::elementOf(list); };
  Command command;
  command.actor = pick(kActors);
  switch (*rc::gen::inRange(0, 10)) {
    case 0:
      command.verb = pick(std::vector<Verb>{Verb::kSupply, Verb::kVerify, Verb::kDispute});
      command.subject = pick(kMaterials);
      command.data = Json::object();
      break;
    case 1:
      command.verb = Verb::kReject;
      command.subject = pick(kMaterials);
      command.data = {{"reason", "看不清"}};
      break;
    case 2:
      command.verb = Verb::kPromise;
      command.subject = pick(kMaterials);
      break;
    case 3:
    case 4:
    case 5:
      command.verb = Verb::kReply;
      command.subject = pick(kCalls);
      command.data = answer_of(command.subject, *rc::gen::inRange(0, 4));
      break;
    case 6:
      command.verb = pick(std::vector<Verb>{Verb::kFail, Verb::kRetry, Verb::kAcknowledge});
      command.subject = pick(kCalls);
      command.data = {{"code", "agency/unreachable"}};
      break;
    default:
      command.verb = Verb::kSend;
      command.subject = pick(kEvents);
      command.data = {{"reason", "理由"}, {"token", "T"}, {"items", Json::array()}};
  }
  return command;
}

/// Runs random commands with time going on between them, checking each step with `after`.
template <class After>
void random_case(After after) {
  Workbench bench = Workbench::wenzhou();
  RC_ASSERT(bench.loaded());
  const auto channel = *rc::gen::elementOf(std::vector<std::string>{"window", "online"});
  RC_ASSERT(bench.run(Verb::kOpen, "wenzhou-ride-hailing-vehicle", filing(channel), kZhang) == "");
  const int steps = *rc::gen::inRange(1, 40);
  for (int i = 0; i < steps; ++i) {
    bench.now += std::chrono::hours(*rc::gen::elementOf(std::vector<int>{0, 0, 1, 26, 200, 900}));
    const decide::Case before = *bench.open;
    const Command command = random_command();
    const std::string refused = bench.run(command);
    after(bench, before, command, refused);
  }
}

RC_GTEST_PROP(Decide, ReplayOfTheHistoryIsTheCase, ()) {
  random_case([](Workbench& bench, const decide::Case&, const Command&, const std::string&) {
    const auto replayed = decide::replay(bench.history, bench.personal);
    RC_ASSERT(replayed.ok());
    RC_ASSERT(decide::encode_case(*replayed, bench.personal) ==
              decide::encode_case(*bench.open, bench.personal));
  });
}

RC_GTEST_PROP(Decide, StoredBytesReadBackAsTheSameCase, ()) {
  random_case([](Workbench& bench, const decide::Case&, const Command&, const std::string&) {
    const std::string bytes = decide::encode_case(*bench.open, bench.personal);
    const auto again = decide::decode_case(bytes, bench.personal);
    RC_ASSERT(again.ok());
    RC_ASSERT(decide::encode_case(*again, bench.personal) == bytes);
  });
}

RC_GTEST_PROP(Decide, RefusedCommandChangesNothing, ()) {
  random_case(
      [](Workbench& bench, const decide::Case& before, const Command&, const std::string& refused) {
        if (refused.empty()) return;
        RC_ASSERT(decide::encode_case(*bench.open, bench.personal) ==
                  decide::encode_case(before, bench.personal));
        RC_ASSERT(!bench.refusal.message.zh.empty());
        RC_ASSERT(!bench.refusal.message.en.empty());
      });
}

RC_GTEST_PROP(Decide, SameInputsGiveTheSameBytes, ()) {
  random_case(
      [](Workbench& bench, const decide::Case& before, const Command& command, const std::string&) {
        decide::Inputs inputs = bench.inputs();
        inputs.draw = [](const std::string&) -> Result<std::uint64_t> { return std::uint64_t{9}; };
        const auto bytes = [&] {
          const auto decision = decide::decide(&before, command, inputs);
          const auto* done = std::get_if<decide::Done>(&decision);
          return done == nullptr ? std::get<decide::Refused>(decision).refusal.code
                                 : decide::encode_entries(done->entries, bench.personal);
        };
        RC_ASSERT(bytes() == bytes());
      });
}

RC_GTEST_PROP(Decide, EndedCaseTakesNoEventAndKeepsItsOutcome, ()) {
  random_case([](Workbench& bench, const decide::Case& before, const Command& command,
                 const std::string& refused) {
    if (!before.ended()) return;
    RC_ASSERT(bench.open->outcome == before.outcome);
    RC_ASSERT(bench.open->active == before.active);
    if (command.verb == Verb::kSend) RC_ASSERT(refused == "case/ended");
  });
}

RC_GTEST_PROP(Decide, TimeInTheHistoryNeverRunsBackwards, ()) {
  random_case([](Workbench& bench, const decide::Case& before, const Command&, const std::string&) {
    RC_ASSERT(bench.open->latest >= before.latest);
  });
}

RC_GTEST_PROP(Decide, NoLicenceStandsOnMissingOrDeferredDocuments, ()) {
  random_case([](Workbench& bench, const decide::Case&, const Command&, const std::string&) {
    if (bench.open->licences.empty()) return;
    for (const auto& [id, deferral] : bench.open->deferrals) RC_ASSERT(!deferral.open());
    for (const char* id : {"registration_certificate", "carrier_policy", "purchase_invoice"}) {
      const auto state = bench.open->materials.at(id).state;
      RC_ASSERT(state == lifecycle::MaterialState::kVerified ||
                state == lifecycle::MaterialState::kSupplied);
    }
  });
}

RC_GTEST_PROP(Decide, PersonalValuesNeverReachHistoryOrBody, ()) {
  random_case([](Workbench& bench, const decide::Case&, const Command&, const std::string&) {
    std::string all = decide::encode_case(*bench.open, bench.personal);
    for (const std::string& row : bench.history) all += row;
    for (const char* secret : {"张三丰", "330302198512124560", "13800000001"}) {
      RC_ASSERT(all.find(secret) == std::string::npos);
    }
  });
}

}  // namespace
}  // namespace lianban
