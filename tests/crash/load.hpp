#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "lianban/command.hpp"

/// The load of the crash run. Every command follows from its request id alone, so that the parent
/// can repeat exactly what a killed child had sent.
namespace lianban::crash {

inline constexpr const char* kDefinition = "wenzhou-ride-hailing-vehicle";

/// Steps of one case in order; later ones may be refused until agencies have answered.
inline constexpr int kSteps = 8;

inline nlohmann::json filing(int serial) {
  char plate[32];
  std::snprintf(plate, sizeof plate, "浙CD%05d", serial % 100000);
  return {{"channel", "window"},
          {"region", "330302"},
          {"applicant", {{"id", "owner-" + std::to_string(serial)}}},
          {"form",
           {{"applicant",
             {{"name", "车主"}, {"id_number", "330302198512124560"}, {"phone", "13800000001"}}},
            {"vehicle",
             {{"plate", plate},
              {"vin", "LSJA24W94GS000687"},
              {"make", "样车"},
              {"seats", 5},
              {"energy", "bev"},
              {"first_registered", "2025-05-06"},
              {"odometer_km", 20000},
              {"wheelbase_mm", 2750},
              {"range_km", 450}}},
            {"delivery", {{"by", "window"}}}}},
          {"materials",
           {{"application_form", nlohmann::json::object()},
            {"registration_certificate", nlohmann::json::object()},
            {"driving_licence", nlohmann::json::object()},
            {"safety_devices_proof", nlohmann::json::object()}}},
          {"promises", {"carrier_policy"}}};
}

/// Request id "SERIAL/STEP" -> the command it stands for.
inline Command command_of(const std::string& request_id) {
  const std::size_t slash = request_id.find('/');
  const int serial = std::stoi(request_id.substr(0, slash));
  const int step = std::stoi(request_id.substr(slash + 1));
  const Actor clerk{"clerk", {"transport.window_clerk"}, {}};
  const Actor other{"clerk-2", {"transport.window_clerk"}, {}};
  const Actor reviewer{"reviewer", {"transport.reviewer"}, {}};
  const Actor approver{"approver", {"transport.approver"}, {}};
  Command command;
  command.request_id = request_id;
  switch (step) {
    case 0:
      command.verb = Verb::kOpen;
      command.subject = kDefinition;
      command.data = filing(serial);
      command.actor = clerk;
      return command;
    case 1:
    case 2:
    case 3:
      command.verb = Verb::kVerify;
      command.subject = step == 1   ? "application_form"
                        : step == 2 ? "registration_certificate"
                                    : "driving_licence";
      command.actor = other;
      return command;
    case 4:
      command.subject = "accept";
      command.actor = clerk;
      return command;
    case 5:
      command.subject = "pass";
      command.actor = reviewer;
      return command;
    case 6:
      command.subject = "approve";
      command.actor = approver;
      return command;
    default:
      command.subject = "hand_over";
      command.actor = clerk;
      return command;
  }
}

}  // namespace lianban::crash
