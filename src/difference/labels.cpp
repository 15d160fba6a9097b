#include "difference/labels.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rules/rule.hpp"

namespace lianban::difference {
namespace {

/// How a value is said.
enum class Say {
  kPlain,
  kLimit,
  kGuards,
  kRequired,
  kRoles,
  kStates,
  kLaws,
  kAgency,
  kWord,
  kActions,
  kCall,
  kPaper,
  kEvent,
  kMaterials,
  kRule
};

struct Label {
  std::string_view section;  ///< Empty: in any section.
  std::string_view member, zh, en;
  Say say = Say::kPlain;
};

// The first that fits counts: those of one section stand before those of any.
constexpr std::array kLabels = {
    Label{"extend", "by", "每次延长", "length of an extension", Say::kLimit},
    Label{"extend", "times", "延长次数", "number of extensions", Say::kPlain},
    Label{"extend", "promised", "承诺期限的延长", "extension of the promised limit", Say::kLimit},
    Label{"defer", "when", "容缺条件", "conditions of the deferral", Say::kGuards},
    Label{"defer", "basis", "容缺依据", "grounds of the deferral", Say::kLaws},
    Label{"papers", "to", "送达对象", "receiver", Say::kAgency},
    Label{"open", "when", "申请条件", "conditions of applying", Say::kGuards},
    Label{"open", "by", "可以申请的人", "who may apply", Say::kRoles},
    Label{"materials", "by", "可以提交的人", "who may supply it", Say::kRoles},
    Label{"outcomes", "when", "认定条件", "when it holds", Say::kGuards},
    Label{"licences", "valid", "有效期", "validity", Say::kLimit},
    Label{"params", "value", "值", "value", Say::kLimit},
    Label{"", "required", "何时要求", "when it is required", Say::kRequired},
    Label{"", "source", "来源", "source"},
    Label{"", "original", "交验原件", "original", Say::kPlain},
    Label{"", "defer", "容缺", "deferral"},
    Label{"", "available_after", "可以产生之时", "when it can exist", Say::kEvent},
    Label{"", "within", "补齐期限", "time to make it good", Say::kLimit},
    Label{"", "at_least", "至少留出的时间", "least time after it can exist", Say::kLimit},
    Label{"", "commitment", "承诺书", "commitment", Say::kPaper},
    Label{"", "needed_by", "须补齐方可进入", "needed before", Say::kStates},
    Label{"", "recheck", "自动查询间隔", "time between two looks", Say::kLimit},
    Label{"", "warn_at", "提醒", "warnings", Say::kLimit},
    Label{"", "overdue", "逾期后果", "consequence if late", Say::kWord},
    Label{"", "checked_by", "核验人", "who checks it", Say::kRoles},
    Label{"", "data", "内容格式", "form of the content"},
    Label{"", "statutory", "法定期限", "statutory limit", Say::kLimit},
    Label{"", "promised", "承诺期限", "promised limit", Say::kLimit},
    Label{"", "limit", "期限", "limit", Say::kLimit},
    Label{"", "from", "起算", "start of counting", Say::kWord},
    Label{"", "runs_in", "计时环节", "steps it runs in", Say::kStates},
    Label{"", "pauses_in", "中止环节", "steps it stands still in", Say::kStates},
    Label{"", "extend", "延长", "extension"},
    Label{"", "after", "等候时间", "wait", Say::kLimit},
    Label{"", "timeout", "逾时提醒", "time until a missing answer is reported", Say::kLimit},
    Label{"", "on", "事由", "event", Say::kEvent},
    Label{"", "by", "办理人", "who may do it", Say::kRoles},
    Label{"", "not_by", "须另由他人（未经办）", "must not have acted in", Say::kStates},
    Label{"", "when", "条件", "conditions", Say::kGuards},
    Label{"", "input", "填写要求", "what has to be given"},
    Label{"", "to", "去向", "target", Say::kStates},
    Label{"", "do", "随后的处理", "what follows", Say::kActions},
    Label{"", "enter", "进入时的处理", "what is done on entering", Say::kActions},
    Label{"", "exit", "离开时的处理", "what is done on leaving", Say::kActions},
    Label{"", "reenter", "重新进入", "entering anew", Say::kPlain},
    Label{"", "restarts", "重新开始的环节", "steps that start anew", Say::kStates},
    Label{"", "kind", "种类", "kind", Say::kWord},
    Label{"", "holder", "承办方", "holder", Say::kAgency},
    Label{"", "call", "请求的协同", "call", Say::kCall},
    Label{"", "outcome", "结果", "outcome", Say::kWord},
    Label{"", "leaves", "可以保留的行为或原件", "what may stand", Say::kMaterials},
    Label{"", "results", "各项结论", "conclusions"},
    Label{"", "done", "办毕数据", "data of its end"},
    Label{"", "amend", "可以更正的内容", "what may be amended"},
    Label{"", "default", "默认去向", "default"},
    Label{"", "rule", "内容", "meaning", Say::kRule},
    Label{"", "agency", "机关", "agency", Say::kAgency},
    Label{"", "issuer", "颁发机关", "issuer", Say::kAgency},
    Label{"", "authority", "机关", "authority", Say::kAgency},
    Label{"", "operation", "操作", "operation"},
    Label{"", "request", "发送内容", "what is sent"},
    Label{"", "reply", "答复格式", "form of the reply"},
    Label{"", "answers", "答复方式", "way of answering", Say::kWord},
    Label{"", "outcomes", "结果", "outcomes"},
    Label{"", "effect", "产生效力", "effect", Say::kPlain},
    Label{"", "reverse", "恢复方式", "what undoes it", Say::kCall},
    Label{"", "fields", "内容", "content"},
    Label{"", "content", "内容", "content"},
    Label{"", "once", "只出具一次", "made once", Say::kPlain},
    Label{"", "number", "编号格式", "pattern of the number"},
    Label{"", "type_code", "类型代码", "type code"},
    Label{"", "held", "对应已有证照", "licence held"},
    Label{"", "rests_on", "依附的证照", "licence it rests on"},
    Label{"", "sections", "部分", "sections"},
    Label{"", "lead", "牵头", "lead", Say::kPlain},
    Label{"", "roles", "岗位", "role"},
    Label{"", "office", "受理机构", "office"},
    Label{"", "code", "统一社会信用代码", "unified social credit code"},
    Label{"", "channels", "申请渠道", "channels"},
    Label{"", "sample", "示例标记", "mark of a sample", Say::kPlain},
    Label{"", "text", "条文内容", "text"},
    Label{"", "url", "出处", "source"},
    Label{"", "basis", "依据", "grounds", Say::kLaws},
    Label{"", "must_pass", "发证前必经环节", "steps without which no licence is issued",
          Say::kStates},
    Label{"", "initial", "开始环节", "first step", Say::kStates},
    Label{"", "calendar", "工作日历", "calendar"},
    Label{"", "regions", "适用地区", "regions"},
    Label{"", "on_error", "出错时的处理", "what happens on an error"},
    Label{"", "id", "编号", "id"},
    Label{"", "version", "版本", "version"},
    Label{"", "title", "名称", "title"},
    Label{"", "summary", "概要", "summary"},
    Label{"", "note", "备注", "note"},
};

const Label* find_label(std::string_view section, std::string_view member) {
  const auto* const it = std::ranges::find_if(kLabels, [&](const Label& each) {
    return each.member == member && (each.section.empty() || each.section == section);
  });
  return it == kLabels.end() ? nullptr : it;
}

/// One value may stand for a list.
template <class Said>
Text each_of(const Json& value, Said said) {
  std::vector<Text> all;
  if (!value.is_array()) return said(value);
  for (const Json& each : value) all.push_back(said(each));
  return words::listed(all);
}

Text titled(const words::Book& book, Say say, const std::string& id) {
  switch (say) {
    case Say::kRoles:
    case Say::kAgency:
      return book.role(id);
    case Say::kStates:
      return words::quoted(book.state(id));
    case Say::kLaws:
      return book.law(id);
    case Say::kWord:
      return words::word(id);
    case Say::kCall:
      return words::quoted(book.call(id));
    case Say::kPaper:
      return words::quoted(book.paper(id));
    case Say::kEvent:
      return book.event(id);
    case Say::kMaterials:
      return words::quoted(book.definition().calls.find(id) != nullptr ? book.call(id)
                                                                       : book.material(id));
    case Say::kPlain:
    case Say::kLimit:
    case Say::kGuards:
    case Say::kRequired:
    case Say::kActions:
    case Say::kRule:
      break;
  }
  return words::quoted(words::same(id));
}

/// "agency.role", "applicant", or a list of them.
std::vector<model::Role> roles_in(const Json& value) {
  std::vector<model::Role> all;
  const Json list = value.is_array() || value.is_null() ? value : Json::array({value});
  for (const Json& each : list) {
    const std::string text = each.is_string() ? each.get<std::string>() : each.dump();
    const auto dot = text.find('.');
    all.push_back(dot == std::string::npos
                      ? model::Role{{}, text}
                      : model::Role{text.substr(0, dot), text.substr(dot + 1)});
  }
  return all;
}

Text said_as(const words::Book& book, Say say, const Json& value) {
  if (say == Say::kActions) return words::join(book.actions(value), {"，", ", "});
  if (say == Say::kRequired && value.is_boolean()) {
    return value.get<bool>() ? Text{"一律要求", "always"} : Text{"不要求", "never"};
  }
  if (say == Say::kGuards || say == Say::kRequired) {
    return words::join(book.guards(value), {"，并且", ", and "});
  }
  if (say == Say::kRule) return book.truth(value);
  if (say == Say::kRoles) return book.roles(roles_in(value));
  return each_of(value, [&](const Json& each) {
    if (say == Say::kLimit && !rules::is_operation(each)) return book.limit(each);
    if (say != Say::kPlain && say != Say::kLimit && each.is_string()) {
      return titled(book, say, each.get<std::string>());
    }
    const bool plain = !each.is_object() || rules::is_operation(each) || each.contains("zh") ||
                       each.contains("en");
    return plain ? book.value(each) : words::same(each.dump());
  });
}

}  // namespace

Text label_of(std::string_view section, std::string_view member) {
  const Label* label = find_label(section, member);
  if (label == nullptr) return words::quoted(words::same(member));
  return {std::string(label->zh), std::string(label->en)};
}

Text value_of(const words::Book& book, std::string_view section, std::string_view member,
              const Json& value) {
  const Label* label = find_label(section, member);
  return said_as(book, label == nullptr ? Say::kPlain : label->say, value);
}

bool is_deadline(std::string_view section, std::string_view member) {
  static constexpr std::array<std::string_view, 6> kMoves{"within",  "at_least", "recheck",
                                                          "warn_at", "after",    "timeout"};
  return section == "clocks" || section == "extend" ||
         std::ranges::find(kMoves, member) != kMoves.end();
}

bool is_wording(std::string_view member) {
  return member == "title" || member == "summary" || member == "note";
}

}  // namespace lianban::difference
