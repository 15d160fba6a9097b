#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/diagnostic.hpp"
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
///   agency/too_large          the reply passes the entry's max_reply_bytes
///   agency/unknown_agency     the directory has no such agency
///   agency/unknown_operation  ... or no such operation of it
///   agency/request            the request itself cannot be sent (key, body)
///   agency/secret             the named secret is not there
///   agency/token              no access token could be had (OAuth2)                    retryable
///   agency/cancelled          ended early by `cancel` or `stop`                        retryable
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

/// What an answer is.
enum class AgencyAnswerKind {
  kAnswered,      ///< The final reply.
  kAcknowledged,  ///< The agency has it and answers later.
  kPending,       ///< Only of `poll`: no answer yet.
  kNotArrived,    ///< Only of `query`: the agency never got it, so it may be sent again.
  kFailed,        ///< This attempt failed.
};

/// What an agency is asked about one request.
enum class AgencyQuestion {
  kAsk,    ///< To do it.
  kPoll,   ///< For the answer to an acknowledged request.
  kQuery,  ///< Whether it ever got it: the way out where a lost answer must not be asked for twice.
};

/// What one attempt led to.
struct AgencyAnswer {
  AgencyAnswerKind kind = AgencyAnswerKind::kFailed;
  std::shared_ptr<const nlohmann::json> reply;  ///< kAnswered: an object, never null. Else null.
  std::string ticket;  ///< kAcknowledged: what to poll with. Empty: cannot be polled.
  Error error;         ///< kFailed: code, safe text, whether worth another attempt.
  /// kFailed: the request may have reached the agency and had its effect all the same. With an
  /// agency that does not honour keys such a request is never sent again blindly.
  bool arrived_unknown = false;
  /// kFailed: the agency named a time before which asking again is pointless (`Retry-After`).
  std::optional<std::chrono::milliseconds> retry_after;

  /// One of each kind; `reply` is an object.
  /// @{
  [[nodiscard]] static AgencyAnswer answered(nlohmann::json reply);
  [[nodiscard]] static AgencyAnswer acknowledged(std::string ticket);
  [[nodiscard]] static AgencyAnswer pending();
  [[nodiscard]] static AgencyAnswer not_arrived();
  [[nodiscard]] static AgencyAnswer failed(Error error, bool arrived_unknown = false);
  /// @}
};

/// All agencies, behind one object. Any thread may call anything at any time, several at once.
/// Nothing is thrown and nothing is tried twice: retries are the caller's. The engine shares
/// ownership and calls nothing once it is closed; what an implementation holds must outlive it.
///
/// A host's own adapter implements `ask` and `poll`, which block until the attempt has ended, at
/// the latest after its timeout. One that can keep many requests in flight implements `start` as
/// well: the engine calls nothing else.
class Agency {
 public:
  virtual ~Agency() = default;
  /// Makes one attempt. Never kPending or kNotArrived.
  virtual AgencyAnswer ask(const AgencyRequest& request) = 0;
  /// Asks for the answer to an acknowledged request: kAnswered, kPending or kFailed. `request` as
  /// it was asked; its body is not used and may be null.
  virtual AgencyAnswer poll(const AgencyRequest& request, const std::string& ticket) = 0;
  /// Asks whether a request of this key arrived: kAnswered, kAcknowledged, kNotArrived or kFailed.
  /// Default: agency/unknown_operation.
  virtual AgencyAnswer query(const AgencyRequest& request);

  /// Told the answer of an attempt, once.
  using Answered = std::function<void(AgencyAnswer)>;
  /// Asks without waiting. `done` is called exactly once, on any thread, possibly before `start`
  /// returns; it must not block. `ticket` is of `poll` alone. Gives a number for `cancel`, or 0
  /// where the attempt cannot be cancelled. Default: asks on the calling thread.
  virtual std::uint64_t start(AgencyQuestion question, const AgencyRequest& request,
                              const std::string& ticket, Answered done);
  /// Ends one attempt early: its `done` gets agency/cancelled unless the answer was quicker.
  virtual void cancel(std::uint64_t number);
  /// Ends all attempts; when it returns no `done` will be called any more. What is started later is
  /// answered agency/cancelled. Again does nothing.
  virtual void stop();
};

// ---- the agency directory (deployment; one JSON file) ----

