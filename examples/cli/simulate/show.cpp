// What a simulation shows: where the case stands, what can happen, what has happened.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output/case_view.hpp"
#include "cli/simulate/phrases.hpp"
#include "cli/simulate/session.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
using Kind = SimulationChoice::Kind;

const Phrase& phrase_of(Kind kind) {
  switch (kind) {
    case Kind::kOpen:
      return say::kDoOpen;
    case Kind::kSend:
      return say::kDoSend;
    case Kind::kSupply:
      return say::kDoSupply;
    case Kind::kVerify:
      return say::kDoVerify;
    case Kind::kReject:
      return say::kDoReject;
    case Kind::kPromise:
      return say::kDoPromise;
    case Kind::kReply:
      return say::kDoReply;
    case Kind::kFail:
      return say::kDoFail;
    case Kind::kRetry:
      return say::kDoRetry;
    case Kind::kLimit:
      return say::kDoLimit;
    case Kind::kTimer:
      return say::kDoTimer;
  }
  return say::kDoSend;
}

/// The part of a history entry worth a line; empty: none.
std::string event_line(Terminal& out, const json& entry) {
  const std::string kind = member(entry, "k");
  if (kind == "event") return member(entry, "name");
  if (kind == "entered") return "-> " + member(entry, "state");
  if (kind == "paper") return out.tell(say::kPapers) + " " + member(entry["record"], "paper");
  if (kind == "decided" || kind == "ended") return kind + " " + member(entry, "outcome");
  if (kind == "deferral" || kind == "material" || kind == "licence" || kind == "incident") {
    return kind + " " + member(entry, "id") + " " + member(entry, "why");
  }
  return {};
}

}  // namespace

std::string SimulationSession::text_of(const SimulationChoice& choice) const {
  if (choice.at) {
    std::string text = out_.tell(phrase_of(choice.kind), {format_limit(*choice.at)});
    const std::string title = out_.tell(choice.title);
    return title.empty() ? text : text + std::string(out_.dot()) + title;
  }
  std::string text = out_.tell(phrase_of(choice.kind));
  const std::string title = out_.tell(choice.title);
  if (!title.empty()) text += "  " + out_.paint(Tone::kStrong, title);
  if (!choice.subject.empty()) text += "  " + choice.subject;
  if (!choice.outcome.empty()) text += " -> " + out_.paint(Tone::kStrong, choice.outcome);
  if (choice.actor.is_person()) {
    const std::string role = choice.actor.roles.empty() ? "" : choice.actor.roles.front();
    text += out_.paint(Tone::kDim, std::string(out_.dot()) + role + " (" + choice.actor.id + ")");
  }
  return text;
}

void SimulationSession::show() {
  const json view = simulation_.view();
  out_.line();
  out_.line(out_.rule(60));
  std::string head = out_.sign(Sign::kNow) + minute(simulation_.now());
  if (!view.is_object()) head += "  " + out_.tell(say::kNotOpened);
  out_.line(head);
  if (view.is_object()) show_case(view);
  show_choices();
}

void SimulationSession::show_case(const json& view) {
  // The form does not change from step to step; what is looked at is what does.
  json moving = view;
  moving["form"] = json::object();
  print_case(out_, moving, context_.globals.reveal);
  std::string waits;
  const auto open = simulation_.open_calls();
  for (const OpenCall& call : open) {
    if (call.state == "abandoned") continue;
    if (!waits.empty()) waits += out_.comma();
    waits += call.call;
  }
  if (!waits.empty()) out_.line(out_.tell(say::kWaitsFor) + "  " + waits);
}

void SimulationSession::show_choices() {
  allowed_.clear();
  refused_.clear();
  auto choices = simulation_.choices();
  for (SimulationChoice& choice : choices) {
    (choice.allowed ? allowed_ : refused_).push_back(std::move(choice));
  }
  out_.line(
      out_.paint(Tone::kStrong, out_.tell(allowed_.empty() ? say::kNothingLeft : say::kCanHappen)));
  for (std::size_t at = 0; at < allowed_.size(); ++at) {
    const std::string number = std::to_string(at + 1);
    out_.line(std::string(number.size() < 3 ? 3 - number.size() : 0, ' ') + number + "  " +
              text_of(allowed_[at]));
  }
  if (!refused_.empty()) {
    out_.line("  " + out_.sign(Sign::kFail) +
              out_.tell(say::kRefusedNow, {std::to_string(refused_.size())}));
  }
  const auto branches = simulation_.branches();
  if (!branches.empty()) {
    out_.line(out_.paint(Tone::kDim, out_.tell(say::kBranches, {std::to_string(branches.size())})));
  }
}

void SimulationSession::show_happened() {
  const json happened = simulation_.happened();
  for (const json& entry : happened) {
    const std::string line = event_line(out_, entry);
    if (!line.empty()) out_.line("  " + std::string(out_.bar()) + " " + line);
  }
}

void SimulationSession::show_refused(const SimulationChoice& choice) {
  out_.line(out_.sign(Sign::kFail) + text_of(choice));
  if (choice.refusal.reasons.empty()) out_.line("    " + out_.tell(choice.refusal.message));
  const json view = simulation_.view();
  print_reasons(out_, choice.refusal.reasons, 4, part(view, "law"));
}

void SimulationSession::why(const std::string& event) {
  bool any = false;
  for (const SimulationChoice& choice : refused_) {
    if (!event.empty() && choice.subject != event) continue;
    show_refused(choice);
    any = true;
  }
  if (!any) out_.line(out_.tell(event.empty() ? say::kNothingRefused : say::kNotRefused, {event}));
}

void SimulationSession::about(const std::string& wanted) {
  const json view = simulation_.view();
  std::string state = wanted;
  if (state.empty() && view.is_object() && !view["states"]["active"].empty()) {
    state = view["states"]["active"][0].get<std::string>();
  }
  const json found = [&]() -> json {
    const json source = simulation_.definition().source();
    std::vector<const json*> open{&source["chart"]};
    while (!open.empty()) {
      const json* at = open.back();
      open.pop_back();
      if (at->contains("id") && (*at)["id"] == state) return *at;
      if (!at->contains("states")) continue;
      for (const json& each : (*at)["states"]) open.push_back(&each);
    }
    return nullptr;
  }();
  if (!found.is_object()) {
    failed_ = true;
    return out_.line(out_.tell(say::kNoState, {state}));
  }
  const json heading = found.contains("title") ? found["title"] : json();
  const std::string name =
      heading.is_string() ? heading.get<std::string>() : title(heading, out_.language(), state);
  out_.line(out_.paint(Tone::kStrong, name) + "  " + state);
  if (found.contains("holder")) out_.line("  holder  " + member(found, "holder"));
  if (found.contains("call")) out_.line("  call    " + member(found, "call"));
  if (!found.contains("transitions")) return;
  for (const json& transition : found["transitions"]) {
    std::string line = "  ";
    if (transition.contains("on")) {
      line += transition["on"].is_string() ? member(transition, "on") : transition["on"].dump();
    } else if (transition.contains("after")) {
      line += "after " + transition["after"].dump();
    }
    if (transition.contains("by")) line += "  by " + transition["by"].dump();
    if (transition.contains("when")) line += "  when " + transition["when"].dump();
    if (transition.contains("to")) line += "  -> " + transition["to"].dump();
    out_.line(line);
  }
}

void SimulationSession::help() { out_.line(out_.tell(say::kSimulateHelp)); }

}  // namespace lianban::cli
