#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapter/replies.hpp"
#include "adapter/transfer.hpp"
#include "lianban/agency.hpp"
#include "lianban/time.hpp"

namespace lianban::adapter {

/// Who asks for a token, with the bytes of its secrets.
struct TokenClient {
  std::string id;
  std::string secret;
};

/// The request of RFC 6749 section 4.4.2; the client proves itself as section 2.3.1 says.
[[nodiscard]] HttpRequest token_request(const AgencyEntry& entry, const TokenClient& client);

/// Access tokens, kept until shortly before they end. However many requests wait for one, it is
/// fetched once. Belongs to the thread of its Transfers.
class Tokens {
 public:
  /// With a token, or why there is none.
  using Ready = std::function<void(const GrantedToken&)>;

  Tokens(Transfers& transfers, std::function<Instant()> now)
      : transfers_(transfers), now_(std::move(now)) {}

  /// `entry` with an `auth` of oauth2. `ready` is called at once where a token is at hand.
  void want(const AgencyEntry& entry, const TokenClient& client, const AgencyRequest& request,
            Ready ready);
  /// The agency does not take this token any more.
  void drop(const AgencyEntry& entry, const std::string& token);

 private:
  struct Kept {
    std::string token;
    Instant until{};
    std::vector<Ready> waiting;  ///< Not empty: one is being fetched.
  };
  /// Entries of one client share its token: some servers end the old one when they give a new one.
  using Name = std::vector<std::string>;
  [[nodiscard]] static Name name_of(const AgencyEntry& entry);
  void fetched(const Name& name, const GrantedToken& granted);

  Transfers& transfers_;
  std::function<Instant()> now_;
  std::map<Name, Kept> kept_;
};

}  // namespace lianban::adapter
