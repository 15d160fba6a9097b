#include "invented.hpp"
#include "world.hpp"

/// The traffic police: the register of vehicles and of what they are used for.
namespace lianban::simulators {
namespace {

Json change(World& world, const Json& request, const Json* ordered, char from, char to) {
  Vehicle* vehicle = vehicle_of(world, request);
  Json reply = {{"result", "approved"}};
  if (ordered != nullptr) {
    reply = *ordered;
  } else if (vehicle == nullptr) {
    reply = {{"result", "rejected"}, {"reason", "号牌与车辆识别代号不符"}};
  } else if (vehicle->use != from) {
    reply = {{"result", "rejected"}, {"reason", "登记的使用性质不允许此项变更"}};
  }
  if (text_of(reply, "result") != "approved") return reply;
  if (vehicle != nullptr) {
    vehicle->use = to;
    vehicle->asks = 0;
  }
  if (!reply.contains("licence_no")) {
    reply["licence_no"] = number("XS", 10, world.seed, text_of(request, "vin") + to);
  }
  return reply;
}

Json change_use(World& world, const Json& request, const Json* ordered) {
  return change(world, request, ordered, 'A', 'T');
}

Json restore_use(World& world, const Json& request, const Json* ordered) {
  return change(world, request, ordered, 'T', 'U');
}

}  // namespace

std::vector<Act> police_acts() {
  return {{"police", "vehicle-use-change", true, change_use},
          {"police", "vehicle-use-restore", true, restore_use}};
}

}  // namespace lianban::simulators
