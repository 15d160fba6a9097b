#pragma once

#include <map>
#include <string>
#include <utility>

#include "adapter/callback.hpp"
#include "adapter/signing.hpp"

namespace lianban::adapter {

inline const Instant kNow = *parse_instant("2021-11-22T09:00:00+08:00");
inline const std::string kBody = R"({"reply":{"result":"pass"},"request":"k-1"})";
inline const std::string kNonce = "0123456789abcdef0123456789abcdef";

/// GB/T 32918.5-2017, appendix A.2.
inline const std::string kSm2Private =
    "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
inline const std::string kSm2Public =
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";

/// An agency that may call back by that scheme, and everything both sides know.
struct Trust {
  AgencyDirectory directory;
  std::map<std::string, std::string> secrets;

  explicit Trust(const std::string& scheme, const std::string& agency = "police")
      : Trust(*find_signature_scheme(scheme), scheme, agency) {}
  /// By a scheme of the directory's own.
  explicit Trust(const SignatureScheme& own, const std::string& name = "own",
                 const std::string& agency = "police") {
    if (find_signature_scheme(name) == nullptr) directory.schemes[name] = own;
    AgencyCallbacks callbacks;
    callbacks.scheme = name;
    callbacks.key = "KEY";
    callbacks.secret = "SECRET";
    directory.entries[agency].callbacks = callbacks;
    secrets = {{"KEY", "ak-1"}, {"SECRET", is_sm2() ? kSm2Public : "sk-1"}};
  }
  [[nodiscard]] AgencyCallbacks& callbacks() {
    return *directory.entries.begin()->second.callbacks;
  }
  [[nodiscard]] const SignatureScheme& scheme() const {
    return *directory.scheme(directory.entries.begin()->second.callbacks->scheme);
  }
  [[nodiscard]] bool is_sm2() const { return scheme().algorithm == SignatureAlgorithm::kSm2; }

  [[nodiscard]] Result<VerifiedCallback> verify(const Callback& callback,
                                                Instant now = kNow) const {
    const auto source = [this](const std::string& name) {
      const auto found = secrets.find(name);
      return found == secrets.end() ? std::nullopt : std::optional(found->second);
    };
    return verify_callback(directory, callback, source, now);
  }
  /// "ok", "previous", or the code of the error.
  [[nodiscard]] std::string verdict(const Callback& callback, Instant now = kNow) const {
    const auto verified = verify(callback, now);
    if (!verified) return verified.error().code;
    return verified->by_previous_key ? "previous" : "ok";
  }
};

/// As the agency sends it.
inline void sign(Callback& callback, const SignatureScheme& scheme, Instant at = kNow,
                 const std::string& nonce = kNonce, const std::string& key = "ak-1",
                 std::string secret = {}) {
  if (secret.empty()) {
    secret = scheme.algorithm == SignatureAlgorithm::kSm2 ? kSm2Private : "sk-1";
  }
  callback.headers.clear();
  for (const std::string& line :
       signature_headers(scheme, {callback.method, callback.target, callback.body},
                         {key, secret, format_signature_time(scheme.time, at), nonce})) {
    const auto colon = line.find(": ");
    callback.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
}

inline Callback unsigned_callback_of(const std::string& body = kBody) {
  Callback callback;
  callback.agency = "police";
  callback.target = "/callbacks/police?b=2&a=1";
  callback.body = body;
  return callback;
}

inline Callback callback_of(const Trust& trust, const std::string& body = kBody,
                            Instant at = kNow) {
  Callback callback = unsigned_callback_of(body);
  sign(callback, trust.scheme(), at);
  return callback;
}

inline std::string& header(Callback& callback, std::string_view name) {
  for (auto& [each, value] : callback.headers) {
    if (each == name) return value;
  }
  return callback.headers.emplace_back(name, "").second;
}

}  // namespace lianban::adapter
