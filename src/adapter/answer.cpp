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

AgencyAnswer AgencyAnswer::not_arrived() {
  AgencyAnswer answer;
  answer.kind = AgencyAnswerKind::kNotArrived;
  return answer;
}

AgencyAnswer AgencyAnswer::failed(Error error, bool arrived_unknown) {
  AgencyAnswer answer;
  answer.kind = AgencyAnswerKind::kFailed;
  answer.error = std::move(error);
  answer.arrived_unknown = arrived_unknown;
  return answer;
}

AgencyAnswer Agency::query(const AgencyRequest& request) {
  return AgencyAnswer::failed(make_error("agency/unknown_operation", "不能查询请求是否到达",
                                         "cannot be asked whether a request arrived",
                                         request.agency + "/" + request.operation));
}

std::uint64_t Agency::start(AgencyQuestion question, const AgencyRequest& request,
                            const std::string& ticket, Answered done) {
  switch (question) {
    case AgencyQuestion::kAsk:
      done(ask(request));
      break;
    case AgencyQuestion::kPoll:
      done(poll(request, ticket));
      break;
    case AgencyQuestion::kQuery:
      done(query(request));
      break;
  }
  return 0;
}

void Agency::cancel(std::uint64_t) {}
void Agency::stop() {}

}  // namespace lianban
