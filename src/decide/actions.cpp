#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "decide/commands.hpp"
#include "decide/offices.hpp"
#include "decide/timers.hpp"

namespace lianban::decide {

namespace {

/// What would refuse the event: the whole step is tried on a copy, `input` taken as given.
std::optional<Refusal> try_event(const Case& of, const Actor& actor, const Inputs& inputs,
                                 const std::string& event) {
  // A number is not used up by looking.
  Inputs dry = inputs;
  dry.draw = [](const std::string&) -> Result<std::uint64_t> { return std::uint64_t{0}; };
  Session session(&of, dry);
  session.dry_run = true;
  session.set_actor(actor);
  // Named: of a temporary that runs out of memory half-way g++ 12 frees parts out of their scope.
  Command sent;
  sent.verb = Verb::kSend;
  sent.subject = event;
  sent.actor = actor;
  if (!settle(session, inputs.now) || !send_event(session, sent)) return session.refusal();
  return std::nullopt;
}

bool listed(const std::vector<ActionView>& views, const std::string& event) {
  return std::any_of(views.begin(), views.end(),
                     [&](const ActionView& view) { return view.event == event; });
}

}  // namespace

namespace {

struct Mending {
  Verb verb;
  Text title;
  bool (*run)(Session&, const Command&);
};

const std::array<Mending, 3>& mendings() {
  static const std::array<Mending, 3> kAll{{
      {Verb::kRetry, {"重新请求", "Ask again"}, retry},
      {Verb::kAnswer, {"人工录入答复", "Enter the answer by hand"}, answer_by_hand},
      {Verb::kGiveUp, {"不再等待", "Give it up"}, give_up},
  }};
  return kAll;
}

JsonPtr input_of(Verb verb) {
  Json schema = {{"type", "object"},
                 {"properties", {{"reason", {{"type", "string"}, {"minLength", 1}}}}}};
  if (verb == Verb::kRetry) return std::make_shared<const Json>(std::move(schema));
  schema["required"] = {"reason"};
  if (verb == Verb::kAnswer) {
    schema["required"].push_back("reply");
    schema["properties"]["reply"] = {{"type", "object"}};
  }
  return std::make_shared<const Json>(std::move(schema));
}

void add_events(Session& session, const Case& of, const Actor& actor, const Inputs& inputs,
                std::vector<ActionView>& views) {
  for (const auto index : session.interpreter().transitions_from(session.snapshot())) {
    const model::Transition& transition = session.definition().chart.transitions[index];
    if (transition.by.empty() || transition.after) continue;
    for (const std::string& event : transition.on) {
      if (listed(views, event)) continue;
      ActionView view;
      view.event = event;
      view.title = transition.title;
      if (!transition.input.empty()) {
        view.input = std::make_shared<const Json>(transition.input.source());
      }
      if (of.attention == lifecycle::AttentionState::kFenced) {
        view.refusal = {
            "case/fenced", {"办件有待处理的异常，暂停办理", "the case needs attention"}, {}};
      } else if (auto refusal = try_event(of, actor, inputs, event)) {
        view.refusal = std::move(*refusal);
      } else {
        view.allowed = true;
      }
      views.push_back(std::move(view));
    }
  }
}

void add_mendings(const Case& of, const Actor& actor, const Inputs& inputs,
                  std::vector<ActionView>& views) {
  for (const IncidentRecord& incident : of.incidents) {
    if (!incident.open()) continue;
    for (const Mending& mending : mendings()) {
      Session session(&of, inputs);
      session.dry_run = true;
      session.set_actor(actor);
      ActionView view;
      view.verb = mending.verb;
      view.event = incident.id;
      view.title = mending.title;
      view.input = input_of(mending.verb);
      view.allowed = mending.run(session, {{}, mending.verb, incident.id, {}, actor});
      if (!view.allowed) view.refusal = session.refusal();
      views.push_back(std::move(view));
    }
  }
}

}  // namespace

std::vector<ActionView> actions(const Case& of, const Actor& actor, const Inputs& inputs) {
  std::vector<ActionView> views;
  Session session(&of, inputs);
  session.read_register();
  if (!settle(session, inputs.now)) return views;
  add_events(session, of, actor, inputs, views);
  add_mendings(session.now_case(), actor, inputs, views);
  return views;
}

namespace {

/// The competent office of each divided agency, as "@office"; most definitions have none, and are
/// spared the copy of the case that asking rules costs.
std::map<std::string, std::string> office_marks(const Case& of, const Inputs& inputs) {
  std::map<std::string, std::string> marks;
  const auto& agencies = inputs.prepared->definition->agencies;
  if (std::none_of(agencies.begin(), agencies.end(),
                   [](const model::Agency& each) { return each.office.has_value(); })) {
    return marks;
  }
  const Session session(&of, inputs);
  for (const model::Agency& each : agencies) {
    const std::string office = competence_of(session, each.id).office;
    if (!office.empty()) marks[each.id] = "@" + office;
  }
  return marks;
}

}  // namespace

std::vector<std::string> boxes(const Case& of, const Inputs& inputs) {
  const model::Definition& definition = *inputs.prepared->definition;
  std::vector<std::string> found;
  const auto add = [&](std::string box) {
    if (std::find(found.begin(), found.end(), box) == found.end()) found.push_back(std::move(box));
  };
  if (of.ended()) return found;
  const auto marks = office_marks(of, inputs);
  const auto add_for = [&](const std::string& box, const std::string& agency) {
    add(box);
    const auto it = marks.find(agency);
    if (it != marks.end()) add(box + it->second);
  };
  for (const std::string& id : of.active) {
    add("state:" + id);
    for (auto at = definition.chart.find(id); at != model::kNone;
         at = definition.chart.states[at].parent) {
      for (const auto index : definition.chart.states[at].transitions) {
        for (const model::Role& role : definition.chart.transitions[index].by) {
          add_for("role:" + role.text(), role.agency);
        }
      }
    }
  }
  const bool incident = std::any_of(of.incidents.begin(), of.incidents.end(),
                                    [](const IncidentRecord& each) { return each.open(); });
  if (incident) add("incident");
  if (incident && !definition.lead.empty()) {
    add_for("incident:" + definition.lead, definition.lead);
  }
  return found;
}

}  // namespace lianban::decide
