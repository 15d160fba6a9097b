// Whole approvals, from filing to licence, with agencies that answer at once.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/groups.hpp"
#include "bench/load.hpp"
#include "bench/workload.hpp"

namespace lianban::bench {
namespace {

using nlohmann::json;

constexpr int kCallers = 4;
constexpr std::size_t kInHand = 8;  // Cases a caller works on at the same time.
constexpr std::size_t kCases = 1'000, kQuickCases = 40;  // In one round.

constexpr std::size_t kRound = 32;  // What a pump does before the callers look again.
constexpr double kNudge = 0.02;     // Seconds after which they look in any case.
constexpr double kPatience = 10;    // Seconds without an answer: stuck, not slow.

/// Finds everything, approves everything, within the call.
class YesAgency final : public Agency {
 public:
  AgencyAnswer ask(const AgencyRequest& request) override {
    if (request.call == "insurer_policy") {
      return AgencyAnswer::answered({{"found", true},
                                     {"policy_no", "CX-1"},
                                     {"plate", (*request.body)["plate"]},
                                     {"vin", (*request.body)["vin"]},
                                     {"kind", "carrier_liability"},
                                     {"effective_from", "2021-09-01"},
                                     {"effective_to", "2022-08-31"}});
    }
    if (request.call.starts_with("police_")) {
      return AgencyAnswer::answered({{"result", "approved"}, {"licence_no", "XSZ-1"}});
    }
    return AgencyAnswer::answered({{"found", true}, {"no", "N-1"}});
  }
  AgencyAnswer poll(const AgencyRequest&, const std::string&) override {
    return AgencyAnswer::pending();
  }
};

/// What persons do after the filing; a step is refused until the agencies have answered.
Command step_of(std::size_t step) {
  const Actor window{"window-1", {"transport.window_clerk"}, {}};
  Command command;
  command.request_id = "step-" + std::to_string(step);
  switch (step) {
    case 0:
      command.subject = "accept";
      command.actor = window;
      break;
    case 1:
      command.subject = "pass";
      command.actor = {"reviewer-1", {"transport.reviewer"}, {}};
      break;
    case 2:
      command.subject = "approve";
      command.actor = {"approver-1", {"transport.approver"}, {}};
      break;
    default:
      command.subject = "hand_over";
      command.actor = window;
  }
  return command;
}
constexpr std::size_t kSteps = 4;

struct Tally {
  std::atomic<std::size_t> serial{0}, granted{0}, refusals{0}, commands{0}, stuck{0};
  std::atomic<std::uint32_t> rounds{0};  ///< Of the pumps, where they did something.
};

/// Until a pump has done something, or nothing has happened for a while.
void wait_for_agencies(const Tally& tally, std::uint32_t seen) {
  const auto start = Watch::now();
  while (tally.rounds.load() == seen && seconds_since(start) < kNudge) {
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
}

struct InHand {
  std::string id;
  std::size_t step = 0;
  Watch::time_point since = Watch::now();
};

/// Whether the case is done with: granted, or given up because no answer ever came.
bool work_on(Engine& engine, InHand& one, bool& waits, Tally& tally) {
  const auto answer = engine.submit(one.id, step_of(one.step));
  if (!answer.ok()) give_up("whole: " + answer.error().code);
  const auto* accepted = std::get_if<Accepted>(&*answer);
  waits = accepted == nullptr;
  if (waits) {
    ++tally.refusals;
    if (seconds_since(one.since) < kPatience) return false;
    say("whole: a case is stuck at step " + std::to_string(one.step) + ": " +
        std::get<Refusal>(*answer).code);
    ++tally.stuck;
    return true;
  }
  one.since = Watch::now();
  if (++one.step < kSteps) return false;
  if (accepted->outcome != "granted") give_up("whole: ended as " + accepted->outcome);
  ++tally.granted;
  tally.commands += accepted->revision;
  return true;
}

/// One caller with some cases in hand; a case that has to wait goes to the end of the row.
void serve(Engine& engine, std::size_t cases, Tally& tally) {
  std::deque<InHand> row;
  std::size_t waiting = 0;
  std::uint32_t seen = 0;
  for (bool more = true; more || !row.empty();) {
    if (more && row.size() < kInHand) {
      const std::size_t serial = tally.serial++;
      more = serial < cases;
      if (!more) continue;
      const Command open = opening(Kind::kWenzhou, serial);
      row.push_back({expect_accepted(engine.open_case(open.subject, open)).case_id});
      continue;
    }
    if (waiting == 0) seen = tally.rounds.load();
    InHand one = std::move(row.front());
    row.pop_front();
    bool waits = false;
    if (!work_on(engine, one, waits, tally)) row.push_back(std::move(one));
    waiting = waits ? waiting + 1 : 0;
    // All of them wait for agencies: asking again at once would only take their time.
    if (waiting < row.size()) continue;
    if (waiting > 0) wait_for_agencies(tally, seen);
    waiting = 0;
  }
}

struct Outcome {
  double cases_per_second = 0, commands_per_case = 0, refusals = 0;
  std::size_t stuck = 0;
};

Outcome measure(const Options& options, int pumps, int round) {
  const std::string file = options.file("whole-" + std::to_string(round) + ".db");
  EngineOptions chosen = engine_options(file, morning_clock());
  chosen.agencies = std::make_shared<YesAgency>();
  const auto engine = open_engine(chosen);
  publish(*engine, Kind::kWenzhou);
  Tally tally;
  std::atomic<bool> over{false};
  std::vector<std::thread> pumping;
  for (int i = 0; i < pumps; ++i) {
    pumping.emplace_back([&] {
      while (!over.load()) {
        const auto did = engine->pump(kRound);
        if (!did.ok()) give_up("whole: pump " + did.error().code);
        if (did->total() > 0) {
          ++tally.rounds;
        } else {
          std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
      }
    });
  }
  const std::size_t cases = options.quick ? kQuickCases : kCases;
  const auto start = Watch::now();
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] { serve(*engine, cases, tally); });
  }
  for (std::thread& each : callers) each.join();
  const double took = seconds_since(start);
  over.store(true);
  for (std::thread& each : pumping) each.join();
  engine->close();
  remove_database(file);
  const auto granted = static_cast<double>(tally.granted.load());
  const double some = std::max(1.0, granted);
  return {granted / took, static_cast<double>(tally.commands.load()) / some,
          static_cast<double>(tally.refusals.load()) / some, tally.stuck.load()};
}

}  // namespace

void run_whole(const Options& options, Report& report) {
  for (const int pumps : {1, 4}) {
    std::vector<double> cases;
    Outcome last;
    std::size_t stuck = 0;
    for (int round = 0; round < options.rounds(); ++round) {
      last = measure(options, pumps, round);
      cases.push_back(last.cases_per_second);
      stuck += last.stuck;
    }
    report.add({pumps == 1 ? "whole_cases" : "whole_cases_4_pumps",
                median(cases),
                "cases/s",
                {},
                {},
                {{"callers", kCallers},
                 {"pumps", pumps},
                 {"cases", options.quick ? kQuickCases : kCases},
                 {"commands_per_case", last.commands_per_case},
                 {"refused_tries_per_case", last.refusals},
                 {"stuck_cases", stuck}}});
    if (stuck > 0) report.fault("whole: a case never got an answer it waits for");
  }
}

}  // namespace lianban::bench
