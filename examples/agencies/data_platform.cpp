#include "invented.hpp"
#include "world.hpp"

/// The city's data platform: registers of other departments, asked by vehicle.
namespace lianban::simulators {
namespace {

/// Registers know a vehicle by its VIN; a request without one still gets a stable entry.
std::string subject(const Json& request) {
  const std::string vin = text_of(request, "vin");
  return vin.empty() ? request.dump() : vin;
}

Json entry(const World& world, const Json& request, const char* operation, const char* prefix) {
  if (world.empty_registers.contains(operation)) return {{"found", false}};
  return {{"found", true}, {"no", number(prefix, 12, world.seed, operation + subject(request))}};
}

Json identity(World& world, const Json& request, const Json*) {
  const std::string token = text_of(request, "token");
  if (token.empty() || world.empty_registers.contains("identity-by-qr")) return {{"found", false}};
  return {{"found", true}, {"id_number", id_number(world.seed, token)}, {"name", "演示用户"}};
}

Json purchase_invoice(World& world, const Json& request, const Json*) {
  return entry(world, request, "purchase-invoice", "FP");
}

Json tax_receipt(World& world, const Json& request, const Json*) {
  return entry(world, request, "tax-receipt", "WS");
}

Json inspection_report(World& world, const Json& request, const Json*) {
  return entry(world, request, "inspection-report", "JC");
}

Json range_announcement(World& world, const Json& request, const Json*) {
  return entry(world, request, "range-announcement", "GG");
}

}  // namespace

std::vector<Act> data_platform_acts() {
  return {{"data_platform", "identity-by-qr", false, identity},
          {"data_platform", "purchase-invoice", false, purchase_invoice},
          {"data_platform", "tax-receipt", false, tax_receipt},
          {"data_platform", "inspection-report", false, inspection_report},
          {"data_platform", "range-announcement", false, range_announcement}};
}

}  // namespace lianban::simulators
