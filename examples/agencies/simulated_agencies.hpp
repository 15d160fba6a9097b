#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "faults.hpp"
#include "lianban/result.hpp"

/// Four agencies of a joint approval as they answer over HTTP on this machine, for trying out and
/// testing: `data_platform`, `police`, `insurer`, `carrier`; and two gateways that take what is
/// told outwards. They remember what they were told, so a request has its effect once per
/// Idempotency-Key. All values they give out are invented.
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
  int answers_after_ms = 0;  ///< With callbacks: how long after the acknowledgement it answers.
  /// What its callbacks are signed with instead of CallbackOptions'.
  std::string callback_key{};
  std::string callback_secret{};
};

/// Who answers later also calls back: POST {"request": KEY, "reply": {...}} to URL/AGENCY.
struct CallbackOptions {
  std::string url{};               ///< "http://127.0.0.1:8080/callbacks"; empty: nobody calls back.
  std::string scheme = "lianban";  ///< Or "lianban-sha256", "lianban-sm2".
  std::string key{};               ///< Access key.
  std::string secret{};            ///< Of lianban-sm2 the private key: PEM or hexadecimal digits.
  int attempts = 12;               ///< Until one is accepted (2xx).
  int retry_ms = 200;  ///< After the first failed attempt; doubled each time, up to 5 s.
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
  std::vector<FaultRule> faults{};
  CallbackOptions callbacks{};
  bool gateways = true;  ///< Serves the gateways too, on the two ports after the agencies'.
};

/// The agencies' names, in the order of their ports.
[[nodiscard]] const std::vector<std::string>& agency_names();
/// "@notices" (messages to people) and "@supervision" (审管联动); their operation is "deliver".
[[nodiscard]] const std::vector<std::string>& gateway_names();
[[nodiscard]] bool is_gateway(const std::string& name);

/// The servers and their common state. Any thread may call anything, but `start` and `stop` belong
/// to one thread.
class SimulatedAgencies {
 public:
  explicit SimulatedAgencies(Options options = {});
  ~SimulatedAgencies();  ///< Stops.
  SimulatedAgencies(const SimulatedAgencies&) = delete;
  SimulatedAgencies& operator=(const SimulatedAgencies&) = delete;

  /// Listens on 127.0.0.1; gives the ports by name, "control" among them. Errors: simulator/port
  /// (taken, or not allowed), simulator/callbacks (their url, scheme, key or secret cannot be
  /// used).
  Result<std::map<std::string, int>> start();
  /// Answers what has begun and closes. Takes up to a second while clients keep connections open.
  void stop();

  /// The agency directory for these servers (lianban/agency.hpp).
  [[nodiscard]] Json directory() const;
  /// The same for given ports.
  [[nodiscard]] static Json directory_for(const std::map<std::string, int>& ports);

  /// agency -> key -> {operation, requests, effects, callbacks_sent, callbacks_accepted}: requests
  /// that arrived, how many of them had an effect, callbacks sent and how many got a 2xx.
  [[nodiscard]] Json effects() const;
  /// Vehicles, policies, what waits for an answer, what the gateways got, faults still in force,
  /// the agencies with their operations and whether they are down.
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
  /// From now on; `fault_rule` says what a rule is.
  void add_fault(FaultRule rule);
  void clear_faults();
  /// Forgets everything but the options.
  void reset();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianban::simulators
