#include <nlohmann/json.hpp>
#include <utility>

#include "lianban/agency.hpp"

namespace lianban {

AgencyAnswer AgencyAnswer::answered(nlohmann::json reply) {
  AgencyAnswer answer;
  answer.kind = AgencyAnswerKind::kAnswered;
  answer.reply = std::make_shared<const nlohmann::json>(std::move(reply));
  return answer;
}

AgencyAnswer AgencyAnswer::acknowledged(std::string ticket) {
  AgencyAnswer answer;
  answer.kind = AgencyAnswerKind::kAcknowledged;
  answer.ticket = std::move(ticket);
  return answer;
}

AgencyAnswer AgencyAnswer::pending() {
  AgencyAnswer answer;
  answer.kind = AgencyAnswerKind::kPending;
  return answer;
}

AgencyAnswer AgencyAnswer::failed(Error error, bool arrived_unknown) {
  AgencyAnswer answer;
  answer.kind = AgencyAnswerKind::kFailed;
  answer.error = std::move(error);
  answer.arrived_unknown = arrived_unknown;
  return answer;
}

}  // namespace lianban
