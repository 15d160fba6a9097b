#include "cli/demo/play.hpp"

#include <algorithm>

#include "cli/context.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// A refusal ends a demonstration: its story says what is allowed.
Error unexpected(const Refusal& refusal) {
  Error error;
  error.code = "demo/refused";
  error.message = refusal.message;
  error.place = refusal.code;
  for (const Reason& reason : refusal.reasons) error.place += " " + reason.id;
  return error;
}

}  // namespace

Person applicant(const std::string& id, const Phrase& name) {
  return {Actor{id, {"applicant"}, {}}, name};
}
Person window_clerk() {
  return {Actor{"c1", {"transport.window_clerk"}, {}}, {"窗口受理人员", "window clerk"}};
}
Person reviewer() {
  return {Actor{"r1", {"transport.reviewer", "transport.approver"}, {}}, {"初审人员", "reviewer"}};
}
Person approver() { return {Actor{"a1", {"transport.approver"}, {}}, {"审核人员", "approver"}}; }

json Play::view() { return must(stage_.engine().show(case_id_)); }

bool Play::in(const std::string& state) {
  const json active = view()["states"]["active"];
  return std::find(active.begin(), active.end(), json(state)) != active.end();
}

Accepted Play::submit(const Command& command) {
  Answer answer = command.verb == Verb::kOpen
                      ? must(stage_.engine().open_case(command.subject, command))
                      : must(stage_.engine().submit(case_id_, command));
  if (auto* refusal = std::get_if<Refusal>(&answer)) throw DemoStopped{unexpected(*refusal)};
  return std::get<Accepted>(std::move(answer));
}

void Play::open(const Person& by, json data, const Phrase& what) {
  if (member(data, "channel") == "window") ++trips_;
  const Accepted accepted = submit({.request_id = name_ + "-open",
                                    .verb = Verb::kOpen,
                                    .subject = "wenzhou-ride-hailing-vehicle",
                                    .data = std::move(data),
                                    .actor = by.actor});
  case_id_ = accepted.case_id;
  teller_.begin();
  teller_.happened(stage_.now(), Sign::kNow, to_.tell(what), to_.tell(by.name));
  teller_.detail(to_.tell(Phrase{"编号", "number"}), accepted.number, Tone::kStrong);
  tell_changes();
}

void Play::act(const Person& by, Verb verb, const std::string& subject, const Phrase& what) {
  submit({.request_id = name_ + "-" + std::to_string(++commands_),
          .verb = verb,
          .subject = subject,
          .data = {},
          .actor = by.actor});
  stage_.set(stage_.now());
  teller_.happened(stage_.now(), Sign::kNow, to_.tell(what), to_.tell(by.name));
  tell_changes();
}

void Play::serve(const Phrase& what) {
  stage_.set(stage_.now());
  teller_.happened(stage_.now(), Sign::kOk, to_.tell(what));
  tell_changes();
}

void Play::wait_while(const std::string& state, Instant most, const Phrase& what, Sign sign) {
  const bool left = stage_.advance(most, [&] {
    if (!in(state)) return true;
    if (teller_.worth_telling(view())) {
      teller_.happened(stage_.now(), Sign::kOk, to_.tell(Phrase{"其间", "meanwhile"}));
      tell_changes();
    }
    return false;
  });
  if (!left) {
    throw DemoStopped{make_error("demo/stuck", "办件没有如期进入下一环节",
                                 "the case did not go on as expected", state)};
  }
  teller_.happened(stage_.now(), sign, to_.tell(what));
  tell_changes();
}

void Play::show_action(const Person& who, const std::string& event) {
  for (const Action& action : must(stage_.engine().actions(case_id_, who.actor))) {
    if (action.event == event) teller_.action(action);
  }
}

void Play::show_too_early(const Person& who, const std::string& event, const Phrase& name) {
  const Answer answer = must(stage_.engine().submit(
      case_id_, {name_ + "-early-" + event, Verb::kSend, event, json(), who.actor}));
  const auto* refusal = std::get_if<Refusal>(&answer);
  if (refusal == nullptr) return;
  Action action;
  action.event = event;
  action.title = Text{std::string(name.zh), std::string(name.en)};
  action.refusal = *refusal;
  teller_.action(action);
}

void Play::put_clock(std::chrono::minutes later) { stage_.set(stage_.now() + later); }

void Play::put_clock(const char* instant) { stage_.set(*parse_instant(instant)); }

void Play::tell_changes() { teller_.changes(view()); }

}  // namespace lianban::cli
