#include "runtime/tasks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/limits.hpp"
#include "runtime/messages.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

namespace {

constexpr std::chrono::milliseconds kLongestLease = std::chrono::hours{24};

/// CASE:SEQ:ATTEMPT. Not a secret: it says which lending is meant, not who may answer.
std::string token_of(const store::OutboxRow& row) {
  return base::format(row.key.id) + ":" + std::to_string(row.seq) + ":" +
         std::to_string(row.attempt);
}

struct Token {
  base::CaseId id;
  std::uint32_t seq = 0;
  std::uint32_t attempt = 0;
};

std::optional<Token> parse_token(std::string_view text) {
  const std::size_t first = text.find(':');
  const std::size_t last = text.rfind(':');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const auto id = base::parse_case_id(text.substr(0, first));
  const auto seq = whole(text.substr(first + 1, last - first - 1));
  const auto attempt = whole(text.substr(last + 1));
  if (!id || !seq || !attempt) return std::nullopt;
  return Token{*id, *seq, *attempt};
}

}  // namespace

Error task_fenced() {
  return make_error("task/fenced", "该任务已被重新领取或已有结果，迟到的结果不再采用",
                    "the task was fetched again or is settled; a late result does not count");
}

Error task_unknown() { return make_error("task/unknown", "没有这个任务", "there is no such task"); }

bool Tasks::for_the_host(const std::string& lane) const {
  if (lane == kSelfLane || lane == kHostLane) return false;
  return world_.options.agencies == nullptr || gates_.external(lane);
}

bool Tasks::wanted(const TaskQuery& query, const std::string& lane) {
  return query.agency.empty() || lane == query.agency || lane.starts_with(query.agency + "@");
}

std::optional<std::chrono::milliseconds> Tasks::pause_after(const std::string& lane,
                                                            std::uint32_t attempt) {
  AgencyRequest request;
  request.agency = lane;
  return next_attempt(entry_of(world_.options.directory, request), static_cast<int>(attempt),
                      world_.chance());
}

Result<std::vector<ExternalTask>> Tasks::fetch(const TaskQuery& query) {
  if (query.lease.count() <= 0 || query.lease > kLongestLease) {
    return make_error("argument/lease", "租期须大于零且不超过一天",
                      "the lease must be positive and at most a day");
  }
  const auto lanes = world_.store().queued_lanes();
  if (!lanes.ok()) return lanes.error();
  store::Claim claim;
  claim.now = world_.now();
  claim.limit = std::clamp<std::size_t>(query.limit, 1, limits::kPumpBatch);
  claim.lent_until = claim.now + query.lease;
  for (const store::LaneDue& lane : *lanes) {
    if (lane.due <= claim.now && wanted(query, lane.lane) && for_the_host(lane.lane)) {
      claim.lanes.push_back({lane.lane, claim.limit});
    }
  }
  std::vector<ExternalTask> tasks;
  if (!claim.lanes.empty()) {
    if (const Status lent = fetch_requests(claim, tasks); !lent.ok()) return lent.error();
  }
  const Status lent = fetch_questions(query, claim.limit, *claim.lent_until, tasks);
  if (!lent.ok()) return lent.error();
  return tasks;
}

Status Tasks::fetch_requests(const store::Claim& claim, std::vector<ExternalTask>& tasks) {
  const auto rows = world_.store().claim(claim);
  if (!rows.ok()) return rows.error();
  for (const store::OutboxRow& row : *rows) {
    const auto held = desk_.read(row.key.id);
    if (!held.ok()) return held.error();
    const std::string call = rest_of(kCallRef, row.ref);
    std::optional<AgencyRequest> request;
    if (*held) request = call.empty() ? message_of(**held, row) : request_of(**held, call);
    if (!request) {
      // Nobody waits for it any more.
      static_cast<void>(world_.store().settle({{row.key, row.seq, std::nullopt, row.attempt}}));
      continue;
    }
    tasks.push_back({token_of(row), base::format(row.key.id), request->agency, request->office,
                     request->call, request->operation, request->key,
                     request->body ? *request->body : Json::object(), row.attempt,
                     *claim.lent_until});
  }
  return Done{};
}

Result<Tasks::Lent> Tasks::lent(const std::string& token) {
  const auto parsed = parse_token(token);
  if (!parsed) return task_unknown();
  const auto rows = world_.store().outbox_of(world_.key(parsed->id));
  if (!rows.ok()) return rows.error();
  const auto row = std::find_if(rows->begin(), rows->end(),
                                [&](const auto& each) { return each.seq == parsed->seq; });
  if (row == rows->end() || row->attempt != parsed->attempt) return task_fenced();
  if (!for_the_host(row->lane)) return task_unknown();
  return Lent{*row, rest_of(kCallRef, row->ref)};
}

