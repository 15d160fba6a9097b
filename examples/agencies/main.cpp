#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulated_agencies.hpp"

namespace {

using lianban::simulators::Behaviour;
using lianban::simulators::Options;

/// "50" for every agency or "police=50" for one.
template <class Set>
void each_agency(Options& options, const std::vector<std::string>& settings, Set set) {
  const auto& names = lianban::simulators::agency_names();
  for (const std::string& setting : settings) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos) {
      for (const std::string& name : names) set(options.agencies[name], setting);
      continue;
    }
    const std::string name = setting.substr(0, equals);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      throw CLI::ValidationError(setting, "no such agency");
    }
    set(options.agencies[name], setting.substr(equals + 1));
  }
}

int whole(const std::string& text, int least) {
  int value = 0;
  if (!CLI::detail::lexical_cast(text, value) || value < least) {
    throw CLI::ValidationError(text, "not a whole number from " + std::to_string(least) + " on");
  }
  return value;
}

double fraction(const std::string& text) {
  double value = 0;
  if (!CLI::detail::lexical_cast(text, value) || !(value >= 0 && value <= 1)) {
    throw CLI::ValidationError(text, "not a share from 0 to 1");
  }
  return value;
}

struct Given {
  std::vector<std::string> latency;
  std::vector<std::string> errors;
  std::vector<std::string> pending;
  std::vector<std::string> ignores_keys;
};

void describe(CLI::App& app, Options& options, Given& given) {
  app.add_option("--port", options.port,
                 "Port of the control server; the agencies take the next four. 0: free ports, told "
                 "on standard output")
      ->check(CLI::Range(0, 65531))
      ->default_val(18080);
  app.add_option("--seed", options.seed, "All invented values and errors follow from it")
      ->default_val(1);
  app.add_option("--today", options.today, "The agencies' date, such as 2021-09-15");
  app.add_option("--policy-after-asks", options.policy_after_asks,
                 "The n-th question after the change of use finds a policy; 0: never by itself")
      ->check(CLI::NonNegativeNumber)
      ->default_val(3);
  app.add_option("--latency-ms", given.latency, "N or AGENCY=N: milliseconds before each answer");
  app.add_option("--error-rate", given.errors,
                 "R or AGENCY=R: share of requests that fail, 0 to 1");
  app.add_option("--pending-polls", given.pending,
                 "N or AGENCY=N: polls without an answer; -1: only POST /control/answers answers");
  app.add_option("--ignore-keys", given.ignores_keys,
                 "AGENCY: gives Idempotency-Key no meaning, so that a repeated request acts again");
  app.footer(
      "Agencies: data_platform, police, insurer, carrier. GET / of the control server lists "
      "what it takes.");
}

void apply(const Given& given, Options& options) {
  each_agency(options, given.latency,
              [](Behaviour& how, const std::string& text) { how.latency_ms = whole(text, 0); });
  each_agency(options, given.errors,
              [](Behaviour& how, const std::string& text) { how.error_rate = fraction(text); });
  each_agency(options, given.pending,
              [](Behaviour& how, const std::string& text) { how.pending_polls = whole(text, -1); });
  for (const std::string& agency : given.ignores_keys) {
    each_agency(options, {agency + "=off"},
                [](Behaviour& how, const std::string&) { how.honours_keys = false; });
  }
}

/// Blocked before any thread starts, so that only `sigwait` receives them.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Simulated agencies of the ride-hailing approval, over HTTP on this machine");
  Options options;
  Given given;
  describe(app, options, given);
  try {
    app.parse(argc, argv);
    apply(given, options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const sigset_t signals = block_signals();
  lianban::simulators::SimulatedAgencies agencies(options);
  const auto ports = agencies.start();
  if (!ports) {
    std::cerr << "error: " << ports.error().message.en << '\n';
    return 8;
  }
  std::cout << lianban::simulators::Json(*ports).dump() << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  agencies.stop();
  return 0;
}
