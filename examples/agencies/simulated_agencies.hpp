#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lianban/result.hpp"

/// Four agencies of a joint approval as they answer over HTTP on this machine, for trying out and
/// testing: `data_platform`, `police`, `insurer`, `carrier`. They remember what they were told, so
/// a request has its effect once per Idempotency-Key. All values they give out are invented.
namespace lianban::simulators {

using Json = nlohmann::json;

/// How one agency behaves.
struct Behaviour {
  int latency_ms = 0;  ///< Before each answer.
  /// Share of the requests that fail, from 0 to 1: half of them before they had their effect (503),
  /// half after (502). Drawn from seed, key and attempt, so independent of the order of arrival.
  double error_rate = 0;
  bool honours_keys = true;  ///< False: every arrival of a request has its effect.
  /// Of what is answered later: how many polls find no answer yet; negative: none comes by itself.
  int pending_polls = 1;
};

struct Options {
  std::uint64_t seed = 1;
  int port = 0;  ///< Of the control server, the agencies take the next four; 0: free ports.
  /// The date the agencies see, "2021-09-15"; empty: the system's. Invented policies begin on it.
  std::string today{};
  /// The n-th question for a vehicle's carrier policy after its use was changed finds one; 0: none
  /// but those put in force through `put_policy`.
  int policy_after_asks = 3;
  std::map<std::string, Behaviour> agencies{};  ///< By agency; absent: the defaults.
};

/// The agencies' names, in the order of their ports.
[[nodiscard]] const std::vector<std::string>& agency_names();

/// The servers and their common state. Any thread may call anything, but `start` and `stop` belong
/// to one thread.
class SimulatedAgencies {
 public:
  explicit SimulatedAgencies(Options options = {});
  ~SimulatedAgencies();  ///< Stops.
  SimulatedAgencies(const SimulatedAgencies&) = delete;
  SimulatedAgencies& operator=(const SimulatedAgencies&) = delete;

  /// Listens on 127.0.0.1; gives the ports by name, "control" among them. Errors: simulator/port
  /// (taken, or not allowed).
  Result<std::map<std::string, int>> start();
  /// Answers what has begun and closes. Takes up to a second while clients keep connections open.
  void stop();

  /// The agency directory for these servers (lianban/agency.hpp).
  [[nodiscard]] Json directory() const;
  /// The same for given ports.
  [[nodiscard]] static Json directory_for(const std::map<std::string, int>& ports);

  /// agency -> key -> {operation, requests, effects}: requests that arrived, and how many of them
  /// had an effect.
  [[nodiscard]] Json effects() const;
  /// Vehicles, policies, what waits for an answer.
  [[nodiscard]] Json state() const;

  /// {policy_no, plate, vin, kind?, effective_from, effective_to, exists_from?}: a policy that the
  /// insurer finds from `exists_from` on (default: at once). Errors: simulator/request.
  Status put_policy(const Json& policy);
  /// Answers what waits: {agency?, operation?, ticket?, reply?}, all of them a choice; without
  /// `reply` as the agency sees fit. Gives how many were answered.
  int answer(const Json& which);
  void set_today(const std::string& day);
  /// What the data platform's registers know: {operation, found}.
  Status set_register(const Json& entry);
  /// An agency that is down refuses connections. Errors: simulator/agency (no such one),
  /// simulator/port (coming up again, it found its port taken by another program).
  Status set_down(const std::string& agency, bool down);
  /// Forgets everything but the options.
  void reset();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianban::simulators
