#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

/// What the agencies know, and what they do. No HTTP here.
namespace lianban::simulators {

using Json = nlohmann::json;

/// The police register's entry. Use nature as registers write it: A not for business, T
/// bookable taxi, U back from bookable taxi to private use.
struct Vehicle {
  std::string plate;
  std::string vin;
  char use = 'A';
  int asks = 0;  ///< Questions for its policy since its use became T.
};

struct Policy {
  std::string policy_no;
  std::string plate;
  std::string vin;
  std::string kind;
  std::string effective_from;
  std::string effective_to;
  std::string exists_from;  ///< The insurer finds it from this day on.
};

/// What was brought to a gateway, once per key.
struct Delivery {
  std::string gateway;
  std::string key;
  Json body;
};

struct World {
  std::uint64_t seed = 1;
  std::string today;  ///< Empty: the system's date.
  int policy_after_asks = 0;
  std::map<std::string, Vehicle> vehicles;  ///< By plate; registered when first heard of.
  std::vector<Policy> policies;
  std::vector<Delivery> deliveries;
  std::set<std::string> empty_registers;  ///< Operations of the data platform that find nothing.

  [[nodiscard]] std::string day() const;
};

/// One thing an agency can be asked to do.
struct Act {
  std::string agency;
  std::string operation;
  bool later = false;  ///< Acknowledged with a ticket; the reply comes by polling.
  /// Does it and gives the reply. `ordered` is a reply somebody wants it to give, or null.
  Json (*perform)(World& world, const Json& request, const Json* ordered);
};

[[nodiscard]] std::vector<Act> data_platform_acts();
[[nodiscard]] std::vector<Act> police_acts();
[[nodiscard]] std::vector<Act> insurer_acts();
[[nodiscard]] std::vector<Act> carrier_acts();
/// A gateway for messages to people, and one that follows licences after they are issued
/// (审管联动).
[[nodiscard]] std::vector<Act> gateway_acts();
/// All of them.
[[nodiscard]] std::vector<Act> all_acts();

/// A text member, or empty.
[[nodiscard]] std::string text_of(const Json& object, const char* name);
/// The vehicle a request speaks of, registered with use A if it is new; null if the request names
/// none, or a plate that is registered with another VIN.
[[nodiscard]] Vehicle* vehicle_of(World& world, const Json& request);

}  // namespace lianban::simulators
