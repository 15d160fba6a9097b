// What needs a person of the lead agency; settled by retry, answer or give-up (case_submit.cpp).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/actions.hpp"
#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

json to_json(const Incident& incident) {
  return {{"case", incident.case_id},
          {"number", incident.number},
          {"definition", incident.definition},
          {"id", incident.id},
          {"code", incident.code},
          {"subject", incident.subject},
          {"text", incident.text},
          {"at", format_instant(incident.at)}};
}

void print(Terminal& out, const IncidentPage& page) {
  if (page.incidents.empty()) {
    out.line(out.tell(say::kNoIncidents));
  } else {
    Table table({out.tell(say::kNumber), out.tell(say::kIncident), out.tell(say::kSince),
                 out.tell(say::kCode), out.tell(say::kSubject), out.tell(say::kText)});
    for (const Incident& each : page.incidents) {
      table.add({each.number.empty() ? each.case_id : each.number,
                 {std::string(out.glyph(Sign::kWarn)) + " " + each.id, Tone::kWarn},
                 minute(each.at),
                 each.code,
                 each.subject,
                 each.text});
    }
    table.print(out);
    out.line(out.tell(say::kIncidentCount, {std::to_string(page.incidents.size())}));
  }
  if (!page.next.empty()) out.note(out.tell(say::kMorePages, {page.next}));
}

void print(Terminal& out, const json& view, const json& incident) {
  const std::string number = member(view, "number");
  out.line(
      out.sign(incident.value("open", false) ? Sign::kWarn : Sign::kOk) +
      out.paint(Tone::kStrong, member(incident, "id") + " " + out.word(member(incident, "code"))) +
      std::string(out.dot()) + (number.empty() ? member(view, "id") : number));
  Table table;
  const auto row = [&](const Phrase& name, const std::string& value) {
    if (!value.empty()) table.add({{out.tell(name), Tone::kDim}, value});
  };
  row(say::kCode, member(incident, "code"));
  const std::string subject = member(incident, "subject");
  row(say::kSubject, subject);
  const json& call = part(part(view, "calls"), subject.c_str());
  std::string stands = out.word(member(call, "state"));
  const std::string effect = member(call, "effect");
  if (!effect.empty() && effect != "none") stands += std::string(out.dot()) + out.word(effect);
  row(say::kRequest, stands);
  row(say::kText, member(incident, "text"));
  row(say::kSince, minute(member(incident, "at")));
  row(say::kSettled, out.word(member(incident, "resolution")));
  row(say::kWho, member(incident, "by"));
  row(say::kGivenReason, member(incident, "reason"));
  table.print(out, 2);
}

}  // namespace

int run_incident_list(Context& context, const IncidentListArgs& args) {
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto page = (*engine)->incidents(args.lead, args.limit, args.cursor);
  if (!page) return context.fail(page.error());
  print(context.out, *page);
  json incidents = json::array();
  for (const Incident& each : page->incidents) incidents.push_back(to_json(each));
  return context.done({{"incidents", std::move(incidents)},
                       {"next", page->next.empty() ? json() : json(page->next)}});
}

int run_incident_show(Context& context, const IncidentArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto view = (*engine)->show(args.id);
  if (!view) return context.fail(view.error());
  const json list = view->value("incidents", json::array());
  const auto found = std::find_if(list.begin(), list.end(), [&](const json& each) {
    return member(each, "id") == args.incident;
  });
  if (found == list.end()) {
    return context.fail(make_error("incident/not_found", "该办件没有这项异常：" + args.incident,
                                   "the case has no such incident: " + args.incident));
  }
  const Actor actor = args.actor.id.empty() ? Actor::system() : args.actor;
  const auto actions = (*engine)->actions(args.id, actor);
  if (!actions) return context.fail(actions.error());
  print(out, *view, *found);
  json may = json::array();
  for (const Action& action : *actions) {
    if (action.verb == Verb::kSend || action.event != args.incident) continue;
    print_action(out, action, 2, part(*view, "law"));
    may.push_back(to_json(action, out.language()));
  }
  if (!may.empty() && !actor.is_person()) out.note(out.tell(say::kByLead));
  return context.done({{"case", member(*view, "id")},
                       {"number", member(*view, "number")},
                       {"incident", *found},
                       {"actor", actor.id},
                       {"actions", std::move(may)}});
}

}  // namespace lianban::cli
