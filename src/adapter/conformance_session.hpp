#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "adapter/conformance_profile.hpp"
#include "adapter/transfer.hpp"
#include "base/json.hpp"
#include "lianban/conformance.hpp"

namespace lianban::adapter {

/// One exchange with the endpoint.
struct Said {
  HttpReply reply;
  std::optional<Json> object;  ///< The body, if it is one JSON object.
  std::chrono::microseconds took{0};

  [[nodiscard]] bool came() const { return reply.exchange == Exchange::kReply; }
  [[nodiscard]] bool is(long status) const { return came() && reply.status == status; }
  [[nodiscard]] bool good() const { return came() && reply.status / 100 == 2; }
  /// A refusal as it should be: 4xx that does not ask to come back, with a JSON object.
  [[nodiscard]] bool refused() const;
};

/// What came, in words that quote nothing of it: "HTTP 503", "no answer in time".
[[nodiscard]] Text in_words(const Said& said);

/// Speaks to the endpoint as the run's options say. Thread-safe.
class Session {
 public:
  Session(const ConformanceOptions& options, const ProfileLimits& limits);

  /// What keeps requests from being sent at all.
  [[nodiscard]] std::optional<Error> fault() const;
  /// Without the header Idempotency-Key if `key` is empty.
  [[nodiscard]] Said post(const std::string& path, const std::string& key, const std::string& body);
  [[nodiscard]] Said get(const std::string& path);
  /// Whether a second request went over the first one's connection; nothing if there was no answer.
  [[nodiscard]] std::optional<bool> keeps_connection(const std::string& path,
                                                     const std::string& key,
                                                     const std::string& body);

 private:
  [[nodiscard]] HttpRequest request(const char* method, const std::string& path,
                                    const std::string& key, const std::string& body) const;
  [[nodiscard]] Said run(const HttpRequest& request);
  void prove(HttpRequest& http) const;

  const ConformanceOptions& options_;
  const ProfileLimits& limits_;
  std::string url_;
  Transfers transfers_;
};

/// Asks twice over one handle of libcurl (conformance_connection.cpp).
[[nodiscard]] std::optional<bool> second_over_same_connection(const HttpRequest& first,
                                                              const HttpRequest& second);

}  // namespace lianban::adapter
