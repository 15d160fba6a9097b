#include "invented.hpp"
#include "world.hpp"

/// The insurer: a carrier's liability policy can be bought only for a vehicle that is registered
/// for carrying passengers, which is why the approval lets it come later.
namespace lianban::simulators {
namespace {

const Policy* newest(const World& world, const std::string& plate, const std::string& vin) {
  const Policy* best = nullptr;
  const std::string today = world.day();
  for (const Policy& policy : world.policies) {
    if (policy.plate != plate || policy.vin != vin || policy.exists_from > today) continue;
    if (best == nullptr || policy.effective_from >= best->effective_from) best = &policy;
  }
  return best;
}

/// The owner gets round to it after some time, which the simulation counts in questions.
void perhaps_buy(World& world, const Json& request) {
  Vehicle* vehicle = vehicle_of(world, request);
  if (vehicle == nullptr || vehicle->use != 'T' || world.policy_after_asks <= 0) return;
  if (++vehicle->asks < world.policy_after_asks) return;
  const std::string today = world.day();
  world.policies.push_back({.policy_no = number("PCYR", 12, world.seed, vehicle->vin),
                            .plate = vehicle->plate,
                            .vin = vehicle->vin,
                            .kind = "carrier_liability",
                            .effective_from = today,
                            .effective_to = next_year(today),
                            .exists_from = today});
}

Json carrier_policy(World& world, const Json& request, const Json*) {
  const std::string plate = text_of(request, "plate");
  const std::string vin = text_of(request, "vin");
  if (newest(world, plate, vin) == nullptr) perhaps_buy(world, request);
  const Policy* policy = newest(world, plate, vin);
  if (policy == nullptr) return {{"found", false}};
  return {{"found", true},
          {"policy_no", policy->policy_no},
          {"plate", policy->plate},
          {"vin", policy->vin},
          {"kind", policy->kind},
          {"effective_from", policy->effective_from},
          {"effective_to", policy->effective_to}};
}

}  // namespace

std::vector<Act> insurer_acts() { return {{"insurer", "carrier-policy", false, carrier_policy}}; }

}  // namespace lianban::simulators
