// Standing questions lent to the host: a deferred document that is looked for again and again, at
// an agency the host has its own way to. Asking has no effect, so a round has one answer and it
// does not matter who brought it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/hash.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"
#include "runtime/questions.hpp"
#include "runtime/tasks.hpp"

namespace lianban::runtime {

namespace {

/// CASE:MATERIAL:ROUND:ATTEMPT. Neither an id of a case nor of a document has a colon.
std::string question_token(const store::DuePoll& due, std::uint32_t attempt) {
  return base::format(due.key.id) + ":" + due.poll.material + ":" +
         std::to_string(due.poll.attempts) + ":" + std::to_string(attempt);
}

std::string own_id(std::string_view what, const std::string& token) {
  const base::Digest name = base::sm3({token});
  std::string id = std::string(kOwnRequests);
  id += what;
  return id += base::hex(std::span(name).first(16));
}

}  // namespace

std::optional<Tasks::LentQuestion> Tasks::parse_question(const std::string& token) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = token; parts.size() < 5;) {
    const std::size_t colon = rest.find(':');
    parts.push_back(rest.substr(0, colon));
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  if (parts.size() != 4) return std::nullopt;
  const auto id = base::parse_case_id(parts[0]);
  const auto round = whole(parts[2]);
  const auto attempt = whole(parts[3]);
  if (!id || !round || !attempt) return std::nullopt;
  LentQuestion lent;
  lent.round = *round;
  lent.attempt = *attempt;
  lent.token = token;
  lent.due.key = world_.key(*id);
  lent.due.poll.material = std::string(parts[1]);
  return lent;
}

Result<Tasks::Standing> Tasks::find_question(LentQuestion& lent) {
  const auto rows = world_.store().polls_of(lent.due.key);
  if (!rows.ok()) return rows.error();
  const auto row = std::find_if(rows->begin(), rows->end(), [&](const store::PollRow& each) {
    return each.material == lent.due.poll.material;
  });
  if (row == rows->end()) return Standing::kOver;
  lent.due.poll = *row;
  if (row->attempts > lent.round) return Standing::kAnswered;
  const std::string mine = lent_state(lent.attempt);
  const bool held = row->attempts == lent.round &&
                    (row->state == mine || (row->state == kPollAsked && row->last_code == mine));
  return held && for_the_host(row->lane) ? Standing::kLent : Standing::kOver;
}

Status Tasks::fetch_questions(const TaskQuery& query, std::size_t limit, Instant until,
                              std::vector<ExternalTask>& tasks) {
  const auto lanes = world_.store().polled_lanes();
  if (!lanes.ok()) return lanes.error();
  const Instant now = world_.now();
  for (const store::LaneDue& lane : *lanes) {
    if (tasks.size() >= limit) break;
    if (lane.due > now || !wanted(query, lane.lane) || !for_the_host(lane.lane)) continue;
    const auto rows = world_.store().due_polls(lane.lane, now, limit - tasks.size());
    if (!rows.ok()) return rows.error();
    for (const store::DuePoll& due : *rows) {
      if (due.poll.material.starts_with(kCallRef)) continue;  // Its answer comes from outside.
      auto task = lend(due, until);
      if (!task.ok()) return task.error();
      if (*task) tasks.push_back(**std::move(task));
    }
  }
  return Done{};
}

Result<std::optional<ExternalTask>> Tasks::lend(const store::DuePoll& due, Instant until) {
  const auto none = std::optional<ExternalTask>();
  const auto rest = [&]() -> Result<std::optional<ExternalTask>> {
    const auto moved = move_question(world_, due, resting(due.poll));
    return moved.ok() ? Result(none) : moved.error();
  };
  const auto held = desk_.read(due.key.id);
  if (!held.ok()) return held.error();
  if (*held == nullptr) return rest();
  const auto request = question_of(world_, **held, due);
  if (!request.ok()) {
    auto failed =
        question_failed(answer_id(due, (*held)->state.revision), **held, due, request.error().code);
    if (!failed) return rest();
    const auto said = desk_.submit(due.key.id, *std::move(failed), {});
    return said.ok() ? Result(none) : said.error();
  }
  if (!*request) return rest();
  const AgencyRequest& asked = **request;
  const auto attempt = static_cast<std::uint32_t>(asked.attempt);
  store::PollRow row = due.poll;
  row.state = lent_state(attempt);
  row.next_at = until;
  const auto moved = move_question(world_, due, std::move(row));
  if (!moved.ok()) return moved.error();
  if (!*moved) return none;
  return std::optional(ExternalTask{question_token(due, attempt), asked.case_id, asked.agency,
                                    asked.office, asked.call, asked.operation, asked.key,
                                    *asked.body, attempt, until});
}

