#include "prove/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "prove/judge.hpp"

namespace lianban::prove {

Text incomplete_because(Stop stop, const Search& search) {
  if (search.nodes().empty()) {
    std::string codes;
    for (const auto& [code, times] : search.refused_openings()) codes += " " + code;
    return {"没有一种申请能开办：" + codes, "no case can be opened:" + codes};
  }
  switch (stop) {
    case Stop::kComplete:
      return {};
    case Stop::kStates:
      return {"情形数到了上限（--max-states），没有全部看完",
              "the limit of situations (--max-states) was reached; not all were looked at"};
    case Stop::kSeconds:
      return {"时间到了上限（--max-seconds），没有全部看完",
              "the limit of time (--max-seconds) was reached; not all were looked at"};
    case Stop::kInterrupted:
      return {"中途停止，没有全部看完", "stopped on the way; not all were looked at"};
  }
  return {};
}

namespace {

bool any_final(const model::Definition& definition) {
  const auto& chart = definition.chart;
  return std::any_of(chart.top.begin(), chart.top.end(), [&](model::StateIndex top) {
    return chart.states[top].kind == model::StateKind::kFinal;
  });
}

template <class List, class Has>
bool any(const List& list, const Has& has) {
  return std::any_of(list.begin(), list.end(), has);
}

Text title_of(std::string_view code) {
  for (const auto& each : codes::kProperties) {
    if (each.code == code) return {std::string(each.zh), std::string(each.en)};
  }
  return {};
}

}  // namespace

std::vector<ProofProperty> properties_of(const Setting& setting, bool complete) {
  const model::Definition& of = setting.definition;
  std::vector<ProofProperty> all;
  const auto add = [&](const char* code, bool applies) {
    ProofProperty property;
    property.code = code;
    property.title = title_of(code);
    property.verdict = !applies   ? Verdict::kNotApplicable
                       : complete ? Verdict::kProved
                                  : Verdict::kUnknown;
    all.push_back(std::move(property));
  };
  const auto& transitions = of.chart.transitions;
  add(codes::kTrap, any_final(of));
  add(codes::kDeferral, any(of.materials, [](const auto& m) { return m.defer.has_value(); }));
  add(codes::kLicence, !of.licences.empty());
  add(codes::kAct, any(of.calls, [](const auto& c) { return !c.reverse.empty(); }));
  add(codes::kOriginal, any(of.materials, [](const auto& m) { return m.source.original; }));
  add(codes::kClock, !of.clocks.empty());
  add(codes::kFourEyes, any(transitions, [](const auto& t) { return !t.not_by.empty(); }));
  add(codes::kLost, !of.calls.empty());
  add(codes::kEngine, true);
  for (const model::Property& each : of.properties) {
    add(codes::kOwn, true);
    all.back().id = each.id;
    all.back().title = each.title.empty() ? Text{each.id, each.id} : each.title;
  }
  std::vector<std::string> reports;
  for (const model::Clock& clock : of.clocks) {
    if (!setting.facets.heard("clock." + clock.id + ".expired")) reports.push_back(clock.id);
  }
  for (ProofProperty& each : all) {
    if (each.code != codes::kClock || reports.empty()) continue;
    std::string names;
    for (const std::string& name : reports) names += (names.empty() ? "" : ", ") + name;
    each.note = {"只记录而无人处理：" + names, "only recorded, nobody listens: " + names};
  }
  return all;
}

std::vector<Text> abstracted(const Setting& setting, const Search& search) {
  std::vector<Text> all;
  all.push_back({"日期：每个未到的时限都可能是下一个到期的，不论真实长短；同一时限的提醒先于到期",
                 "days: every pending limit may be the next to pass, whatever its length; of one "
                 "clock warnings come first. A violation counts only if real days allow it"});
  all.push_back({"数据：每项比较各取成立与不成立的少数几个值；与“今天”的比较不随时间改变",
                 "data: a few values that make each comparison true and false; comparisons with "
                 "today do not change as time goes on"});
  all.push_back({"人员：每个角色总有一人可办，应由他人办理时另有一人",
                 "persons: each role has somebody, and somebody else where not_by asks for it"});
  all.push_back({"外部答复：任何次序，或者一直没有；请求可能失败；牵头部门不放弃仍在等待的请求",
                 "answers: in any order or never; requests may fail; the lead agency does not give "
                 "up a request that the case still waits for"});
  const bool extends = std::any_of(
      setting.definition.clocks.begin(), setting.definition.clocks.end(), [&](const auto& clock) {
        return clock.spec.extend && !setting.steering_clocks.contains(clock.id);
      });
  if (extends) {
    all.push_back({"到期只作告知的时限：延长总被允许",
                   "of a clock whose passing is at most told an extension is never refused"});
  }
  for (const PlainClass& each : setting.plain) {
    if (each.materials.size() < 2) continue;
    std::string names;
    for (const std::string& id : each.materials) names += (names.empty() ? "" : ", ") + id;
    all.push_back({"同类材料以第一件为代表：" + names,
                   "documents of one kind, the first stands for all: " + names});
  }
  if (!setting.plain.empty()) {
    all.push_back(
        {"这类材料至多有一件同时出问题，所缺的一次补齐",
         "of such documents one at a time turns out bad, and what is missing comes at once"});
  }
  if (search.cut()) {
    all.push_back(
        {"数据组合过多，只试了一部分", "too many combinations of data: only some were tried"});
  }
  return all;
}

namespace {

/// "final_review: approve → granting".
std::string words_for(const model::Chart& chart, const model::Transition& transition) {
  std::string words = chart.states[transition.source].id + ":";
  for (const std::string& event : transition.on) words += " " + event;
  words += " →";
  for (const model::StateIndex to : transition.targets) words += " " + chart.states[to].id;
  return words;
}

}  // namespace

std::vector<Text> unseen(const Setting& setting, const Search& search) {
  std::vector<Text> all;
  const model::Chart& chart = setting.definition.chart;
  const auto name_of = [&](const std::string& guard) {
    for (const model::Transition& each : chart.transitions) {
      if (each.pointer == guard) return words_for(chart, each);
    }
    return guard;
  };
  for (const auto& [guard, seen] : search.guards()) {
    if (seen.held == seen.failed) continue;
    const std::string name = name_of(guard);
    if (!seen.held) {
      all.push_back({"条件从未成立：" + name, "a condition never seen to hold: " + name});
    } else {
      all.push_back({"条件从未不成立：" + name, "a condition never seen to fail: " + name});
    }
  }
  for (std::size_t i = 0; i < chart.transitions.size(); ++i) {
    if (search.taken()[i]) continue;
    const std::string name = words_for(chart, chart.transitions[i]);
    all.push_back({"转移从未走过：" + name, "never taken: " + name});
  }
  return all;
}

}  // namespace lianban::prove
