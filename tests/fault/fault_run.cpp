// Whole cases to their ends over HTTP, while about every third request goes wrong in one of sixteen
// ways. Afterwards: no act done twice, every case ended (those that stood still said why, and a
// person could settle it), every history sound.
//   lianban_faults [--cases N] [--seed S]
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <set>
#include <thread>

#include "fault/clerks.hpp"
#include "fault/plan.hpp"
#include "fault/stage.hpp"

namespace lianban::faults {

namespace {

using Json = nlohmann::json;
using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kLongest{55};
constexpr seconds kStill{3};  ///< Longer than any pause of the directory.

struct Order {
  int cases = 120;
  unsigned seed = 1;
};

struct Tally {
  std::size_t doubled = 0, unsound = 0, silent = 0, unsettled = 0, letters = 0, errors = 0;
  std::size_t stood_still = 0, days = 0, acts = 0;
  [[nodiscard]] std::size_t faults() const {
    return doubled + unsound + silent + unsettled + letters + errors;
  }
};

class Run {
 public:
  explicit Run(const Order& order) : order_(order) {}

  int go() {
    StageOptions options;
    options.agencies.policy_after_asks = 1;
    options.agencies.seed = order_.seed;
    options.agencies.faults = planned_;
    options.agencies.callbacks.retry_ms = 10;
    options.agencies.callbacks.attempts = 6;
    options.agencies.agencies["police"].answers_after_ms = 15;
    options.agencies.agencies["carrier"].answers_after_ms = 15;
    if (const std::string fault = stage_.open(std::move(options)); !fault.empty()) {
      std::cerr << fault << "\n";
      return 1;
    }
    Clerks clerks(stage_.engine(), order_.cases);
    if (!clerks.file()) return 1;
    std::jthread pump([this](const std::stop_token& stop) { keep_pumping(stop); });
    live(clerks);
    pump.request_stop();
    pump.join();
    count(clerks);
    print(clerks);
    stage_.close();
    return tally_.faults() == 0 && clerks.open_cases().empty() ? 0 : 1;
  }

 private:
  void keep_pumping(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto report = stage_.engine().pump();
      if (!report.ok()) ++tally_.errors;
      const bool idle = report.ok() && report->total() == 0;
      if (idle && report->in_flight == 0) std::this_thread::sleep_for(milliseconds{2});
    }
  }

  /// Until every case has ended: clerks work; where nothing moves any more, a person looks.
  void live(Clerks& clerks) {
    auto moved = SteadyClock::now();
    while (SteadyClock::now() < begin_ + kLongest) {
      if (clerks.work() > 0) moved = SteadyClock::now();
      if (clerks.open_cases().empty()) return;
      std::this_thread::sleep_for(milliseconds{20});
      if (SteadyClock::now() < moved + kStill) continue;
      if (tally_.stood_still == 0) tally_.stood_still = clerks.open_cases().size();
      look(clerks);
      moved = SteadyClock::now();
    }
  }
  /// What stands still says why, or waits for a day on which something is looked for again.
  void look(Clerks& clerks) {
    std::set<std::string> explained;
    const auto page = stage_.engine().incidents({}, 1000);
    for (const Incident& each : page.ok() ? page->incidents : std::vector<Incident>{}) {
      explained.insert(each.case_id);
      if (!clerks.settle(each)) {
        ++tally_.unsettled;
        std::cerr << "cannot be settled: " << each.code << " " << each.subject << "\n";
      }
    }
    bool tomorrow = false;
    for (const std::string& id : clerks.open_cases()) {
      if (explained.contains(id)) continue;
      // A promised document is looked for again on the next workday: its case waits by right.
      const auto shown = stage_.engine().show(id);
      const auto due = stage_.engine().next_due();
      const bool standing = shown.ok() && !(*shown)["open_deferrals"].empty() &&
                            (*shown)["states"]["active"][0] == "insurance" && due.ok() && *due;
      tomorrow = tomorrow || standing;
      // Something may still be under way; who has not moved by the next look is forgotten.
      const std::string at = shown.ok() ? (*shown)["states"].dump() : std::string();
      const auto suspect = suspects_.find(id);
      const bool twice = suspect != suspects_.end() && suspect->second == at;
      suspects_[id] = at;
      if (standing || !twice) continue;
      ++tally_.silent;
      std::cerr << "stands still and nobody knows why: " << id << "\n";
    }
    if (!tomorrow || !explained.empty()) return;
    // Nobody else waits for anything: the register is asked again on the next workday.
    ++tally_.days;
    stage_.clock().add(std::chrono::hours{tally_.days < 4 ? 24 : 96});
  }

