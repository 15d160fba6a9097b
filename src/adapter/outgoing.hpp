#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "adapter/oauth.hpp"
#include "adapter/transfer.hpp"
#include "lianban/agency.hpp"

/// From a request to an agency to the bytes that go out.
namespace lianban::adapter {

/// All that one attempt needs. `entry` and `operation` belong to the directory.
struct Outgoing {
  AgencyQuestion question = AgencyQuestion::kAsk;
  AgencyRequest request;  ///< Without its body, which is in `http`.
  const AgencyEntry* entry = nullptr;
  const AgencyOperation* operation = nullptr;
  HttpRequest http;
  std::optional<TokenClient> client;  ///< Of oauth2: the access token is still to be added.
};

class OutgoingMaker {
 public:
  OutgoingMaker(const AgencyDirectory& directory, const HttpAgencyOptions& options)
      : directory_(directory), options_(options) {}

  /// Or why it cannot be sent.
  [[nodiscard]] std::variant<Outgoing, AgencyAnswer> make(AgencyQuestion question,
                                                          const AgencyRequest& request,
                                                          const std::string& ticket) const;

 private:
  /// Adds what proves where the request comes from. The name of the secret that is missing or
  /// cannot stand in a header, or nothing.
  std::optional<std::string> prove(Outgoing& out) const;
  [[nodiscard]] bool sign(const SignatureScheme& scheme, const std::string& key,
                          const std::string& secret, HttpRequest& http) const;

  const AgencyDirectory& directory_;
  const HttpAgencyOptions& options_;
};

/// Puts the access token where RFC 6750 section 2.1 says.
[[nodiscard]] HttpRequest with_token(HttpRequest http, const std::string& token);

/// The answer that the reply means.
[[nodiscard]] AgencyAnswer read_answer(const Outgoing& out, const HttpReply& reply);

}  // namespace lianban::adapter
