#include "spoil.hpp"

#include <algorithm>

#include "invented.hpp"

namespace lianban::simulators {
namespace {

constexpr const char* kMaintenance =
    "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>系统维护</title>"
    "<h1>系统维护中，请稍后再试</h1></html>\n";

/// The value of a fault the request has, or nothing.
const int* value_of(const Faults& faults, Fault fault) {
  const auto found = faults.find(fault);
  return found == faults.end() ? nullptr : &found->second;
}

}  // namespace

Json spoiled(Json reply, const Json& request, const Faults& faults) {
  if (faults.contains(Fault::kWrongSchema)) {
    // What gateways wrap around an answer when they were set up for another client.
    return {{"status", 1}, {"data", nullptr}, {"found", "yes"}, {"result", 1}, {"accepted", "yes"}};
  }
  if (faults.contains(Fault::kWrongPlate)) {
    const std::string plate = text_of(request, "plate");
    reply["plate"] = number("浙C", 5, 99, plate);
    if (reply["plate"] == plate) reply["plate"] = plate + "0";
    reply["vin"] = number("LSVAA49J1320", 5, 99, text_of(request, "vin"));
  }
  return reply;
}

void spoil_body(Wire& wire, const Json& request, const Faults& faults) {
  if (wire.status != 200) return;
  if (!faults.contains(Fault::kWrongSchema) && !faults.contains(Fault::kWrongPlate)) return;
  wire.body = spoiled(Json::parse(wire.body), request, faults).dump();
}

void spoil_way(Wire& wire, const Faults& faults) {
  if (const int* slow = value_of(faults, Fault::kSlow)) wire.slow_ms = *slow;
  if (const int* drip = value_of(faults, Fault::kDrip)) wire.drip_ms = std::max(*drip, 1);
  if (faults.contains(Fault::kHtml)) {
    wire.status = 200;
    wire.type = "text/html; charset=utf-8";
    wire.body = kMaintenance;
  }
  if (const int* bytes = value_of(faults, Fault::kHuge)) {
    wire.body = Json{{"remark", std::string(static_cast<std::size_t>(*bytes), 'x')}}.dump();
  }
  if (faults.contains(Fault::kResetBefore) || faults.contains(Fault::kResetAfter)) {
    wire.cut = Cut::kNow;
  }
  if (faults.contains(Fault::kLost)) wire.cut = Cut::kSilent;
}

}  // namespace lianban::simulators