  void count(Clerks& clerks) {
    for (const std::string& id : clerks.ids()) {
      const auto verified = stage_.engine().verify(id);
      tally_.unsound += !verified.ok() || !verified->sound;
    }
    const Json all = stage_.agencies().effects();
    std::map<std::string, int> acts;
    for (const auto& [agency, keys] : all.items()) {
      for (const auto& [key, record] : keys.items()) {
        const int done = record["effects"].get<int>();
        tally_.doubled += done > 1;
        if (agency != "police") continue;
        acts[key.substr(0, key.find('.')) + record["operation"].get<std::string>()] += done;
        tally_.acts += static_cast<std::size_t>(done);
      }
    }
    for (const auto& [act, done] : acts) tally_.doubled += done > 1;
    const auto letters = stage_.engine().dead_letters(1000);
    for (const DeadLetter& each : letters.ok() ? *letters : std::vector<DeadLetter>{}) {
      ++letters_;
      const Status again = stage_.engine().resend(each.case_id, each.seq);
      if (!again.ok()) ++tally_.letters;
    }
    injected_ = injected(planned_, stage_.agencies().state()["faults"]);
    stage_.agencies().clear_faults();
    const auto end = SteadyClock::now() + kStill;
    while (letters_ > 0 && SteadyClock::now() < end) {
      static_cast<void>(stage_.engine().pump_idle());
    }
    const auto left = stage_.engine().dead_letters(1000);
    if (!left.ok() || !left->empty()) ++tally_.letters;
  }

  void print(Clerks& clerks) {
    const auto took = SteadyClock::now() - begin_;
    std::cout << "seed " << order_.seed << ", cases " << order_.cases << ", "
              << std::chrono::duration<double>(took).count() << " s\n\nfaults\n";
    int sum = 0;
    for (const auto& [name, times] : injected_) {
      std::cout << "  " << name << " " << times << "\n";
      sum += times;
    }
    std::cout << "  together " << sum << "\n\nrequests, failed, repeated\n";
    const auto agencies = stage_.engine().agencies();
    if (agencies.ok()) {
      for (const auto& [name, each] : agencies->items()) {
        std::cout << "  " << name << " " << each["attempts"] << ", " << each["failures"] << ", "
                  << each["repeats"] << ", breaker opened " << each["opened"] << "\n";
      }
    }
    std::cout << "\ncallbacks by status\n";
    for (const auto& [status, times] : stage_.callbacks()) {
      std::cout << "  " << status << " " << times << "\n";
    }
    std::cout << "\nincidents\n";
    for (const auto& [what, times] : clerks.settled()) {
      std::cout << "  " << what << " " << times << "\n";
    }
    std::cout << "\noutcomes\n";
    for (const auto& [what, times] : clerks.outcomes()) {
      std::cout << "  " << what << " " << times << "\n";
    }
    std::cout << "\npolice acts " << tally_.acts << ", stood still until a person looked "
              << tally_.stood_still << ", looked for on a later day " << tally_.days
              << ", dead letters sent again " << letters_ << "\ndone twice " << tally_.doubled
              << ", unsound " << tally_.unsound << ", silent " << tally_.silent << ", unsettled "
              << tally_.unsettled << ", letters lost " << tally_.letters << ", errors "
              << tally_.errors << ", open " << clerks.open_cases().size() << "\n";
  }

  const Order order_;
  const SteadyClock::time_point begin_ = SteadyClock::now();
  const std::vector<simulators::FaultRule> planned_ = plan_of(order_.seed, order_.cases);
  std::map<std::string, int> injected_;
  std::map<std::string, std::string> suspects_;  ///< Case -> where it stood at the last look.
  Stage stage_;
  Tally tally_;
  std::size_t letters_ = 0;
};

}  // namespace

}  // namespace lianban::faults

int main(int argc, char** argv) {
  lianban::faults::Order order;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--cases") == 0) order.cases = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--seed") == 0) {
      order.seed = static_cast<unsigned>(std::atoi(argv[i + 1]));
    }
  }
  return lianban::faults::Run(order).go();
}
