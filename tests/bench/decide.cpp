// Deciding alone: whole approvals in memory, each command decided and its entries encoded; no
// store, no threads, no clock.
#include "decide/decide.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "bench/groups.hpp"
#include "bench/samples.hpp"
#include "bench/workload.hpp"
#include "support/workbench.hpp"

namespace lianban::bench {
namespace {

using nlohmann::json;

Command command_of(Verb verb, std::string subject, json data, Actor actor = Actor::system()) {
  return {{}, verb, std::move(subject), std::move(data), std::move(actor)};
}

json policy_of(const Command& open) {
  const json& vehicle = open.data["form"]["vehicle"];
  return {{"found", true},
          {"policy_no", "CX-1"},
          {"plate", vehicle["plate"]},
          {"vin", vehicle["vin"]},
          {"kind", "carrier_liability"},
          {"effective_from", "2021-09-01"},
          {"effective_to", "2022-08-31"}};
}

/// From filing to licence: what a granted case is asked, in order.
std::vector<Command> whole_story(std::size_t serial) {
  const Actor window{"window-1", {"transport.window_clerk"}, {}};
  std::vector<Command> story{opening(Kind::kWenzhou, serial)};
  for (const char* query : {"purchase_invoice_query", "tax_receipt_query",
                            "inspection_report_query", "range_announcement_query"}) {
    story.push_back(command_of(Verb::kReply, query, {{"found", true}, {"no", "N-1"}}));
  }
  for (const char* document : {"application_form", "registration_certificate", "driving_licence",
                               "safety_devices_proof"}) {
    story.push_back(command_of(Verb::kVerify, document, nullptr, window));
  }
  story.push_back(command_of(Verb::kSend, "accept", nullptr, window));
  story.push_back(
      command_of(Verb::kSend, "pass", nullptr, {"reviewer-1", {"transport.reviewer"}, {}}));
  story.push_back(command_of(Verb::kReply, "police_change_use",
                             {{"result", "approved"}, {"licence_no", "XSZ-1"}}));
  story.push_back(command_of(Verb::kReply, "insurer_policy", policy_of(story.front())));
  story.push_back(
      command_of(Verb::kSend, "approve", nullptr, {"approver-1", {"transport.approver"}, {}}));
  story.push_back(command_of(Verb::kSend, "hand_over", nullptr, window));
  for (std::size_t i = 0; i < story.size(); ++i) story[i].request_id = std::to_string(i);
  return story;
}

struct Spent {
  double decide = 0, encode = 0;
  std::size_t commands = 0, entries = 0, bytes = 0;
};

class Memory {
 public:
  explicit Memory(const decide::Prepared& prepared) {
    inputs_.now = support::at("2021-09-15T09:00:00+08:00");
    inputs_.draw = [this](const std::string&) -> Result<std::uint64_t> { return ++drawn_; };
    inputs_.calendar = &support::national_calendar();
    inputs_.prepared = &prepared;
    inputs_.new_case.bytes.fill(7);
  }

  void run(const std::vector<Command>& story, Spent& spent) {
    std::optional<decide::Case> state;
    decide::PersonalValues personal;
    for (const Command& command : story) {
      const auto start = Watch::now();
      auto decision = decide::decide(state ? &*state : nullptr, command, inputs_);
      const auto decided = Watch::now();
      auto* done = std::get_if<decide::Done>(&decision);
      if (done == nullptr) {
        give_up("decide: " + command.subject +
                " was refused: " + std::get<decide::Refused>(decision).refusal.code);
      }
      personal.learn(inputs_.prepared->definition->form, *done->after.form, inputs_.entropy);
      spent.bytes += decide::encode_entries(done->entries, personal).size();
      spent.encode += seconds_since(decided);
      spent.decide += std::chrono::duration<double>(decided - start).count();
      spent.entries += done->entries.size();
      ++spent.commands;
      state = std::move(done->after);
    }
    if (state->outcome != "granted") give_up("decide: the story did not end with a licence");
  }

 private:
  decide::Inputs inputs_;
  std::uint64_t drawn_ = 0;
};

}  // namespace

void run_decide(const Options& options, Report& report) {
  const auto checked = Definition::check(definition_text(Kind::kWenzhou));
  if (checked.definition == nullptr) give_up("decide: the definition does not load");
  Memory memory(*checked.definition->prepared());
  const int cases = options.quick ? 50 : 1'000;
  std::vector<double> rates, decide_us, encode_us;
  Spent last;
  for (int round = 0; round < options.rounds(); ++round) {
    Spent spent;
    for (int i = 0; i < cases; ++i) memory.run(whole_story(static_cast<std::size_t>(i)), spent);
    const auto commands = static_cast<double>(spent.commands);
    rates.push_back(commands / (spent.decide + spent.encode));
    decide_us.push_back(spent.decide * 1e6 / commands);
    encode_us.push_back(spent.encode * 1e6 / commands);
    last = spent;
  }
  const auto commands = static_cast<double>(last.commands);
  report.add({"decide",
              median(rates),
              "commands/s",
              {},
              {},
              {{"decide_us", median(decide_us)},
               {"encode_us", median(encode_us)},
               {"entries_per_command", static_cast<double>(last.entries) / commands},
               {"bytes_per_command", static_cast<double>(last.bytes) / commands},
               {"commands_per_case", commands / cases}}});
}

}  // namespace lianban::bench
