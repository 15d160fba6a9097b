// Deadlines, conditions, params, and which article backs which part.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "document/sections.hpp"

namespace lianban::document {
namespace {

using words::fill;
using words::quoted;
using words::same;
using Rows = std::vector<std::vector<Text>>;

/// What the chart does when the limit is over.
Text consequence(const words::Book& book, const model::Clock& clock) {
  const std::string event = "clock." + clock.id + ".expired";
  std::vector<Text> all;
  for (const model::Transition& each : book.definition().chart.transitions) {
    const bool listens = std::ranges::any_of(each.on, [&](const std::string& on) {
      return on == event || (on != "*" && event.starts_with(on + "."));
    });
    if (!listens) continue;
    const Text to = each.targets.empty() ? Text{"不离开环节", "stays"} : book.states(each.targets);
    all.push_back(fill({"{0}（{1}）", "{0} ({1})"}, {book.name(each), to}));
  }
  if (all.empty()) {
    return {"不自动改变办理状态；超期记入办件记录",
            "changes nothing by itself; the overrun is in the history"};
  }
  return words::join(all, {"；", "; "});
}

Text extension(const words::Book& book, const Json& extend) {
  if (!extend.is_object()) return {"不得延长", "none"};
  const Json& times = member_of(extend, "times");
  const Text often = times.is_null() ? same("1") : book.setting(times);
  Text said = fill({"{0}，至多 {1} 次", "by {0} each time, number of times: {1}"},
                   {book.limit(member_of(extend, "by")), often});
  const Json& promised = member_of(extend, "promised");
  if (promised.is_null()) return said;
  return fill({"{0}（承诺期限延长 {1}）", "{0} (the promised limit by {1})"},
              {said, book.limit(promised)});
}

std::vector<Text> row_of(const words::Book& book, const model::Clock& clock) {
  const Json& source = book.at(clock.pointer);
  const char* statutory = clock.spec.single ? "limit" : "statutory";
  const Json& promised = member_of(source, "promised");
  return {book.clock(clock.id),
          book.limit(member_of(source, statutory)),
          promised.is_null() ? Text{} : book.limit(promised),
          clock.from_accepted ? Text{"受理之日", "the day of acceptance"}
                              : Text{"进入环节之日", "the day the step is entered"},
          book.states(clock.runs_in),
          book.states(clock.pauses_in),
          extension(book, member_of(source, "extend")),
          warnings_in_words(book, member_of(source, "warn_at")),
          consequence(book, clock),
          book.basis(clock.pointer)};
}

void write_waits(const words::Book& book, Page& page) {
  Rows rows;
  for (const model::Transition& each : book.definition().chart.transitions) {
    if (!each.after) continue;
    const model::State& source = book.definition().chart.states[each.source];
    rows.push_back({book.title(source), book.limit(book.at(each.pointer + "/after")),
                    book.name(each), book.states(each.targets), book.basis(each.pointer)});
  }
  if (rows.empty()) return;
  page.section({"其他等候时间", "Other waits"});
  page.table({{"环节", "Step"},
              {"自进入起", "After entering"},
              {"到时", "Then"},
              {"转入", "Leads to"},
              {"依据", "Grounds"}},
             rows);
}

/// The part of the definition at a pointer, as a reader would look for it.
Text part_at(const words::Book& book, const std::string& pointer) {
  const model::Definition& of = book.definition();
  for (const model::Transition& each : of.chart.transitions) {
    if (each.pointer != pointer) continue;
    return fill({"环节{0}：{1}", "step {0}: {1}"},
                {quoted(book.title(of.chart.states[each.source])), book.name(each)});
  }
  for (const model::State& each : of.chart.states) {
    if (each.pointer == pointer) return fill({"环节{0}", "step {0}"}, {quoted(book.title(each))});
  }
  const auto slash = pointer.find('/', 1);
  if (slash == std::string::npos) return same(pointer);
  const std::string section = pointer.substr(1, slash - 1);
  const auto end = pointer.find('/', slash + 1);
  const std::string id =
      pointer.substr(slash + 1, end == std::string::npos ? end : end - slash - 1);
  const Text rest = end == std::string::npos ? Text{} : same(" " + pointer.substr(end + 1));
  Text said = same(pointer);
  if (section == "materials") said = fill({"材料{0}", "document {0}"}, {quoted(book.material(id))});
  if (section == "papers") said = fill({"文书{0}", "paper {0}"}, {quoted(book.paper(id))});
  if (section == "clocks") said = fill({"时限{0}", "deadline {0}"}, {quoted(book.clock(id))});
  if (section == "calls") said = fill({"协同{0}", "call {0}"}, {quoted(book.call(id))});
  if (section == "licences") said = fill({"证照{0}", "licence {0}"}, {quoted(book.licence(id))});
  if (section == "conditions") {
    said = fill({"条件{0}", "condition {0}"}, {quoted(book.condition(id))});
  }
  if (section == "params") said = fill({"参数{0}", "parameter {0}"}, {quoted(book.param(id))});
  if (section == "agencies") said = fill({"部门{0}", "agency {0}"}, {quoted(book.agency(id))});
  return words::join({said, rest}, {});
}

}  // namespace

void write_limits(const words::Book& book, Page& page) {
  page.chapter({"期限", "Deadlines"});
  Rows rows;
  for (const model::Clock& clock : book.definition().clocks) rows.push_back(row_of(book, clock));
  page.table({{"期限", "Deadline"},
              {"法定（或唯一）", "Statutory, or the only one"},
              {"承诺", "Promised"},
              {"起算", "Counted from"},
              {"计时环节", "Runs in"},
              {"中止于", "Stands still in"},
              {"延长", "Extension"},
              {"提醒", "Warnings"},
              {"到期后果", "When it is over"},
              {"依据", "Grounds"}},
             rows);
  write_waits(book, page);
}

void write_conditions(const words::Book& book, Page& page) {
  page.chapter({"条件", "Conditions"});
  Rows rows;
  for (const model::Condition& each : book.definition().conditions) {
    const std::string pointer = "/conditions/" + each.id;
    rows.push_back({book.condition(each.id), book.truth(book.at(pointer + "/rule")),
                    book.basis(pointer), note_of(book.at(pointer))});
  }
  page.table({{"条件", "Condition"}, {"含义", "Meaning"}, {"依据", "Grounds"}, {"备注", "Note"}},
             rows);
}

void write_params(const words::Book& book, Page& page) {
  page.chapter({"参数", "Parameters"});
  Rows rows;
  for (const model::Param& each : book.definition().param_list) {
    const std::string pointer = "/params/" + each.id;
    rows.push_back({book.param(each.id), book.limit(book.at(pointer + "/value")),
                    each.sample ? Text{"示例值，须核定", "sample, to be settled"}
                                : Text{"正式值", "not a sample"},
                    book.basis(pointer), note_of(book.at(pointer))});
  }
  page.table({{"参数", "Parameter"},
              {"值", "Value"},
              {"来源", "Source"},
              {"依据", "Grounds"},
              {"备注", "Note"}},
             rows);
}

void write_grounds(const words::Book& book, Page& page) {
  page.chapter({"条文与规范对照", "Which article backs which part"});
  Rows rows;
  for (const model::Law& law : book.definition().law) {
    std::vector<Text> parts;
    for (const auto& [pointer, ids] : book.definition().basis) {
      if (std::ranges::find(ids, law.id) != ids.end()) parts.push_back(part_at(book, pointer));
    }
    rows.push_back({book.law(law.id), parts.empty() ? Text{"（未引用）", "(not referred to)"}
                                                    : words::join(parts, {"；", "; "})});
  }
  page.table({{"条文", "Article"}, {"所支持的内容", "Parts"}}, rows);
  page.table({{"编制", "Drawn up by"}, {"法制审核", "Legal review"}, {"日期", "Date"}},
             {{same(" "), same(" "), same(" ")}});
}

}  // namespace lianban::document
