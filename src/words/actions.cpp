// What is done, in words: one pattern an action.
#include <nlohmann/json.hpp>

#include "words/book.hpp"

namespace lianban::words {
namespace {

std::string text_at(const Json& object, const char* name) {
  if (object.is_string()) return object.get<std::string>();
  const auto it = object.is_object() ? object.find(name) : object.end();
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

const Json& part_at(const Json& object, const char* name) {
  static const Json kAbsent;
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? *it : kAbsent;
}

Text materials_of(const Book& book, const Json& list) {
  std::vector<Text> all;
  if (list.is_string()) return quoted(book.material(list.get<std::string>()));
  for (const Json& each : list) {
    if (each.is_string()) all.push_back(quoted(book.material(each.get<std::string>())));
  }
  return listed(all);
}

Text accept(const Book& book, const Json& given) {
  Text said{"受理", "accept the application"};
  if (part_at(given, "deemed") == Json(true)) said = {"视为受理", "deem the application accepted"};
  if (part_at(given, "as_of").is_null()) return said;
  return fill({"{0}（自{1}起算）", "{0} (as of {1})"}, {said, book.value(part_at(given, "as_of"))});
}

Text branches(const Book& book, const Json& parts) {
  const Text then{"，", ", "};
  Text all;
  std::size_t i = 0;
  const auto append = [&](const Text& more) {
    all.zh += more.zh;
    all.en += more.en;
  };
  for (; i + 1 < parts.size(); i += 2) {
    append(fill({"如果{0}：{1}；", "if {0}: {1}; "},
                {book.truth(parts[i]), join(book.actions(parts[i + 1]), then)}));
  }
  if (i < parts.size()) {
    append(fill({"否则：{0}", "else: {0}"}, {join(book.actions(parts[i]), then)}));
  }
  return all;
}

Text assigned(const Book& book, const Json& targets) {
  std::vector<Text> all;
  for (const auto& item : targets.items()) {
    all.push_back(
        fill({"{0}记为{1}", "set {0} to {1}"}, {book.path(item.key()), book.value(item.value())}));
  }
  return join(all, {"，", ", "});
}

Text sent(const Book& book, const Json& given) {
  const Json& event = part_at(given, "event");
  const Text name = book.value(given.is_string() ? given : event);
  if (part_at(given, "after").is_null()) {
    return fill({"触发{0}", "raise {0}"}, {name});
  }
  return fill({"{1}后触发{0}", "raise {0} after {1}"}, {name, book.limit(part_at(given, "after"))});
}

/// Actions on a licence, a material, a clock and the like; empty for all others.
Text on_thing(const Book& book, const std::string& verb, const Json& given) {
  const Text licence = quoted(book.licence(text_at(given, "licence")));
  const Text reason = book.value(part_at(given, "reason"));
  if (verb == "suspend_licence")
    return fill({"暂扣{0}：{1}", "suspend {0}: {1}"}, {licence, reason});
  if (verb == "resume_licence") return fill({"恢复{0}：{1}", "resume {0}: {1}"}, {licence, reason});
  if (verb == "revoke_licence") return fill({"吊销{0}：{1}", "revoke {0}: {1}"}, {licence, reason});
  if (verb == "withdraw_licence") {
    return fill({"撤销{0}：{1}", "withdraw {0}: {1}"}, {licence, reason});
  }
  if (verb == "cancel_licence") return fill({"注销{0}：{1}", "cancel {0}: {1}"}, {licence, reason});
  if (verb == "waive") {
    return fill({"免交{0}：{1}", "waive {0}: {1}"},
                {quoted(book.material(text_at(given, "material"))), reason});
  }
  if (verb == "issue") return fill({"颁发{0}", "issue {0}"}, {licence});
  if (verb == "extend") {
    return fill({"延长{0}", "extend {0}"}, {quoted(book.clock(text_at(given, "clock")))});
  }
  if (verb == "call") {
    const std::string id = text_at(given, "call");
    const model::CallSpec* spec = book.definition().calls.find(id);
    const std::string agency = spec == nullptr ? std::string() : spec->agency;
    return fill({"请{0}办理{1}", "ask {0}: {1}"}, {book.agency(agency), quoted(book.call(id))});
  }
  if (verb == "produce") {
    return fill({"出具{0}", "make {0}"}, {quoted(book.paper(text_at(given, "paper")))});
  }
  return {};
}

Text custody(const Book& book, const Json& given) {
  const std::string at = text_at(given, "at");
  const Text list = materials_of(book, part_at(given, "material"));
  if (at == "applicant") return fill({"原件{0}退还申请人", "return the originals {0}"}, {list});
  return fill({"原件{0}交由{1}保管", "the originals {0} are with {1}"}, {list, book.agency(at)});
}

Text one_action(const Book& book, const std::string& verb, const Json& given) {
  if (verb == "accept") return accept(book, given);
  if (verb == "decide") {
    return fill({"作出决定：{0}", "decide: {0}"}, {word(text_at(given, "outcome"))});
  }
  if (verb == "assign") return assigned(book, given);
  if (verb == "raise" || verb == "send") return sent(book, given);
  if (verb == "cancel") return fill({"取消定时{0}", "cancel the timer {0}"}, {book.value(given)});
  if (verb == "if") return branches(book, given);
  if (verb == "foreach") {
    return fill(
        {"对{0}逐项：{1}", "for each of {0}: {1}"},
        {book.value(part_at(given, "in")), join(book.actions(part_at(given, "do")), {"，", ", "})});
  }
  if (verb == "query") {
    if (given.is_array()) {
      return fill({"查询{0}", "look up {0}"}, {materials_of(book, given)});
    }
    return {"查询所有可以共享取得的材料", "look up all documents that registers hold"};
  }
  if (verb == "notify") {
    return fill({"通知{0}：{1}", "notify {0}: {1}"},
                {book.role(text_at(given, "to")), book.value(part_at(given, "text"))});
  }
  if (verb == "custody") return custody(book, given);
  if (verb == "open") {
    return fill({"另开办件“{0}”（{1}）", "open the case “{0}” ({1})"},
                {same(text_at(given, "as")), same(text_at(given, "definition"))});
  }
  if (verb == "record") return {"在办件记录中备注", "put a remark into the history"};
  if (verb == "incident") {
    return fill({"列为异常，交牵头部门处理：{0}", "report to the lead agency: {0}"},
                {book.value(given)});
  }
  if (verb == "host") {
    return fill({"交由业务系统处理“{0}”", "hand over to the host: “{0}”"},
                {same(text_at(given, "name"))});
  }
  return on_thing(book, verb, given);
}

}  // namespace

std::vector<Text> Book::actions(const Json& list) const {
  std::vector<Text> all;
  if (!list.is_array()) return all;
  for (const Json& action : list) {
    if (!action.is_object()) continue;
    for (const auto& item : action.items()) {
      if (item.key() == "note" || item.key() == "basis") continue;
      Text said = one_action(*this, item.key(), item.value());
      all.push_back(said.empty() ? same(action.dump()) : std::move(said));
    }
  }
  return all;
}

}  // namespace lianban::words
