#include "decide/decide.hpp"

#include <nlohmann/json.hpp>

#include "decide/commands.hpp"
#include "decide/timers.hpp"

namespace lianban::decide {

namespace {

bool dispatch(Session& session, const Command& command) {
  const auto reply = [&] {
    return command.data.is_null() ? nullptr : std::make_shared<const Json>(command.data);
  };
  switch (command.verb) {
    case Verb::kOpen:
      return open_case(session, command);
    case Verb::kSend:
      return send_event(session, command);
    case Verb::kSupply:
      return supply(session, command);
    case Verb::kVerify:
      return verify(session, command);
    case Verb::kReject:
      return reject(session, command);
    case Verb::kDispute:
      return dispute(session, command);
    case Verb::kPromise:
      return promise(session, command);
    case Verb::kAmend:
      return amend(session, command);
    case Verb::kReply:
      return answer(session, command.subject, reply(), false);
    case Verb::kAcknowledge:
      return acknowledge(session, command.subject);
    case Verb::kFail:
      return fail(session, command.subject, command.data);
    case Verb::kRetry:
      return retry(session, command);
    case Verb::kAnswer:
      return answer_by_hand(session, command);
    case Verb::kGiveUp:
      return give_up(session, command);
    case Verb::kChild:
      return child_told(session, command);
    case Verb::kFollow:
      return session.follow(command.subject, text_in(command.data, "of"));
    case Verb::kTick:
      return session.drain();
  }
  return false;
}

/// Answers and time are never refused to a person: what cannot be processed fences the case.
bool is_agency_answer(Verb verb) {
  return verb == Verb::kReply || verb == Verb::kFail || verb == Verb::kChild ||
         verb == Verb::kFollow || verb == Verb::kTick;
}

Commanded commanded(const Command& command, Instant now) {
  Commanded entry{std::string(to_name(command.verb)),
                  command.subject,
                  command.actor.id,
                  command.actor.roles,
                  command.actor.office,
                  nullptr,
                  now};
  // An opening's content stands in the entries that follow; an answer's in the call.
  const bool elsewhere = command.verb == Verb::kOpen || command.verb == Verb::kReply;
  if (!elsewhere && !command.data.is_null()) {
    entry.data = std::make_shared<const Json>(command.data);
  }
  return entry;
}

Refused refused(const Session& session, const Case* current, const Inputs& inputs) {
  bool due = false;
  if (current != nullptr) {
    const auto timer = next_timer(*current);
    due = timer && timer->at <= inputs.now;
  }
  return {session.refusal(), due};
}

}  // namespace

Decision decide(const Case* current, const Command& command, const Inputs& inputs) {
  Session session(current, inputs);
  session.set_actor(command.actor);
  session.emit(commanded(command, session.now()));
  session.read_register();
  const auto settling = command.verb == Verb::kTick ? Settling::kInParts : Settling::kWhole;
  if (current != nullptr && !settle(session, inputs.now, settling)) {
    return refused(session, current, inputs);
  }
  const std::size_t settled = session.entry_count();
  const bool fenced =
      session.now_case().attention == lifecycle::AttentionState::kFenced && current != nullptr;
  const bool mends = command.verb == Verb::kRetry || command.verb == Verb::kAnswer ||
                     command.verb == Verb::kGiveUp;
  if (fenced && command.actor.is_person() && !mends) {
    session.refuse("case/fenced", "办件有待处理的异常，暂停办理",
                   "the case needs attention before it can go on");
    return refused(session, current, inputs);
  }
  if (!is_agency_answer(command.verb)) {
    if (!dispatch(session, command)) return refused(session, current, inputs);
    return std::move(session).finish();
  }
  auto before = session.checkpoint();
  session.set_actor(Actor::system());
  if (!dispatch(session, command)) {
    const Refusal why = session.refusal();
    if (why.code.starts_with("call/")) return refused(session, current, inputs);
    session.restore(std::move(before));
    session.fence("answer/failed", command.subject, why.code);
  }
  if (session.entry_count() == settled && settled == 1) session.nothing_to_record();
  return std::move(session).finish();
}

}  // namespace lianban::decide
