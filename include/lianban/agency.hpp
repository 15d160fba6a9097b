#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/result.hpp"
#include "lianban/signature.hpp"
#include "lianban/time.hpp"

/// How the engine speaks to agencies, and where a deployment says where they are.
///
/// Error codes of failed requests; their texts name the agency and the operation, never a payload:
///   agency/unreachable        no connection: certainly not arrived                     retryable
///   agency/timeout            sent, no whole answer in time                            retryable
///   agency/interrupted        sent, then the connection broke                          retryable
///   agency/busy               HTTP 408, 429 or 5xx                                     retryable
///   agency/nonsense           not a JSON object, or a status that makes no sense       retryable
///                             (maintenance pages answer so), a redirect is not
///   agency/refused            any other HTTP 4xx: the same request will fail again
///   agency/too_large          the reply passes limits::kPayloadBytes
///   agency/unknown_agency     the directory has no such agency
///   agency/unknown_operation  ... or no such operation of it
///   agency/request            the request itself cannot be sent (key, body)
///   agency/secret             the named secret is not there
///   agency/failed             a scripted failure: its attempts count as used up
namespace lianban {

/// One attempt at one request. The key stays the same over all attempts of a request.
struct AgencyRequest {
  std::string agency;  ///< Agency id of the definition.
  std::string office;  ///< Its office, or empty: picks `agency@office` of the directory.
  std::string call;    ///< Call id of the definition.
  std::string operation;
  std::string key;      ///< Idempotency key: visible ASCII, at most limits::kRequestIdBytes.
  std::string case_id;  ///< For the host's own adapters; never sent by the HTTP agency.
  int attempt = 1;      ///< From 1.
  std::shared_ptr<const nlohmann::json> body;  ///< An object. Null: {}.
  bool answers_later = false;                  ///< The call says `"answers": "later"`.
  int timeout_ms = 0;  ///< Shortens the directory's total timeout; 0: does not.
};

enum class AgencyAnswerKind {
  kAnswered,      ///< The final reply.
  kAcknowledged,  ///< The agency has it and answers later.
  kPending,       ///< Only of `poll`: no answer yet.
  kFailed,        ///< This attempt failed.
};

struct AgencyAnswer {
  AgencyAnswerKind kind = AgencyAnswerKind::kFailed;
  std::shared_ptr<const nlohmann::json> reply;  ///< kAnswered: an object, never null. Else null.
  std::string ticket;  ///< kAcknowledged: what to poll with. Empty: cannot be polled.
  Error error;         ///< kFailed: code, safe text, whether worth another attempt.
  /// kFailed: the request may have reached the agency and had its effect all the same. With an
  /// agency that does not honour keys such a request is never sent again blindly.
  bool arrived_unknown = false;