Status Tasks::move(const LentQuestion& lent, store::PollRow row) {
  const auto moved = move_question(world_, lent.due, std::move(row));
  if (!moved.ok()) return moved.error();
  return *moved ? Status(Done{}) : Status(task_fenced());
}

Result<Answer> Tasks::complete_question(LentQuestion lent, const Json& reply) {
  const auto standing = find_question(lent);
  if (!standing.ok()) return standing.error();
  const auto held = desk_.read(lent.due.key.id);
  if (!held.ok()) return held.error();
  if (*held == nullptr) return task_unknown();
  const std::string id = own_id("task:", lent.token);
  if (*standing == Standing::kLent) {
    const auto* spec = (*held)->prepared->definition->materials.find(lent.due.poll.material);
    if (spec == nullptr) return task_unknown();
    Command command;
    command.request_id = id;
    command.verb = Verb::kReply;
    command.subject = spec->source.ref;
    command.data = reply;
    return desk_.submit(lent.due.key.id, std::move(command), {});
  }
  const auto known = world_.store().find_request(lent.due.key, id);
  if (!known.ok()) return known.error();
  if (!*known && *standing == Standing::kOver) return task_fenced();
  Accepted again = accepted_of((*held)->state);
  again.repeated = true;
  return Answer(std::move(again));
}

Result<Answer> Tasks::acknowledge_question(LentQuestion lent) {
  const auto standing = find_question(lent);
  if (!standing.ok()) return standing.error();
  if (*standing != Standing::kLent) return task_fenced();
  store::PollRow row = lent.due.poll;
  row.state = kPollAsked;
  row.last_code = lent_state(lent.attempt);
  row.next_at = kNever;
  if (const Status moved = move(lent, std::move(row)); !moved.ok()) return moved.error();
  const auto held = desk_.read(lent.due.key.id);
  if (!held.ok()) return held.error();
  if (*held == nullptr) return task_unknown();
  return Answer(accepted_of((*held)->state));
}

Result<TaskFailure> Tasks::fail_question(LentQuestion lent, const std::string& code, bool again) {
  const auto standing = find_question(lent);
  if (!standing.ok()) return standing.error();
  if (*standing != Standing::kLent) return task_fenced();
  if (const auto delay = again ? pause_after(lent.due.poll.lane, lent.attempt) : std::nullopt) {
    store::PollRow row = lent.due.poll;
    row.state = retry_state(lent.attempt);
    row.next_at = world_.now() + *delay;
    row.last_code = code;
    const Instant due = row.next_at;
    if (const Status moved = move(lent, std::move(row)); !moved.ok()) return moved.error();
    return TaskFailure{due};
  }
  const auto held = desk_.read(lent.due.key.id);
  if (!held.ok()) return held.error();
  if (*held == nullptr) return task_unknown();
  auto failed = question_failed(own_id("fail:", lent.token), **held, lent.due, code);
  if (!failed) return task_unknown();
  const auto said = desk_.submit(lent.due.key.id, *std::move(failed), {});
  if (!said.ok()) return said.error();
  return TaskFailure{};
}

Result<Instant> Tasks::extend_question(LentQuestion lent, std::chrono::milliseconds lease) {
  const auto standing = find_question(lent);
  if (!standing.ok()) return standing.error();
  if (*standing != Standing::kLent || lent.due.poll.state == kPollAsked) return task_fenced();
  store::PollRow row = lent.due.poll;
  row.next_at = world_.now() + lease;
  const Instant until = row.next_at;
  if (const Status moved = move(lent, std::move(row)); !moved.ok()) return moved.error();
  return until;
}

}  // namespace lianban::runtime
