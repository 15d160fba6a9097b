#include "runtime/questions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/hash.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

std::string question_key(const World& world, const base::CaseId& id, const std::string& call,
                         const store::PollRow& poll) {
  std::string key = base::format(id) + "." + call + ".poll." +
                    std::to_string(poll.first_at.time_since_epoch().count()) + "." +
                    std::to_string(poll.attempts);
  key += "." + base::hex(world.finder("question", key).blind);
  return key;
}

Result<std::optional<AgencyRequest>> question_of(World& world, const Held& held,
                                                 const store::DuePoll& due) {
  const decide::Inputs inputs = world.inputs(*held.prepared, *held.calendar);
  const auto question = decide::question(held.state, due.poll.material, inputs);
  if (!question.ok()) return question.error();
  if (!*question) return std::optional<AgencyRequest>();
  AgencyRequest request;
  const std::string& lane = (*question)->lane;
  const std::size_t at = lane.find('@');
  request.agency = lane.substr(0, at);
  if (at != std::string::npos) request.office = lane.substr(at + 1);
  request.call = (*question)->call;
  request.operation = (*question)->operation;
  request.case_id = base::format(due.key.id);
  request.key = question_key(world, due.key.id, request.call, due.poll);
  request.attempt = static_cast<int>(failed_attempts(due.poll)) + 1;
  request.body = std::make_shared<const Json>((*question)->request);
  return std::optional(std::move(request));
}

std::optional<Command> question_failed(std::string request_id, const Held& held,
                                       const store::DuePoll& due, const std::string& code) {
  const auto* spec = held.prepared->definition->materials.find(due.poll.material);
  if (spec == nullptr) return std::nullopt;
  return failure_of(std::move(request_id), spec->source.ref, code);
}

std::string answer_id(const store::DuePoll& due, std::uint64_t revision) {
  const base::Digest name = base::sm3({due.poll.material});
  return std::string(kOwnRequests) + "poll:" + std::to_string(revision) + ":" +
         std::to_string(due.poll.attempts) + ":" + base::hex(std::span(name).first(8));
}

store::PollRow resting(store::PollRow row) {
  row.state = kPollRests;
  row.next_at = kNever;
  return row;
}

Result<bool> move_question(World& world, const store::DuePoll& due, store::PollRow row) {
  const Latches::Lock lock = world.latches.lock(due.key.id);
  const auto rows = world.store().polls_of(due.key);
  if (!rows.ok()) return rows.error();
  if (std::find(rows->begin(), rows->end(), due.poll) == rows->end()) return false;
  const Status done = world.store().tick_polls({{due.key, std::move(row)}});
  if (!done.ok()) return done.error();
  return true;
}

}  // namespace lianban::runtime
