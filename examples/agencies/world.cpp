#include "world.hpp"

#include "invented.hpp"

namespace lianban::simulators {

std::string World::day() const { return today.empty() ? system_day() : today; }

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Vehicle* vehicle_of(World& world, const Json& request) {
  const std::string plate = text_of(request, "plate");
  const std::string vin = text_of(request, "vin");
  if (plate.empty() || vin.empty()) return nullptr;
  auto [found, fresh] = world.vehicles.try_emplace(plate);
  if (fresh) found->second = {.plate = plate, .vin = vin};
  return found->second.vin == vin ? &found->second : nullptr;
}

std::vector<Act> all_acts() {
  std::vector<Act> all;
  for (auto* acts : {data_platform_acts, police_acts, insurer_acts, carrier_acts, gateway_acts}) {
    for (Act& act : acts()) all.push_back(std::move(act));
  }
  return all;
}

}  // namespace lianban::simulators
