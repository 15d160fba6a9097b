#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/json.hpp"
#include "lianban/agency.hpp"

namespace lianban::adapter {

inline std::shared_ptr<const Json> body(Json value) {
  return std::make_shared<const Json>(std::move(value));
}

inline Json vehicle() { return {{"plate", "浙C00001"}, {"vin", "LSVAA49J132047371"}}; }

inline AgencyRequest request(std::string agency, std::string operation, std::string key,
                             Json what = vehicle()) {
  AgencyRequest out;
  out.agency = std::move(agency);
  out.call = operation;
  out.operation = std::move(operation);
  out.key = std::move(key);
  out.case_id = "case-1";
  out.body = body(std::move(what));
  return out;
}

/// A directory whose only entry is `agency` with the operation `op` on that port. Its timeouts are
/// longer than any load of the machine: a test that wants one sets `timeout_ms`.
inline AgencyDirectory one_agency(int port, const Json& operation = {{"path", "/op"}}) {
  auto loaded =
      load_agency_directory({{"agency",
                              {{"url", "http://127.0.0.1:" + std::to_string(port)},
                               {"timeouts", {{"connect", "60 seconds"}, {"total", "60 seconds"}}},
                               {"operations", {{"op", operation}}}}}});
  return loaded.ok() ? std::move(loaded.directory) : AgencyDirectory{};
}

/// For messages of failed assertions.
inline std::string shown(const AgencyAnswer& answer) {
  return answer.error.code + " " + answer.error.message.en + " " +
         (answer.reply ? answer.reply->dump() : "");
}

}  // namespace lianban::adapter
