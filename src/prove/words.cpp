// Steps and situations in plain language.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "prove/teller.hpp"

namespace lianban::prove {

using calendar::LimitKind;
using decide::Case;

namespace {

Text text(std::string zh, std::string en) { return {std::move(zh), std::move(en)}; }

Text join(const Text& one, const Text& other) { return {one.zh + other.zh, one.en + other.en}; }

Text material_words(const Setting& setting, const std::string& id) {
  const auto* spec = setting.definition.materials.find(id);
  return named(spec != nullptr ? spec->title : Text{}, id);
}

Text call_words(const Setting& setting, const std::string& id) {
  const auto* spec = setting.definition.calls.find(id);
  return named(spec != nullptr ? spec->title : Text{}, id);
}

Text state_words(const Setting& setting, const std::string& id) {
  const auto at = setting.definition.chart.find(id);
  return named(at == model::kNone ? Text{} : setting.definition.chart.states[at].title, id);
}

Text actor_words(const Setting& setting, const Actor& actor) {
  if (!actor.is_person()) return text("系统", "the system");
  if (actor.roles.empty() || actor.roles.front() == "applicant") {
    return text("申请人", "the applicant");
  }
  const std::string& role = actor.roles.front();
  const std::size_t dot = role.find('.');
  const auto* agency = setting.definition.agencies.find(role.substr(0, dot));
  if (agency == nullptr || dot == std::string::npos) return text(role, role);
  Text who = named(agency->title, "");
  if (who.empty()) who = text(agency->id, agency->id);
  for (const auto& [id, title] : agency->roles) {
    if (id != role.substr(dot + 1)) continue;
    const Text its = title.empty() ? text(id, id) : title;
    who = {who.in(Language::kChinese) + its.in(Language::kChinese),
           its.in(Language::kEnglish) + " of " + who.in(Language::kEnglish)};
  }
  const std::string number = actor.id.substr(actor.id.rfind('_') + 1);
  return {who.zh + "（" + number + "号）", who.en + " (no. " + number + ")"};
}

Text event_words(const Setting& setting, const std::string& event) {
  for (const model::Transition& transition : setting.definition.chart.transitions) {
    const bool on =
        std::find(transition.on.begin(), transition.on.end(), event) != transition.on.end();
    if (on && !transition.title.empty()) return named(transition.title, event);
  }
  return named({}, event);
}

std::string shown(const Json& data) {
  return data.is_null() || data.empty() ? "" : " " + filled(data, {}, nullptr).dump();
}

Text opening_words(const Command& command) {
  const Json& data = command.data;
  std::string zh, en;
  const std::string channel = data.value("channel", "");
  if (!channel.empty()) {
    zh += "，渠道 " + channel;
    en += " by " + channel;
  }
  const std::size_t brought = data.contains("materials") ? data["materials"].size() : 0;
  const std::size_t promised = data.contains("promises") ? data["promises"].size() : 0;
  zh +=
      "，交来材料 " + std::to_string(brought) + " 份，容缺承诺 " + std::to_string(promised) + " 份";
  en += ", hands in " + std::to_string(brought) + " documents and promises " +
        std::to_string(promised);
  return {zh, en};
}

}  // namespace

Text named(const Text& title, const std::string& id) {
  if (title.empty()) return {id, id};
  if (id.empty()) return {title.in(Language::kChinese), title.in(Language::kEnglish)};
  return {"“" + title.in(Language::kChinese) + "”(" + id + ")",
          "'" + title.in(Language::kEnglish) + "' (" + id + ")"};
}

Text words_of(const Setting& setting, const Command& command) {
  const Text who = actor_words(setting, command.actor);
  const auto does = [&](const char* zh, const char* en, const Text& what) {
    return join(who, {zh + what.zh, en + what.en});
  };
  switch (command.verb) {
    case Verb::kOpen:
      return does("提出申请", " files", opening_words(command));
    case Verb::kSend:
      return does("：", ": ", event_words(setting, command.subject));
    case Verb::kSupply:
      return does("提交", " hands in ", material_words(setting, command.subject));
    case Verb::kVerify:
      return does("核验", " verifies ", material_words(setting, command.subject));
    case Verb::kReject:
      return does("退回", " rejects ", material_words(setting, command.subject));
    case Verb::kDispute:
      return does("提出异议并自行提交", " disputes and replaces ",
                  material_words(setting, command.subject));
    case Verb::kPromise:
      return does("承诺容缺补交", " promises ", material_words(setting, command.subject));
    case Verb::kAmend:
      return does("修改", " amends ", named({}, command.subject));
    case Verb::kReply: {
      const Text what = call_words(setting, command.subject);
      const std::string data = has_token(command.data) ? "" : shown(command.data);
      return {what.zh + "得到答复" + data, what.en + " is answered" + data};
    }
    case Verb::kFail: {
      const Text what = call_words(setting, command.subject);
      return {what.zh + "多次请求均未成功", what.en + " fails, all attempts used up"};
    }
    case Verb::kRetry:
      return does("重新发出", " asks again: ", call_words(setting, command.subject));
    case Verb::kChild:
      return {"子办件 " + command.subject + shown(command.data),
              "the opened case " + command.subject + shown(command.data)};
    case Verb::kAcknowledge:
    case Verb::kAnswer:
    case Verb::kGiveUp:
    case Verb::kFollow:
    case Verb::kTick:
      break;
  }
  return does("：", ": ", named({}, std::string(to_name(command.verb))));
}

Text words_of(const Setting& setting, const Pending& timer) {
  const auto clock = [&] {
    const auto* spec = setting.definition.clocks.find(timer.id);
    const Text name = named(spec != nullptr ? spec->title : Text{}, timer.id);
    if (spec != nullptr && spec->spec.single) return name;
    const bool statutory = timer.limit == LimitKind::kStatutory;
    return Text{name.zh + (statutory ? "（法定）" : "（承诺）"),
                name.en + (statutory ? " (statutory)" : " (promised)")};
  };
  switch (timer.kind) {
    case Pending::Kind::kClockWarned:
      return {clock().zh + "临近到期提醒", "a warning: " + clock().en + " is near"};
    case Pending::Kind::kClockExpired:
      return {clock().zh + "到期", clock().en + " expires"};
    case Pending::Kind::kDeferralWarned: {
      const Text what = material_words(setting, timer.id);
      return {what.zh + "容缺补交临近到期提醒", "a warning: " + what.en + " is nearly due"};
    }
    case Pending::Kind::kDeferralDue: {
      const Text what = material_words(setting, timer.id);
      return {what.zh + "容缺补交期限届满", "the limit for the promised " + what.en + " passes"};
    }
    case Pending::Kind::kAfter: {
      const Text what = state_words(setting, timer.id);
      return {what.zh + "等待时间已到", "the wait in " + what.en + " is over"};
    }
    case Pending::Kind::kSend:
      return {"定时事件 " + timer.id + " 发出", "the delayed event " + timer.id + " is sent"};
    case Pending::Kind::kTimeout: {
      const Text what = call_words(setting, timer.id);
      return {what.zh + "逾时未答复", what.en + " is not answered in time"};
    }
  }
  return {};
}

Text words_of(const Setting& setting, const Case& of) {
  Text words{"办件停在", "the case is in"};
  for (const std::string& id : of.active) {
    const Text state = state_words(setting, id);
    words.zh += state.zh;
    words.en += " " + state.en;
  }
  for (const auto& [id, record] : of.deferrals) {
    if (!record.open()) continue;
    const Text what = material_words(setting, id);
    words.zh += "，" + what.zh + "尚欠";
    words.en += ", " + what.en + " is owed";
  }
  for (const auto& [id, record] : of.calls) {
    if (!record.outstanding()) continue;
    const Text what = call_words(setting, id);
    words.zh += "，" + what.zh + "等待答复";
    words.en += ", " + what.en + " is unanswered";
  }
  return words;
}

Json expectation_of(const Setting& setting, const Case& of) {
  Json expect{{"states", of.active}, {"ended", of.ended()}};
  if (of.ended()) expect["outcome"] = of.outcome;
  for (const auto& [id, record] : of.materials) {
    if (record.state == lifecycle::MaterialState::kMissing && record.at.empty()) continue;
    Json is{{"state", to_name(record.state)}};
    if (!record.at.empty()) is["at"] = record.at;
    expect["materials"][id] = std::move(is);
  }
  for (const auto& [id, record] : of.deferrals) expect["deferrals"][id] = to_name(record.state);
  for (const auto& [id, record] : of.calls) {
    const auto* spec = setting.definition.calls.find(id);
    if (spec == nullptr || spec->reverse.empty()) continue;
    expect["calls"][id] = {{"state", to_name(record.state)}, {"effect", to_name(record.effect)}};
    // The scripted agency of a story acknowledges what it is asked.
    if (record.outstanding()) expect["calls"][id].erase("state");
  }
  for (const auto& [id, record] : of.licences) expect["licences"][id] = to_name(record.state);
  const bool fenced = of.attention == lifecycle::AttentionState::kFenced;
  const auto open = std::count_if(of.incidents.begin(), of.incidents.end(),
                                  [](const auto& each) { return each.open(); });
  if (fenced) expect["incidents"] = open;
  return expect;
}

}  // namespace lianban::prove