Result<Answer> Tasks::say(const Lent& task, Command command,
                          std::optional<store::OutboxChange> change) {
  Side side;
  side.fence = store::OutboxFence{task.row.seq, task.row.attempt};
  if (change) {
    side.outbox_change = {*change};
  } else {
    side.outbox_remove = {task.row.seq};
  }
  auto answer = desk_.submit(task.row.key.id, std::move(command), std::move(side));
  if (!answer.ok() && answer.error().code == "store/fenced") return task_fenced();
  return answer;
}

Result<Answer> Tasks::message_done(const Lent& task) {
  const Status done =
      world_.store().settle({{task.row.key, task.row.seq, std::nullopt, task.row.attempt}});
  if (!done.ok()) return done.error().code == "store/fenced" ? task_fenced() : done.error();
  const auto held = desk_.read(task.row.key.id);
  if (!held.ok()) return held.error();
  return Answer(accepted_of((*held)->state));
}

Result<Answer> Tasks::complete(const std::string& token, const Json& reply) {
  if (!reply.is_object()) {
    return make_error("argument/data", "答复应为 JSON 对象", "the reply must be a JSON object");
  }
  if (auto question = parse_question(token)) return complete_question(*std::move(question), reply);
  const auto parsed = parse_token(token);
  if (!parsed) return task_unknown();
  Command command;
  command.request_id = std::string(kOwnRequests) + "task:" + token;
  command.verb = Verb::kReply;
  command.data = reply;
  const auto task = lent(token);
  if (!task.ok()) {
    // The worker did not hear that it was done: the same words get the same answer.
    const auto known = world_.store().find_request(world_.key(parsed->id), command.request_id);
    if (!known.ok() || !*known) return task.error();
    const auto held = desk_.read(parsed->id);
    if (!held.ok()) return held.error();
    Accepted again = accepted_of((*held)->state);
    again.repeated = true;
    return Answer(std::move(again));
  }
  if (task->call.empty()) return message_done(*task);
  command.subject = task->call;
  return say(*task, std::move(command), std::nullopt);
}

Result<Answer> Tasks::acknowledge(const std::string& token) {
  if (auto question = parse_question(token)) return acknowledge_question(*std::move(question));
  const auto task = lent(token);
  if (!task.ok()) return task.error();
  if (task->call.empty()) return message_done(*task);
  Command command;
  command.request_id = request_id("ack", task->row);
  command.verb = Verb::kAcknowledge;
  command.subject = task->call;
  return say(*task, std::move(command),
             store::OutboxChange{task->row.seq, store::OutboxState::kSent, task->row.attempt,
                                 task->row.due});
}

Result<TaskFailure> Tasks::fail(const std::string& token, const std::string& code, bool again) {
  if (auto question = parse_question(token)) {
    return fail_question(*std::move(question), code, again);
  }
  const auto task = lent(token);
  if (!task.ok()) return task.error();
  const auto delay = again ? pause_after(task->row.lane, task->row.attempt) : std::nullopt;
  if (delay || task->call.empty()) {
    const Instant due = world_.now() + delay.value_or(std::chrono::milliseconds{0});
    const auto state = delay ? store::OutboxState::kQueued : store::OutboxState::kDead;
    const store::OutboxChange change{task->row.seq, state, task->row.attempt, due};
    const Status done =
        world_.store().settle({{task->row.key, task->row.seq, change, task->row.attempt}});
    if (!done.ok()) return done.error().code == "store/fenced" ? task_fenced() : done.error();
    return delay ? TaskFailure{due} : TaskFailure{};
  }
  const auto said =
      say(*task, failure_of(request_id("fail", task->row), task->call, code), std::nullopt);
  if (!said.ok()) return said.error();
  return TaskFailure{};
}

Result<Instant> Tasks::extend(const std::string& token, std::chrono::milliseconds lease) {
  if (lease.count() <= 0 || lease > kLongestLease) {
    return make_error("argument/lease", "租期须大于零且不超过一天",
                      "the lease must be positive and at most a day");
  }
  if (auto question = parse_question(token)) return extend_question(*std::move(question), lease);
  const auto task = lent(token);
  if (!task.ok()) return task.error();
  const Instant until = world_.now() + lease;
  const store::OutboxChange change{task->row.seq, task->row.state, task->row.attempt, until};
  const Status done =
      world_.store().settle({{task->row.key, task->row.seq, change, task->row.attempt}});
  if (!done.ok()) return done.error().code == "store/fenced" ? task_fenced() : done.error();
  return until;
}

}  // namespace lianban::runtime
