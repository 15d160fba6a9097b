#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "lianban/agency.hpp"
#include "lianban/callback.hpp"
#include "lianban/result.hpp"

/// Whether an agency's endpoint behaves as the engine relies on: a vendor points this at his own
/// test system before going live. What is asked is a profile (JSON, workflows/agencies/): the
/// operations with sample requests of invented values, what replies look like, where to ask later.
///
/// Checks of the endpoint:  reachable, unknown_path
/// of each operation:       answer, ticket, poll, schema, about, repeat, one_effect, key_conflict,
///                          key_missing, broken_json, query_unknown, query_known, concurrent,
///                          large, keep_alive, latency, callback, callback_signature,
///                          callback_time, callback_nonce, callback_body, callback_again,
///                          callback_once
namespace lianban {

/// The nonce of a callback that is believed, or why it is not (lianban/callback.hpp).
using CallbackVerifier = std::function<Result<std::string>(const Callback&)>;

/// Believes callbacks that are signed as `callbacks` says, within the scheme's time window. That
/// a nonce is new is for the caller to see. `secret` and `now` as in HttpAgencyOptions.
[[nodiscard]] CallbackVerifier make_callback_verifier(AgencyCallbacks callbacks,
                                                      SecretSource secret = {},
                                                      std::function<Instant()> now = {});

/// Where the callbacks of a run arrive. The library has no HTTP server: the host listens and hands
/// over what comes. Thread-safe.
class ConformanceInbox {
 public:
  /// `verify` says which callbacks are believed; called on the threads that call `take`.
  explicit ConformanceInbox(CallbackVerifier verify);
  ~ConformanceInbox();
  ConformanceInbox(const ConformanceInbox&) = delete;
  ConformanceInbox& operator=(const ConformanceInbox&) = delete;

  /// Takes one callback; gives the HTTP status to answer with.
  int take(const Callback& callback);

  struct State;
  /// For the run.
  [[nodiscard]] State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// What a run is told.
struct ConformanceOptions {
  std::string url;  ///< Base address of the endpoint.
  /// Every invented value and key follows from it. A run with a seed that was used before meets
  /// keys the endpoint knows.
  std::uint64_t seed = 0;
  std::optional<AgencyAuth> auth{};   ///< "bearer" or a signature scheme; not "oauth2".
  SecretSource secret{};              ///< Default: the environment variable of that name.
  std::function<Instant()> now{};     ///< Default: the system's clock.
  ConformanceInbox* inbox = nullptr;  ///< Null: the callback checks are skipped.
  /// How many effects the request of a key had, where a test system can tell. May be empty.
  std::function<std::optional<int>(const std::string& key)> effects{};
  /// Told the id of each check as it begins. May be empty.
  std::function<void(const std::string& check)> progress{};
};

/// {agency, title, url, seed, started, checks: [{id, operation?, title, result, detail}], passed,
/// failed, skipped}; titles and details {zh, en}, result "passed", "failed" or "skipped". Details
/// quote nothing of requests and replies. Errors: conformance/profile (the place is a JSON
/// pointer), conformance/url, conformance/auth, agency/secret.
[[nodiscard]] Result<nlohmann::json> verify_agency(const nlohmann::json& profile,
                                                   const ConformanceOptions& options);

}  // namespace lianban
