// Actions on the case: acceptance, decision, materials, calls, papers, clocks, other cases.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_actions.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"

namespace lianban::model {
namespace {

Accept read_accept(Loading& loading, const Value& at) {
  Accept accept;
  Object object(loading, at);
  if (const auto as_of = object.find("as_of")) accept.as_of = read_rule(loading, *as_of);
  object.flag("deemed", accept.deemed);
  object.close();
  return accept;
}

Query read_query(Loading& loading, const Value& at) {
  Query query;
  if (at.json->is_string() && *at.json == "materials") return query;
  query.all = false;
  if (!at.json->is_array()) {
    wrong_type(loading, at, {"\"materials\" 或材料的列表", "\"materials\" or a list of materials"});
    return query;
  }
  query.materials = refer_all(loading, Kind::kMaterial, at);
  return query;
}

Notify read_notify(Loading& loading, const Value& at) {
  Notify notify;
  Object object(loading, at);
  if (const auto to = object.need("to")) notify.to = read_party(loading, *to, true);
  if (const auto text = object.need("text")) notify.text = read_words(loading, *text);
  object.close();
  return notify;
}

Waive read_waive(Loading& loading, const Value& at) {
  Waive waive;
  Object object(loading, at);
  if (const auto material = object.need("material")) {
    waive.material = refer(loading, Kind::kMaterial, *material);
  }
  if (const auto reason = object.need("reason")) waive.reason = read_rule(loading, *reason);
  object.close();
  return waive;
}

Custody read_custody(Loading& loading, const Value& at) {
  Custody custody;
  Object object(loading, at);
  if (const auto material = object.need("material")) {
    custody.materials = refer_all(loading, Kind::kMaterial, *material);
  }
  if (const auto where = object.need("at")) custody.at = read_party(loading, *where, false);
  object.close();
  return custody;
}

/// A form is given by one rule or, as it looks itself, by an object with rules in its members.
void read_open_form(Loading& loading, const Value& at, Open& open) {
  if (!at.json->is_object() || rules::is_operation(*at.json)) {
    open.form = read_rule(loading, at);
  } else {
    open.form_members = read_rules(loading, at);
  }
}

Open read_open(Loading& loading, const Value& at) {
  Open open;
  Object object(loading, at);
  if (const auto definition = object.need("definition")) {
    open.definition = read_text(loading, *definition);
  }
  if (const auto form = object.find("form")) read_open_form(loading, *form, open);
  if (const auto as = object.need("as")) {
    open.as = read_id(loading, *as);
    if (open.as == "accepted") {
      loading.fault(
          codes::kReservedName, as->pointer,
          {"“accepted”已用于事件 case.accepted", "'accepted' is taken by the event case.accepted"});
    }
  }
  object.close();
  return open;
}

void check_section(Loading& loading, const Licence& licence, const Value& at) {
  std::vector<std::string> known;
  for (const LicenceSection& section : licence.sections) known.push_back(section.id);
  const std::string id = read_text(loading, at);
  if (!at.json->is_string() || std::ranges::find(known, id) != known.end()) return;
  loading.fault(codes::kUnknownSection, at.pointer,
                {"证照" + quoted_zh(licence.id) + "没有分项" + quoted_zh(id),
                 "licence " + quoted_en(licence.id) + " has no section " + quoted_en(id)},
                did_you_mean(id, known));
}

/// A licence id, or {"licence", "sections"}: only these parts are made anew.
Issue read_issue(Loading& loading, const Value& at) {
  Issue issue;
  if (!at.json->is_object()) {
    issue.licence = refer(loading, Kind::kLicence, at);
    return issue;
  }
  Object object(loading, at);
  if (const auto licence = object.need("licence")) {
    issue.licence = refer(loading, Kind::kLicence, *licence);
  }
  const Licence* spec = loading.definition.licences.find(issue.licence);
  if (const auto sections = object.find("sections")) {
    for (const Value& each : one_or_more(*sections)) {
      if (spec != nullptr) check_section(loading, *spec, each);
      if (each.json->is_string()) issue.sections.push_back(each.json->get<std::string>());
    }
  }
  object.close();
  return issue;
}

LicenceAct read_licence_act(Loading& loading, LicenceVerb verb, const Value& at) {
  LicenceAct act;
  act.verb = verb;
  Object object(loading, at);
  if (const auto licence = object.need("licence")) {
    act.licence = refer(loading, Kind::kLicence, *licence);
  }
  if (const auto reason = object.need("reason")) act.reason = read_rule(loading, *reason);
  object.close();
  return act;
}

}  // namespace

std::optional<Action::Body> read_case_action(Loading& loading, const std::string& name,
                                             const Value& at) {
  if (name == "accept") return read_accept(loading, at);
  if (name == "decide") return Decide{read_outcome(loading, at)};
  if (name == "query") return read_query(loading, at);
  if (name == "call") return Call{refer(loading, Kind::kCall, at)};
  if (name == "produce") return Produce{refer(loading, Kind::kPaper, at)};
  if (name == "notify") return read_notify(loading, at);
  if (name == "waive") return read_waive(loading, at);
  if (name == "extend") return Extend{refer(loading, Kind::kClock, at)};
  if (name == "custody") return read_custody(loading, at);
  if (name == "open") return read_open(loading, at);
  return std::nullopt;
}

std::optional<Action::Body> read_licence_action(Loading& loading, const std::string& name,
                                                const Value& at) {
  if (name == "issue") return read_issue(loading, at);
  if (name == "suspend_licence") return read_licence_act(loading, LicenceVerb::kSuspend, at);
  if (name == "resume_licence") return read_licence_act(loading, LicenceVerb::kResume, at);
  if (name == "revoke_licence") return read_licence_act(loading, LicenceVerb::kRevoke, at);
  if (name == "withdraw_licence") return read_licence_act(loading, LicenceVerb::kWithdraw, at);
  if (name == "cancel_licence") return read_licence_act(loading, LicenceVerb::kCancel, at);
  return std::nullopt;
}

}  // namespace lianban::model
