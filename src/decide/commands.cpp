#include "decide/commands.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "decide/offices.hpp"
#include "decide/reasons.hpp"
#include "decide/timers.hpp"

namespace lianban::decide {

using lifecycle::CaseState;
using lifecycle::MaterialEvent;
using model::SourceKind;

namespace {

JsonPtr shared(const Json& value) {
  return value.is_null() ? nullptr : std::make_shared<const Json>(value);
}

/// The material of a document command, after the floors all of them share; null when refused.
const model::Material* document(Session& session, const Command& command) {
  const model::Material* spec = session.definition().materials.find(command.subject);
  if (spec == nullptr) {
    session.refuse("material/unknown", "没有这份材料：" + command.subject,
                   "there is no such material: " + command.subject);
    return nullptr;
  }
  const CaseState state = session.now_case().state;
  if (state == CaseState::kEnded || state == CaseState::kDecided) {
    session.refuse(state == CaseState::kEnded ? "case/ended" : "case/decided",
                   "办件已作决定，不再收取或审核材料", "the case has been decided");
    return nullptr;
  }
  if (spec->source.kind == SourceKind::kProduced) {
    session.refuse("material/source", "该材料由系统生成：" + spec->id,
                   "it is made on the way: " + spec->id);
    return nullptr;
  }
  return spec;
}

bool move(Session& session, const model::Material& spec, MaterialEvent event,
          material::MaterialRecord& record) {
  const auto next = lifecycle::next(record.state, event);
  if (!next) {
    return session.refuse("material/state", "材料当前状态不允许该操作：" + spec.id,
                          "the material's state does not allow this: " + spec.id,
                          {material_reason(session.definition(), spec)});
  }
  record.state = *next;
  return true;
}

bool fits(Session& session, const model::Material& spec, const Json& data) {
  if (spec.data.empty()) return true;
  static const Json kNothing = Json::object();
  const auto faults = spec.data.validate(data.is_null() ? kNothing : data);
  if (faults.empty()) return true;
  Refusal refusal{
      "material/data",
      {"材料内容不符合要求：" + spec.id, "what the material says does not fit: " + spec.id},
      {}};
  for (const auto& fault : faults) {
    refusal.reasons.push_back({"input", fault.pointer, fault.message, {}, {}});
  }
  return session.refuse(std::move(refusal));
}

bool allowed(Session& session, const std::vector<model::Role>& by, const model::Material& spec) {
  if (!session.actor().is_person() || may_act(session, by, session.actor())) return true;
  return session.refuse("material/by", "该材料须由他人办理：" + spec.id,
                        "somebody else has to do this: " + spec.id,
                        office_reasons(session, by, session.actor()));
}

bool bring(Session& session, const model::Material& spec, const Json& data, MaterialEvent event) {
  if (!fits(session, spec, data)) return false;
  material::MaterialRecord record = material::record_of(session.now_case().materials, spec.id);
  if (!move(session, spec, event, record)) return false;
  record.data = shared(data.is_null() ? Json::object() : data);
  record.reason.clear();
  record.supplier = session.actor().id;
  if (event == MaterialEvent::kDispute) record.disputed = true;
  session.put_material(spec.id, std::move(record),
                       event == MaterialEvent::kDispute ? "disputed" : "supplied");
  session.document_came(spec, nullptr, "supplied");
  return true;
}

bool is_applicant(const Session& session) {
  return may_act(session, {{"", "applicant"}}, session.actor());
}

}  // namespace

std::string text_in(const Json& data, const char* name) {
  const auto it = data.is_object() ? data.find(name) : data.end();
  return it != data.end() && it->is_string() ? it->get<std::string>() : std::string{};
}

bool send_event(Session& session, const Command& command) {
  if (session.now_case().ended()) {
    return session.refuse("case/ended", "办件已办结", "the case has ended");
  }
  if (is_reserved_event(command.subject)) {
    return session.refuse("event/reserved", "该事件名由系统保留：" + command.subject,
                          "the event name is the engine's: " + command.subject);
  }
  bool taken = false;
  if (!session.step({command.subject, shared(command.data)}, &taken)) return false;
  if (!taken && command.actor.is_person()) {
    return session.refuse(explain_refusal(session, session.interpreter(), command.subject));
  }
  return session.drain();
}

bool supply(Session& session, const Command& command) {
  const model::Material* spec = document(session, command);
  return spec != nullptr && allowed(session, spec->by, *spec) &&
         bring(session, *spec, command.data, MaterialEvent::kSupply) && session.drain();
}

bool dispute(Session& session, const Command& command) {
  const model::Material* spec = document(session, command);
  if (spec == nullptr) return false;
  if (command.actor.is_person() && !is_applicant(session)) {
    return session.refuse("material/by", "只有申请人可以提出异议",
                          "only the applicant may dispute");
  }
  return bring(session, *spec, command.data, MaterialEvent::kDispute) && session.drain();
}

namespace {

bool check_document(Session& session, const Command& command, MaterialEvent event,
                    std::string reason) {
  const model::Material* spec = document(session, command);
  if (spec == nullptr || !allowed(session, spec->checked_by, *spec)) return false;
  material::MaterialRecord record = material::record_of(session.now_case().materials, spec->id);
  if (command.actor.is_person() && record.supplier == command.actor.id) {
    return session.refuse("material/supplier", "提交人不能审核自己提交的材料：" + spec->id,
                          "whoever supplied it may not check it: " + spec->id);
  }
  if (!move(session, *spec, event, record)) return false;
  record.reason = std::move(reason);
  const std::string why(to_name(record.state));
  session.put_material(spec->id, std::move(record), why);
  session.raise("material." + spec->id + "." + why);
  return session.drain();
}

}  // namespace

bool verify(Session& session, const Command& command) {
  return check_document(session, command, MaterialEvent::kVerify, {});
}

bool reject(Session& session, const Command& command) {
  std::string reason = text_in(command.data, "reason");
  if (reason.empty()) {
    return session.refuse("material/reason", "退回材料须说明理由", "a rejection needs a reason");
  }
  return check_document(session, command, MaterialEvent::kReject, std::move(reason));
}

bool promise(Session& session, const Command& command) {
  const model::Material* spec = document(session, command);
  if (spec == nullptr) return false;
  if (command.actor.is_person() && !is_applicant(session)) {
    return session.refuse("deferral/by", "容缺承诺须由申请人或其代理人作出",
                          "only the applicant or an agent may promise");
  }
  return session.promise(*spec, command.actor.id) && session.drain();
}

bool amend(Session& session, const Command& command) {
  if (session.now_case().ended()) {
    return session.refuse("case/ended", "办件已办结", "the case has ended");
  }
  const auto path = rules::parse_path(command.subject);
  bool open = false;
  if (path && path->root == rules::Root::kForm) {
    for (const model::StateIndex index : session.snapshot().active) {
      for (const rules::Path& allowed : session.definition().chart.states[index].amend) {
        open |=
            allowed.segments.size() <= path->segments.size() &&
            std::equal(allowed.segments.begin(), allowed.segments.end(), path->segments.begin());
      }
    }
  }
  if (!open) {
    return session.refuse("amend/closed", "当前环节不能修改该项：" + command.subject,
                          "this may not be amended now: " + command.subject);
  }
  std::vector<model::Role> by{{"", "applicant"}};
  if (const auto* lead = session.definition().agencies.find(session.definition().lead)) {
    for (const auto& [role, title] : lead->roles) by.push_back({lead->id, role});
  }
  if (command.actor.is_person() && !may_act(session, by, command.actor)) {
    return session.refuse("amend/by", "须由申请人或牵头部门修改",
                          "only the applicant or the lead agency may amend",
                          office_reasons(session, by, command.actor));
  }
  return session.set_form(path->segments, command.data, "form/invalid") && session.drain();
}

namespace {

bool may_open(Session& session, const Command& command) {
  const model::Definition& definition = session.definition();
  const auto& by = definition.open_by;
  if (by.empty() || !command.actor.is_person()) return true;
  return may_act(session, by, command.actor) ||
         session.refuse("open/by", "无权提出申请", "this person may not open such a case",
                        office_reasons(session, by, command.actor));
}

bool open_conditions(Session& session) {
  const Moment moment = session.moment();
  const CaseScope scope(moment);
  Refusal refusal{"open/when", {"不具备申请条件：", "the conditions of opening are not met: "}, {}};
  for (const model::Guard& guard : session.definition().open_when) {
    if (material::true_now(guard.rule, scope)) continue;
    refusal.reasons.push_back(condition_reason(session.definition(), guard, "/open"));
    refusal.message.zh += guard.condition + " ";
    refusal.message.en += guard.condition + " ";
  }
  return refusal.reasons.empty() || session.refuse(std::move(refusal));
}

bool known_members(Session& session, const Json& data) {
  static const std::vector<std::string> kMembers{"channel",  "form",   "applicant", "materials",
                                                 "promises", "region", "office"};
  for (const auto& [name, value] : data.items()) {
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
      return session.refuse("open/member", "申请中有未知项：" + name,
                            "the application has an unknown member: " + name);
    }
  }
  return true;
}

bool emit_opened(Session& session, const Command& command, const Json& data) {
  const model::Definition& definition = session.definition();
  Opened opened;
  opened.id = session.inputs().new_case;
  opened.definition = definition.id;
  opened.version = definition.version;
  opened.definition_hash = base::hex(definition.hash);
  opened.channel = text_in(data, "channel");
  opened.region = text_in(data, "region");
  opened.office = text_in(data, "office");
  // Whoever takes an application in at his counter accepts it there.
  if (opened.office.empty()) opened.office = command.actor.office;
  opened.opener = command.actor.id;
  opened.applicant.id = command.actor.id;
  if (const auto it = data.find("applicant"); it != data.end() && it->is_object()) {
    opened.applicant.id = text_in(*it, "id");
    if (it->contains("agents") && (*it)["agents"].is_array()) {
      for (const Json& agent : (*it)["agents"]) {
        if (agent.is_string()) opened.applicant.agents.push_back(agent.get<std::string>());
      }
    }
  }
  opened.form = std::make_shared<const Json>(data.contains("form") ? data["form"] : Json::object());
  opened.vars = definition.vars;
  opened.at = session.now();
  session.emit(std::move(opened));
  return true;
}

bool check_opening(Session& session, const Json& data) {
  const model::Definition& definition = session.definition();
  const Case& of = session.now_case();
  if (!definition.channels.empty() && !of.channel.empty() &&
      std::find(definition.channels.begin(), definition.channels.end(), of.channel) ==
          definition.channels.end()) {
    return session.refuse("open/channel", "不支持该申请渠道：" + of.channel,
                          "no such channel: " + of.channel);
  }
  if (!definition.regions.empty() && !of.region.empty() &&
      std::find(definition.regions.begin(), definition.regions.end(), of.region) ==
          definition.regions.end()) {
    return session.refuse("open/region", "不在适用地区：" + of.region,
                          "does not apply in region: " + of.region);
  }
  // An approval that nobody applied for in person (a child case, a bare chart) may have no form.
  const bool given = data.contains("form");
  return !given || session.set_form({}, Json(*of.form), "form/invalid");
}

}  // namespace