  [[nodiscard]] static AgencyAnswer answered(nlohmann::json reply);
  [[nodiscard]] static AgencyAnswer acknowledged(std::string ticket);
  [[nodiscard]] static AgencyAnswer pending();
  [[nodiscard]] static AgencyAnswer failed(Error error, bool arrived_unknown = false);
};

/// All agencies, behind one object. Any thread may call anything at any time, several at once;
/// calls block until the attempt has ended, at the latest after its timeout. Nothing is thrown and
/// nothing is tried twice: retries are the caller's. The engine shares ownership and calls nothing
/// once it is closed; what an implementation holds must outlive it.
class Agency {
 public:
  virtual ~Agency() = default;
  /// Makes one attempt. Never kPending.
  virtual AgencyAnswer ask(const AgencyRequest& request) = 0;
  /// Asks for the answer to an acknowledged request: kAnswered, kPending or kFailed. `request` as
  /// it was asked; its body is not used and may be null.
  virtual AgencyAnswer poll(const AgencyRequest& request, const std::string& ticket) = 0;
};

// ---- the agency directory (deployment; one JSON file) ----

struct AgencyPolling {
  std::chrono::milliseconds every{60'000};
  std::chrono::milliseconds until{0};  ///< Since the acknowledgement; 0: without end.
  std::string path;                    ///< With `{ticket}`. Default: PATH/{ticket}.
};

struct AgencyOperation {
  std::string method = "POST";  ///< POST or PUT: personal values never go into an address.
  std::string path;             ///< From "/"; appended to the agency's url.
  bool honours_keys = false;    ///< The agency promises one effect per Idempotency-Key.
  std::string query;            ///< With `{key}`: tells whether a request arrived. May be empty.
  std::optional<AgencyPolling> poll;
};

struct AgencyRetry {
  std::chrono::milliseconds first{1'000};  ///< After the first failed attempt.
  double factor = 2;
  std::chrono::milliseconds max{300'000};
  int attempts = 8;     ///< All together, the first included.
  double jitter = 0.2;  ///< 0 to 1: the share of each delay that is left to chance.
};

struct AgencyBreaker {
  int failures = 5;
  std::chrono::milliseconds open_for{30'000};
};

/// How requests prove where they come from. `key` and `secret` are names under which the bytes are
/// found, never the bytes.
struct AgencyAuth {
  std::string scheme;  ///< "bearer", or one of signature_scheme_names().
  std::string key;     ///< Of signatures: the access key, by which the agency knows the secret.
  std::string secret;
};

struct AgencyEntry {
  std::string url;  ///< http or https, without "/" at its end.
  std::optional<AgencyAuth> auth;
  std::chrono::milliseconds connect_timeout{3'000};
  std::chrono::milliseconds total_timeout{10'000};
  AgencyRetry retry;
  AgencyBreaker breaker;
  int concurrency = 4;  ///< Requests to this agency at the same time.
  std::map<std::string, AgencyOperation, std::less<>> operations;
};

/// Where each agency's server is. A value; reading it is safe on any thread.
struct AgencyDirectory {
  std::map<std::string, AgencyEntry, std::less<>> entries;  ///< By "agency" or "agency@office".

  /// The office's own entry if there is one, else the agency's; null if there is neither.
  [[nodiscard]] const AgencyEntry* find(std::string_view agency, std::string_view office) const;
  /// The same entry's operation, or null.
  [[nodiscard]] const AgencyOperation* operation(std::string_view agency, std::string_view office,
                                                 std::string_view name) const;
};

/// A directory, or everything that is wrong with it at once; `place` is the JSON pointer.
///   directory/json      not JSON (the place is line:column)
///   directory/unknown   unknown member or agency name      directory/type     wrong type
///   directory/missing   a required member                  directory/range    out of bounds
///   directory/url       not a plain http(s) address        directory/duration
///   directory/path      not a path, or without its place for `{ticket}` or `{key}`
///   directory/auth      unknown scheme, or a secret that would travel in clear
///   directory/secret    looks like a secret; secrets are named and live elsewhere
struct LoadedDirectory {
  AgencyDirectory directory;  ///< Only meaningful without faults.
  std::vector<Error> faults;
  [[nodiscard]] bool ok() const { return faults.empty(); }
};
[[nodiscard]] LoadedDirectory load_agency_directory(const nlohmann::json& source);
[[nodiscard]] LoadedDirectory load_agency_directory_text(std::string_view text);

/// How long to wait after attempt number `attempt` (from 1) has failed, or nothing when that was
/// the last one. `random` in [0, 1) draws the jitter. Pure.
[[nodiscard]] std::optional<std::chrono::milliseconds> next_attempt(const AgencyEntry& entry,
                                                                    int attempt, double random);

// ---- the HTTP agency ----

struct HttpAgencyOptions {
  /// Gives the bytes of a named secret, or nothing. Called on any thread. Default: the environment
  /// variable of that name.
  std::function<std::optional<std::string>(const std::string& name)> secret;
  /// What time signatures say. Called on any thread. Default: the system's clock.
  std::function<Instant()> now;
};

/// Agencies over HTTP as the directory says: the request as a JSON body with its key in the header
/// `Idempotency-Key`; 2xx with a JSON object is the answer, 202 an acknowledgement whose ticket is
/// the member `ticket` or stands in `Location`. Redirects, proxies of the environment and protocols
/// other than http and https are not used.
[[nodiscard]] std::unique_ptr<Agency> make_http_agency(AgencyDirectory directory,
                                                       HttpAgencyOptions options = {});

}  // namespace lianban
