#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lianban/agency.hpp"
#include "lianban/result.hpp"

/// Agencies that answer later call back. What comes from outside is believed only when it is signed
/// by the agency it names, over the raw bytes, within the scheme's time window, and was never seen
/// before.
///
/// The body is one JSON object: {"request": the Idempotency-Key of our request, "reply": object}.
namespace lianban {

/// One HTTP request as the host received it.
struct Callback {
  std::string agency;  ///< From the address it came to, never from the body.
  std::string office;  ///< May be empty.
  std::string method = "POST";
  std::string target = "/";  ///< Path and query, as they stand in the request line.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Names in any case.
  std::string body;                                          ///< Raw bytes.
};

/// What became of a callback that was believed. All of them are durable when told, and deserve 200.
enum class CallbackResult {
  kTaken,     ///< It is the answer that was awaited.
  kRepeated,  ///< It came before: nothing happened again.
  kLate,      ///< Nobody waits for it any more, or another answer was quicker: kept in the history.
  kMisfit,    ///< It fits none of the call's outcomes: an incident of the lead agency.
  kWaiting,   ///< Kept, and taken as soon as the case can take it.
  kOrphan,    ///< No case asked for it: kept for the operator (Engine::callbacks).
};
/// Stable names: "taken", "repeated", "late", ...
[[nodiscard]] std::string_view to_name(CallbackResult result);

/// Errors of callbacks that are not believed, with what the host should answer:
///   callback/unknown_agency  404  the directory has no such agency, or it may not call back
///   callback/too_large       413  passes limits::kPayloadBytes
///   callback/unsigned        401  a header of the signature is missing or there twice
///   callback/time            401  outside the time window
///   callback/signature       401  not by this agency
///   callback/secret          500  the named secret is not there
///   callback/body            400  signed, but not the object above
///   callback/agency          403  signed, but the request it names was put to somebody else
///   callback/busy            503  could not be kept; the agency should send it again
[[nodiscard]] int http_status_of_callback(std::string_view error_code);

}  // namespace lianban