bool open_case(Session& session, const Command& command) {
  const Json data = command.data.is_null() ? Json::object() : command.data;
  if (!data.is_object()) {
    return session.refuse("open/member", "申请须为对象", "the application must be an object");
  }
  if (!known_members(session, data) || !emit_opened(session, command, data) ||
      !may_open(session, command) || !check_opening(session, data)) {
    return false;
  }
  session.sync_register();
  if (!open_conditions(session)) return false;
  const std::string& pattern = session.definition().number;
  auto number =
      session.number_of(pattern.empty() ? "{date}{seq:6}" : pattern, session.now_case().office);
  if (!number.ok()) {
    return session.refuse(number.error().code, number.error().message.zh,
                          number.error().message.en);
  }
  session.set_number(std::move(number).value());
  if (const auto it = data.find("materials"); it != data.end() && it->is_object()) {
    for (const auto& [id, content] : it->items()) {
      const Command each{{}, Verb::kSupply, id, content, command.actor};
      const model::Material* spec = document(session, each);
      if (spec == nullptr || !allowed(session, spec->by, *spec) ||
          !bring(session, *spec, content, MaterialEvent::kSupply)) {
        return false;
      }
    }
  }
  if (const auto it = data.find("promises"); it != data.end() && it->is_array()) {
    for (const Json& id : *it) {
      const Command each{
          {}, Verb::kPromise, id.is_string() ? id.get<std::string>() : "", {}, command.actor};
      const model::Material* spec = document(session, each);
      // A clerk who opens for an applicant takes his signed promise along.
      if (spec == nullptr || !session.promise(*spec, session.now_case().applicant.id)) return false;
    }
  }
  session.forget_waiting_events();
  return session.start() && session.drain();
}

}  // namespace lianban::decide
