#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Addresses of agencies: small texts of the deployment, checked once when the directory is read.
namespace lianban::adapter {

struct Address {
  bool tls = false;
  bool loopback = false;  ///< Stays on this machine.
  std::string text;       ///< Without "/" at its end.
};

/// An http or https address with a host, perhaps a port and a path; nothing if it has user info, a
/// query, a fragment, or characters an address cannot have.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

/// Whether the address carries user info ("https://name:word@host/").
[[nodiscard]] bool has_user_info(std::string_view text);

/// "/a/b?c=d": begins with one "/", no fragment, no white space or control character, and every
/// brace belongs to `place` ("{ticket}"), which stands exactly once; without any if it is empty.
[[nodiscard]] bool is_path(std::string_view text, std::string_view place);

/// Everything but RFC 3986's unreserved characters as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// The template with its place replaced by the percent-encoded value.
[[nodiscard]] std::string fill(std::string_view path, std::string_view place,
                               std::string_view value);

/// The inverse of `fill` for what an agency wrote into `Location`, of which only the path counts:
/// the host is always the directory's. Nothing if it does not fit the template.
[[nodiscard]] std::optional<std::string> extract(std::string_view location,
                                                 std::string_view base_url, std::string_view path,
                                                 std::string_view place);

}  // namespace lianban::adapter
