#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "lianban/agency.hpp"
#include "lianban/callback.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"

namespace lianban::adapter {

/// Whether callbacks can be believed by that scheme: it has headers for time, nonce and signature,
/// signs these two and the body by HMAC or SM2 (a bare hash is no proof), and puts something
/// between its parts that cannot stand inside a time, a digest or a key's digits: else one
/// signature could be read as that of another nonce.
[[nodiscard]] bool fits_callbacks(const SignatureScheme& scheme);

struct VerifiedCallback {
  std::string nonce;  ///< 8 to 128 visible ASCII characters, the agency's. Not yet known to be new.
  Instant at;         ///< What the agency says it was sent at: within the window around `now`.
  bool by_previous_key = false;
};

/// Whether the agency it names has signed it, over its raw bytes: nothing of the body is parsed.
/// Everything that takes part (algorithm, headers, window) is the directory's, never the message's.
/// A wrong access key, fixed header, nonce or signature is one and the same callback/signature; the
/// other codes are those of lianban/callback.hpp.
[[nodiscard]] Result<VerifiedCallback> verify_callback(const AgencyDirectory& directory,
                                                       const Callback& callback,
                                                       const SecretSource& secrets, Instant now);

struct CallbackBody {
  std::string request;  ///< The key of our request.
  Json reply;           ///< An object.
};

/// What a callback that was verified says: one object with exactly these two members.
[[nodiscard]] Result<CallbackBody> read_callback(std::string_view body);

}  // namespace lianban::adapter
