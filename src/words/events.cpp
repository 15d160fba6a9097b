// Events and paths: names of the language's own, said by what they belong to.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rules/path.hpp"
#include "words/book.hpp"

namespace lianban::words {
namespace {

struct Named {
  std::string_view name, zh, en;
};

constexpr std::array kCase = {
    Named{"id", "办件", "the case"},
    Named{"number", "办件编号", "the case number"},
    Named{"definition", "事项", "the matter"},
    Named{"channel", "申请渠道", "the channel"},
    Named{"region", "所在地区", "the region"},
    Named{"office", "受理机构", "the office"},
    Named{"opened_at", "收件时间", "the day of filing"},
    Named{"accepted_at", "受理时间", "the day of acceptance"},
    Named{"decided_at", "决定时间", "the day of the decision"},
    Named{"decision", "所作决定", "the decision"},
    Named{"gaps", "所缺材料", "the missing documents"},
    Named{"deferrals", "未了的容缺材料", "the list of open deferrals"},
};

/// Members of what a thing (material, clock, ...) is asked for.
constexpr std::array kMembers = {
    Named{"state", "状态", "state"},
    Named{"reason", "理由", "reason"},
    Named{"at", "所在", "place"},
    Named{"due", "期限", "limit"},
    Named{"promised_due", "承诺期限", "promised limit"},
    Named{"remaining", "剩余工作日", "remaining working days"},
    Named{"overrun", "超期工作日", "working days over the limit"},
    Named{"started", "起算时间", "start"},
    Named{"outcome", "结果", "outcome"},
    Named{"effect", "效力", "effect"},
    Named{"reply", "答复", "reply"},
    Named{"data", "内容", "content"},
    Named{"number", "编号", "number"},
    Named{"issued_at", "颁发日期", "day of issue"},
    Named{"expires", "有效期止", "day of expiry"},
    // of the element of case.gaps and case.deferrals
    Named{"material", "材料", "material"},
    Named{"title", "名称", "title"},
    Named{"deferrable", "可以容缺", "may come later"},
    Named{"promised", "已承诺补正", "promised"},
    Named{"unsigned", "未签承诺", "unsigned"},
    Named{"consequence", "逾期后果", "consequence"},
};

template <std::size_t N>
Text said(const std::array<Named, N>& table, const std::string& name) {
  const auto it = std::ranges::find(table, name, &Named::name);
  return it == table.end() ? same(name) : Text{std::string(it->zh), std::string(it->en)};
}

std::string rest_of(const std::vector<std::string>& segments, std::size_t first) {
  std::string all;
  for (std::size_t i = first; i < segments.size(); ++i) {
    if (i > first) all += '.';
    all += segments[i];
  }
  return all;
}

/// "materials" in "materials.tax_receipt.state": how a thing of that family is called.
Text family_title(const Book& book, const std::string& family, const std::string& id) {
  if (family == "materials" || family == "deferrals") return book.material(id);
  if (family == "clocks") return book.clock(id);
  if (family == "calls") return book.call(id);
  if (family == "licences") return book.licence(id);
  if (family == "papers") return book.paper(id);
  return book.state(id);
}

}  // namespace

Text Book::thing_path(const std::vector<std::string>& segments) const {
  const Text title = quoted(family_title(*this, segments[0], segments[1]));
  if (segments.size() == 2) return title;
  const Text member = said(kMembers, segments[2]);
  if (segments.size() == 3) return fill({"{0}的{1}", "the {1} of {0}"}, {title, member});
  return fill({"{0}的{1}“{2}”", "“{2}” in the {1} of {0}"},
              {title, member, same(rest_of(segments, 3))});
}

Text Book::path(std::string_view text) const {
  const std::vector<std::string> segments = rules::split_path(text);
  if (segments.empty()) return {"该项", "it"};
  const std::string& root = segments[0];
  const bool is_thing = root == "materials" || root == "deferrals" || root == "clocks" ||
                        root == "calls" || root == "licences" || root == "papers" || root == "done";
  if (is_thing && segments.size() > 1) return thing_path(segments);
  const std::vector<std::string> below(segments.begin() + 1, segments.end());
  const Text rest = same(rest_of(segments, 1));
  if (root == "form") {
    const Json& schema = field(below);
    return schema.is_null() ? quoted(rest) : quoted(schema_title(schema, rest.zh));
  }
  if (root == "vars") return fill({"记录项“{0}”", "the record “{0}”"}, {rest});
  if (root == "params" && !below.empty()) {
    const Text value = setting(Json{{"param", below[0]}});
    return fill({"{0}（{1}）", "{0} ({1})"}, {quoted(param(below[0])), value});
  }
  if (root == "case" && !below.empty()) return said(kCase, below[0]);
  if (root == "event" && below.size() > 1 && below[0] == "data") {
    return fill({"所填“{0}”", "the “{0}” given"}, {same(rest_of(segments, 2))});
  }
  if (root == "event" && !below.empty() && below[0] == "actor") return {"办理人", "the actor"};
  if (root == "event") return {"所收事件", "the event"};
  if (root == "reply") return fill({"答复中的“{0}”", "“{0}” in the reply"}, {rest});
  return fill({"该项的“{0}”", "its “{0}”"}, {said(kMembers, segments[0])});
}

Text Book::engine_event(const std::vector<std::string>& parts) const {
  const std::string& family = parts[0];
  const std::string id = parts.size() > 1 ? parts[1] : std::string();
  const std::string what = rest_of(parts, 2);
  if (family == "call") {
    if (what.empty()) return fill({"“{0}”有了结果", "any result of “{0}”"}, {call(id)});
    return fill({"“{0}”：{1}", "“{0}”: {1}"}, {call(id), word(what)});
  }
  if (family == "clock") {
    if (what.empty()) return fill({"{0}将到或已到", "{0} near or over"}, {quoted(clock(id))});
    return what == "warned" ? fill({"{0}将到", "{0} nearly over"}, {quoted(clock(id))})
                            : fill({"{0}已到", "{0} over"}, {quoted(clock(id))});
  }
  if (family == "material") {
    return fill({"{0}{1}", "{0} {1}"}, {quoted(material(id)), word(what)});
  }
  if (family == "deferral") {
    return fill({"容缺材料{0}{1}", "deferred {0} {1}"}, {quoted(material(id)), word(what)});
  }
  if (family == "deferrals") return {"容缺材料全部了结", "all deferrals settled"};
  if (family == "licence") return fill({"{0}{1}", "{0} {1}"}, {quoted(licence(id)), word(what)});
  if (family == "case" && id == "accepted") return {"已受理", "accepted"};
  if (family == "case") {
    return fill({"另案“{0}”：{1}", "other case “{0}”: {1}"}, {same(id), word(what)});
  }
  if (family == "done") return fill({"{0}办毕", "{0} done"}, {quoted(state(what))});
  if (family == "after") return fill({"在{0}到时", "time in {0} is up"}, {quoted(state(id))});
  return {"处理出错", "an error in an action"};
}

Text Book::event(const std::string& descriptor) const {
  if (descriptor == "*") return {"任何事件", "any event"};
  static constexpr std::array<std::string_view, 10> kEngine{
      "call",    "clock", "material", "deferral", "deferrals",
      "licence", "case",  "done",     "after",    "error"};
  const auto parts = rules::split_path(descriptor);
  const bool engine = !parts.empty() && std::ranges::find(kEngine, parts[0]) != kEngine.end();
  return engine && parts.size() > 1 ? engine_event(parts) : same(descriptor);
}

Text Book::name(const model::Transition& transition) const {
  if (!transition.title.empty()) return both(transition.title);
  if (transition.after) {
    return fill({"满 {0}", "after {0}"}, {say(*transition.after)});
  }
  if (transition.on.empty()) return {};
  std::vector<Text> all;
  for (const std::string& each : transition.on) all.push_back(event(each));
  return join(all, {"，或者", " or "});
}

}  // namespace lianban::words
