#include <utility>

#include "adapter/callback.hpp"
#include "lianban/conformance.hpp"

namespace lianban {
namespace {

constexpr const char* kAgency = "vendor";

}  // namespace

CallbackVerifier make_callback_verifier(AgencyCallbacks callbacks, SecretSource secret,
                                        std::function<Instant()> now) {
  if (!secret) secret = usual_secrets();
  if (!now) {
    now = [] { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); };
  }
  // The engine's own verification, on a directory of one: what passes here passes there.
  AgencyDirectory directory;
  directory.entries[kAgency].callbacks = std::move(callbacks);
  return [directory = std::move(directory), secret = std::move(secret),
          now = std::move(now)](const Callback& given) -> Result<std::string> {
    Callback callback = given;
    callback.agency = kAgency;
    callback.office.clear();
    auto verified = adapter::verify_callback(directory, callback, secret, now());
    if (!verified.ok()) return std::move(verified).error();
    return std::move(verified)->nonce;
  };
}

}  // namespace lianban
