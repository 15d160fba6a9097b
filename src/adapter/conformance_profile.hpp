#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapter/conformance_schema.hpp"
#include "base/json.hpp"
#include "lianban/result.hpp"
#include "lianban/text.hpp"

namespace lianban::adapter {

struct ProfileOperation {
  std::string id;
  std::string path;
  bool later = false;
  Json request;                    ///< With "{plate}" and the like.
  std::vector<std::string> about;  ///< Members that a reply which has them repeats unchanged.
  std::shared_ptr<const ReplySchema> reply;
  std::string query;  ///< With "{key}"; may be empty.
  std::string poll;   ///< With "{ticket}"; may be empty.
  std::string large;  ///< A member that may hold a long text; may be empty.
};

struct ProfileLimits {
  std::chrono::milliseconds p50{1'000};
  std::chrono::milliseconds p95{3'000};
  int samples = 20;
  std::chrono::milliseconds timeout{10'000};        ///< Of one exchange.
  std::chrono::milliseconds answer_within{30'000};  ///< Of what answers later.
  std::chrono::milliseconds poll_every{200};
  std::chrono::milliseconds quiet{1'000};  ///< After a callback was taken it does not come again.
};

struct Profile {
  std::string agency;
  Text title;
  ProfileLimits limits;
  std::vector<ProfileOperation> operations;
};

/// Errors: conformance/profile; the place is the JSON pointer.
[[nodiscard]] Result<Profile> read_profile(const Json& source);

}  // namespace lianban::adapter
