// What arrives at the door for callbacks: header lines, an empty line, the body. Whatever it says,
// nobody without the secret is believed; a body that is signed by the fuzzer is read all the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "adapter/callback.hpp"
#include "adapter/signing.hpp"

namespace {

using namespace lianban;

const Instant kNow{std::chrono::seconds{1'637'542'800}};

AgencyDirectory directory() {
  AgencyDirectory out;
  for (const char* name : {"lianban", "lianban-sha256", "lianban-sm2"}) {
    AgencyCallbacks callbacks;
    callbacks.scheme = name;
    callbacks.key = "KEY";
    callbacks.secret = callbacks.scheme == "lianban-sm2" ? "PUBLIC" : "SECRET";
    callbacks.previous_secret = callbacks.secret;
    callbacks.previous_until = kNow + std::chrono::seconds{1};
    out.entries[name].callbacks = callbacks;
  }
  return out;
}

/// The public key is the curve's generator; no signature by its private number is in any corpus.
std::optional<std::string> secret(const std::string& name) {
  if (name == "KEY") return "ak-1";
  if (name == "SECRET") return "no fuzzer finds this";
  return "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
         "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0";
}

/// The first line is method and target, then "Name: value".
Callback read(std::string_view text) {
  Callback callback;
  const auto line = [&text] {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string out(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return out;
  };
  const std::string first = line();
  const auto space = std::min(first.find(' '), first.size());
  callback.method = first.substr(0, space);
  callback.target = first.substr(std::min(space + 1, first.size()));
  for (std::string each = line(); !each.empty(); each = line()) {
    const auto colon = each.find(": ");
    if (colon == std::string::npos) continue;
    callback.headers.emplace_back(each.substr(0, colon), each.substr(colon + 2));
  }
  callback.body = text;
  return callback;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const AgencyDirectory kDirectory = directory();
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Callback callback = read(text);
  for (const char* agency : {"lianban", "lianban-sha256", "lianban-sm2"}) {
    callback.agency = agency;
    if (adapter::verify_callback(kDirectory, callback, secret, kNow).ok()) std::abort();
  }
  if (const auto body = adapter::read_callback(callback.body);
      body.ok() && !body->reply.is_object()) {
    std::abort();
  }
  for (const SignatureTime format :
       {SignatureTime::kSeconds, SignatureTime::kMilliseconds, SignatureTime::kHttpDate}) {
    const auto at = adapter::parse_signature_time(format, text);
    if (at && adapter::format_signature_time(format, *at) != text) std::abort();
  }
  return 0;
}
