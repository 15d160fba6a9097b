#pragma once

#include <string_view>

#include "lianban/agency.hpp"

namespace lianban::adapter {

/// Why an attempt failed (lianban/agency.hpp lists the codes).
enum class Failure {
  kUnreachable,
  kTimeout,
  kInterrupted,
  kBusy,
  kNonsense,
  kMisplaced,  ///< A redirect: agency/nonsense, but asking again cannot help.
  kRefused,
  kTooLarge,
  kUnknownAgency,
  kUnknownOperation,
  kRequest,
  kSecret,
  kToken,
  kCancelled,
};

/// The failed answer, with a text of the agency's and operation's ids and `detail`, which must come
/// from us or from libcurl's fixed texts ("HTTP 503"): never from a request or a reply.
[[nodiscard]] AgencyAnswer failure(Failure why, const AgencyRequest& request,
                                   std::string_view detail = {}, bool arrived_unknown = false);

}  // namespace lianban::adapter