/// How an acknowledged request is asked about.
struct AgencyPolling {
  std::chrono::milliseconds every{60'000};
  std::chrono::milliseconds until{0};  ///< Since the acknowledgement; 0: without end.
  std::string path;                    ///< With `{ticket}`. Default: PATH/{ticket}.
};

/// How one operation of an agency is called.
struct AgencyOperation {
  std::string method = "POST";  ///< POST or PUT: personal values never go into an address.
  std::string path;             ///< From "/"; appended to the agency's url.
  bool honours_keys = false;    ///< The agency promises one effect per Idempotency-Key.
  std::string query;            ///< With `{key}`: tells whether a request arrived. May be empty.
  std::optional<AgencyPolling> poll;
};

/// When a failed attempt is made again: `first`, then `factor` times longer each, at most `max`.
struct AgencyRetry {
  std::chrono::milliseconds first{1'000};  ///< After the first failed attempt.
  double factor = 2;
  std::chrono::milliseconds max{300'000};
  int attempts = 8;     ///< All together, the first included.
  double jitter = 0.2;  ///< 0 to 1: the share of each delay that is left to chance.
};

/// After so many failures in a row nobody asks any more for `open_for`; then one request tries
/// whether the agency is back. What fails while the agency is known to be down costs a request none
/// of its attempts.
struct AgencyBreaker {
  int failures = 5;
  std::chrono::milliseconds open_for{60'000};
};

/// Files in PEM. Certificates are always verified; there is no switch for that.
struct AgencyTls {
  std::string ca_file;             ///< Trusted instead of the system's authorities; may be empty.
  std::string client_certificate;  ///< With `client_key`; may be empty.
  std::string client_key;
};

/// How requests prove where they come from. `key` and `secret` are names under which the bytes are
/// found, never the bytes.
struct AgencyAuth {
  std::string
      scheme{};  ///< "bearer", "oauth2", or a signature scheme of the directory or built in.
  /// Of signatures: the access key, by which the agency knows the secret. Of oauth2: the client id.
  std::string key{};
  std::string secret{};  ///< Of SM2 the private key (signature.hpp).
  std::string
      token_url{};      ///< Of oauth2 (RFC 6749 section 4.4): where access tokens are given out.
  std::string scope{};  ///< Of oauth2; may be empty.
};

/// How the agency's callbacks are known to be its own (callback.hpp).
struct AgencyCallbacks {
  std::string scheme = "lianban";  ///< One that covers the body and has a nonce.
  std::string key;                 ///< Names of access key and secret. Of SM2 the public key.
  std::string secret;
  /// While keys change hands the old pair holds as well, until this instant. Both may be empty.
  std::string previous_key;
  std::string previous_secret;
  Instant previous_until{};
};

/// One agency, or one office of it.
struct AgencyEntry {
  /// http or https, without "/" at its end: that protocol and no other is spoken.
  std::string url;
  /// The host fetches this agency's requests as tasks (Engine::fetch_tasks); there is no url.
  bool external = false;
  std::optional<AgencyAuth> auth;
  std::optional<AgencyCallbacks> callbacks;  ///< Nothing: callbacks in its name are refused.
  AgencyTls tls;
  std::chrono::milliseconds connect_timeout{3'000};
  std::chrono::milliseconds total_timeout{10'000};
  AgencyRetry retry;
  AgencyBreaker breaker;
  int concurrency = 4;                     ///< Requests to this agency at the same time.
  std::size_t max_reply_bytes = 1u << 20;  ///< Longer replies are agency/too_large.
  std::map<std::string, AgencyOperation, std::less<>> operations;
};

/// Entries that are no agency of any definition: who is told of notices to people (an SMS or
/// message gateway), and who follows licences after they are issued (审管联动). Both have the
/// operation "deliver".
inline constexpr std::string_view kNoticesEntry = "@notices";
inline constexpr std::string_view kSupervisionEntry = "@supervision";

/// Where each agency's server is. A value; reading it is safe on any thread.
struct AgencyDirectory {
  std::map<std::string, AgencyEntry, std::less<>> entries;  ///< By "agency" or "agency@office".
  std::map<std::string, SignatureScheme, std::less<>>
      schemes;  ///< "@schemes": the deployment's own.

  /// The directory's own scheme of that name, else the built-in one, else null.
  [[nodiscard]] const SignatureScheme* scheme(std::string_view name) const;

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
///   directory/auth      unknown scheme, one that does not fit, or a secret that would travel in
///                       clear
///   directory/scheme    a signature scheme that contradicts itself
///   directory/secret    looks like a secret; secrets are named and live elsewhere
struct LoadedDirectory {
  AgencyDirectory directory;  ///< Only meaningful without faults.
  std::vector<Error> faults;
  /// Whether it may be used.
  [[nodiscard]] bool ok() const { return faults.empty(); }
};
/// Reads a directory. Never throws; any thread.
[[nodiscard]] LoadedDirectory load_agency_directory(const nlohmann::json& source);
/// The same of a text, at most as large as a definition.
[[nodiscard]] LoadedDirectory load_agency_directory_text(std::string_view text);

/// The same faults in the order of the text, placed by line and column.
[[nodiscard]] Diagnostics check_agency_directory(std::string_view text);

/// What the calls of a definition will miss in this directory, placed in the definition's text. The
/// text has passed Definition::check; of another one nothing is said.
///   calls/unknown_agency     error    no entry of the agency or any of its offices
///   calls/unknown_operation  error    ... or one of them without the operation
///   calls/lost_answer        warning  an act that can be reversed goes to an operation that
///   neither
///                                     honours keys nor has a `query`: a person will have to find
///                                     out what became of a request whose answer was lost
///   calls/no_way_back        warning  the call is answered later, but the entry has neither `poll`
///                                     nor `callbacks`: somebody will have to bring the answer
[[nodiscard]] Diagnostics check_agency_calls(const AgencyDirectory& directory,
                                             std::string_view definition);

/// How long to wait after attempt number `attempt` (from 1) has failed, or nothing when that was
/// the last one. `random` in [0, 1) draws the jitter. Pure.
[[nodiscard]] std::optional<std::chrono::milliseconds> next_attempt(const AgencyEntry& entry,
                                                                    int attempt, double random);

// ---- secrets ----

/// Gives the bytes of a named secret, or nothing. Called on any thread.
using SecretSource = std::function<std::optional<std::string>(const std::string& name)>;
/// The environment variable of that name; else the file that the variable NAME_FILE names, without
/// a line break at its end. An empty secret is none.
[[nodiscard]] SecretSource usual_secrets();

// ---- the HTTP agency ----

/// What the HTTP agency takes from the deployment.
struct HttpAgencyOptions {
  SecretSource secret;  ///< Default: usual_secrets().
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
