// Kills a loaded process again and again and checks what is left against the caller's own log: no
// acknowledged command lost, replay equals store, no agency act done twice, no request dropped, no
// callback forgotten that was answered 200.
//   lianban_crash [--kills N] [--seed S] [--ignore-keys]
// With --ignore-keys every arrival of a request at the police acts: half of the kills meet police
// who can be asked what became of a key, half police who cannot.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "crash/trial.hpp"

namespace lianban::crash {

namespace {

constexpr int kKillsPerDatabase = 10;

struct Order {
  int kills = 300;
  unsigned seed = 1;
  bool ignore_keys = false;
};

/// The police are slow enough to be killed while they are asked, and some answers get lost on the
/// way. Every third callback comes twice (the others not: a second copy would
/// bring what was forgotten), some before the acknowledgement.
simulators::Options police_of(Keys keys, int callback_port) {
  simulators::Options options;
  options.policy_after_asks = 1;
  options.gateways = false;
  simulators::Behaviour& police = options.agencies["police"];
  police.honours_keys = keys == Keys::kHonoured;
  police.latency_ms = keys == Keys::kHonoured ? 0 : 20;
  options.callbacks.url = "http://127.0.0.1:" + std::to_string(callback_port) + "/callbacks";
  options.callbacks.key = kCallbackKey;
  options.callbacks.secret = kCallbackSecret;
  options.callbacks.attempts = 100'000;
  options.callbacks.retry_ms = 1;
  using simulators::Fault;
  for (int after = 0; after < 60; after += 3) {
    options.faults.push_back({.agency = "police", .fault = Fault::kTwice, .after = after});
  }
  for (const int after : {4, 13, 22, 31, 40}) {
    options.faults.push_back({.agency = "police", .fault = Fault::kResetAfter, .after = after});
    options.faults.push_back(
        {.agency = "police", .fault = Fault::kCallbackFirst, .after = after + 3});
    options.faults.push_back(
        {.agency = "police", .fault = Fault::kResetBefore, .after = after + 6});
  }
  return options;
}

/// False where the run could not begin.
bool kill_and_check(Keys keys, const Order& order, int kills, Tally& tally) {
  const ReservedPort port;
  simulators::SimulatedAgencies agencies(police_of(keys, port.port()));
  if (port.port() == 0 || !agencies.start().ok()) return false;
  const auto folder =
      std::filesystem::temp_directory_path() / ("lianban-crash-" + std::to_string(::getpid()));
  std::mt19937 random(order.seed);
  int serial = 1;
  for (int done = 0; done < kills;) {
    Trial trial(folder, keys, port.port(), agencies, tally);
    for (int i = 0; i < kKillsPerDatabase && done < kills; ++i, ++done) {
      trial.kill_once(random, serial);
    }
    serial += 10'000;
    trial.finish();
    std::cerr << "\r" << tally.kills << " kills" << std::flush;
  }
  std::filesystem::remove_all(folder);
  return true;
}

void print(const Tally& tally) {
  std::cout << "\nkills " << tally.kills << " (";
  const char* between = "";
  for (const auto& [point, count] : tally.died_at) {
    std::cout << between << point << " " << count;
    between = ", ";
  }
  std::cout << ")\nacknowledged " << tally.acknowledged << " commands of " << tally.cases
            << " cases, police acts " << tally.acts << ", callbacks accepted " << tally.callbacks
            << ", incidents " << tally.incidents << "\nlost " << tally.lost
            << ", replay unlike store " << tally.unsound << ", acts done twice " << tally.doubled
            << ", sent again blindly " << tally.resent << ", requests dropped " << tally.dropped
            << ", callbacks forgotten " << tally.unanswered << ", errors " << tally.errors << "\n";
}

int run(const Order& order) {
  const auto start = std::chrono::steady_clock::now();
  Tally tally;
  bool ran = true;
  if (order.ignore_keys) {
    Tally blind;
    ran = kill_and_check(Keys::kAsked, order, order.kills - order.kills / 2, tally) &&
          kill_and_check(Keys::kBlind, order, order.kills / 2, blind);
    std::cout << "\nkeys ignored, the police can be asked:";
    print(tally);
    std::cout << "keys ignored, nobody can be asked:";
    print(blind);
    // Where nobody can be asked, what was lost on the way has to become somebody's work.
    ran = ran && blind.faults() == 0 && blind.acts > 0 && blind.incidents > 0;
  } else {
    ran = kill_and_check(Keys::kHonoured, order, order.kills, tally);
    print(tally);
  }
  const auto took = std::chrono::steady_clock::now() - start;
  std::cout << std::chrono::duration_cast<std::chrono::seconds>(took).count() << " s\n";
  return ran && tally.faults() == 0 && tally.acknowledged > 0 && tally.acts > 0 ? 0 : 1;
}

}  // namespace

}  // namespace lianban::crash

int main(int argc, char** argv) {
  using namespace lianban::crash;
  if (argc == 3 && std::strcmp(argv[1], "--child") == 0) {
    return run_child(ChildOptions::from_text(argv[2]));
  }
  Order order;
  for (int i = 1; i < argc; ++i) {
    const bool more = i + 1 < argc;
    if (std::strcmp(argv[i], "--ignore-keys") == 0) order.ignore_keys = true;
    if (more && std::strcmp(argv[i], "--kills") == 0) order.kills = std::atoi(argv[++i]);
    if (more && std::strcmp(argv[i], "--seed") == 0) {
      order.seed = static_cast<unsigned>(std::atoi(argv[++i]));
    }
  }
  return run(order);
}
