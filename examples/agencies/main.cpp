#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>
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

/// Secrets are named, so that they stand in no list of processes and no shell history.
std::string secret_named(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') {
    throw CLI::ValidationError(name, "no such environment variable");
  }
  return value;
}

/// "NAME" for every agency, or "police=NAME" for one.
void take_secret(Options& options, const std::string& setting, std::string Behaviour::*own,
                 std::string& common) {
  if (setting.find('=') == std::string::npos) {
    common = secret_named(setting);
    return;
  }
  each_agency(options, {setting},
              [own](Behaviour& how, const std::string& name) { how.*own = secret_named(name); });
}

struct Given {
  std::vector<std::string> latency;
  std::vector<std::string> errors;
  std::vector<std::string> pending;
  std::vector<std::string> ignores_keys;
  std::vector<std::string> answers_after;
  std::vector<std::string> faults;
  std::vector<std::string> callback_keys;
  std::vector<std::string> callback_secrets;
};

void callbacks(CLI::App& app, Options& options, Given& given) {
  app.add_option("--callback-url", options.callbacks.url,
                 "Who answers later posts the answer to URL/AGENCY as well");
  app.add_option("--callback-scheme", options.callbacks.scheme, "How callbacks are signed")
      ->check(CLI::IsMember({"lianban", "lianban-sha256", "lianban-sm2"}))
      ->capture_default_str();
  app.add_option("--callback-key-env", given.callback_keys,
                 "NAME or AGENCY=NAME: environment variable that holds the access key");
  app.add_option("--callback-secret-env", given.callback_secrets,
                 "NAME or AGENCY=NAME: the one that holds the secret; of lianban-sm2 the private "
                 "key, PEM or hexadecimal");
  app.add_option("--callback-attempts", options.callbacks.attempts, "Until one gets a 2xx")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--answer-after-ms", given.answers_after,
                 "N or AGENCY=N: with callbacks, time from acknowledgement to answer");
}

void describe(CLI::App& app, Options& options, Given& given) {
  app.add_option("--port", options.port,
                 "Port of the control server; the agencies take the next four, the gateways "
                 "two more. 0: free ports, told on standard output")
      ->check(CLI::Range(0, 65529))
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
  std::string kinds;
  for (const auto fault : lianban::simulators::all_faults()) {
    kinds += kinds.empty() ? "" : ", ";
    kinds += lianban::simulators::name_of(fault);
  }
  app.add_option("--fault", given.faults,
                 "AGENCY[/OPERATION]=FAULT[:TIMES[:VALUE]]: the first TIMES requests (without it "
                 "all) have the fault. Faults: " +
                     kinds);
  app.add_flag("!--no-gateways", options.gateways,
               "Leaves out @notices and @supervision, on the two ports after the agencies'");
  callbacks(app, options, given);
  app.footer(
      "Agencies: data_platform, police, insurer, carrier. GET / of the control server is a page "
      "where everything can be seen and changed.");
}

void apply(const Given& given, Options& options) {
  for (const std::string& setting : given.callback_keys) {
    take_secret(options, setting, &Behaviour::callback_key, options.callbacks.key);
  }
  for (const std::string& setting : given.callback_secrets) {
    take_secret(options, setting, &Behaviour::callback_secret, options.callbacks.secret);
  }
  for (const std::string& text : given.faults) {
    const auto rule = lianban::simulators::fault_rule_text(text);
    if (!rule) throw CLI::ValidationError(text, rule.error().message.en);
    options.faults.push_back(rule.value());
  }
  each_agency(options, given.answers_after, [](Behaviour& how, const std::string& text) {
    how.answers_after_ms = whole(text, 0);
  });
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
