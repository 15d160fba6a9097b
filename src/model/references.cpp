#include "model/references.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/outcomes.hpp"

namespace lianban::model {
namespace {

struct Named {
  std::string_view code;
  Text word;
};

Named named(Kind kind) {
  switch (kind) {
    case Kind::kState:
      return {codes::kUnknownState, {"状态", "state"}};
    case Kind::kAgency:
      return {codes::kUnknownParty, {"部门", "agency"}};
    case Kind::kMaterial:
      return {codes::kUnknownMaterial, {"材料", "material"}};
    case Kind::kPaper:
      return {codes::kUnknownPaper, {"文书", "paper"}};
    case Kind::kCall:
      return {codes::kUnknownCall, {"调用", "call"}};
    case Kind::kClock:
      return {codes::kUnknownClock, {"时限", "clock"}};
    case Kind::kLicence:
      return {codes::kUnknownLicence, {"证照", "licence"}};
    case Kind::kCondition:
      return {codes::kUnknownCondition, {"条件", "condition"}};
    case Kind::kParam:
      return {codes::kUnknownParam, {"参数", "param"}};
    case Kind::kLaw:
      return {codes::kUnknownLaw, {"依据", "law"}};
  }
  return {};
}

std::string_view section_of(Kind kind) {
  switch (kind) {
    case Kind::kState:
      break;
    case Kind::kAgency:
      return "/agencies";
    case Kind::kMaterial:
      return "/materials";
    case Kind::kPaper:
      return "/papers";
    case Kind::kCall:
      return "/calls";
    case Kind::kClock:
      return "/clocks";
    case Kind::kLicence:
      return "/licences";
    case Kind::kCondition:
      return "/conditions";
    case Kind::kParam:
      return "/params";
    case Kind::kLaw:
      return "/law";
  }
  return {};
}

/// Of an agency, or of a role in it.
std::vector<Related> declaration_of_party(const Loading& loading, const std::string& name) {
  const std::size_t dot = name.find('.');
  std::vector<Related> found = declaration(loading, Kind::kAgency, name.substr(0, dot));
  if (found.empty() || dot == std::string::npos) return found;
  const std::string role = name.substr(dot + 1);
  found.front().pointer = base::pointer_join(found.front().pointer + "/roles", role);
  found.front().text = {quoted_zh(name) + "在这里", quoted_en(name) + " is here"};
  return found;
}

void unknown_party(Loading& loading, const Value& at, const std::string& name, bool agencies,
                   bool roles) {
  std::vector<std::string> known{"applicant"};
  if (roles) known.insert(known.end(), loading.names.roles.begin(), loading.names.roles.end());
  for (std::string& agency : loading.names.all(Kind::kAgency)) {
    if (agencies) known.push_back(std::move(agency));
  }
  Hint hint = did_you_mean(name, known);
  if (hint.empty() && loading.names.has(Kind::kAgency, name)) {
    hint = {"请写明角色，例如 \"" + name + ".角色\"", "name a role of it: \"" + name + ".role\""};
  }
  loading.fault(codes::kUnknownParty, at.pointer,
                {"没有部门或者角色" + quoted_zh(name), "no agency or role " + quoted_en(name)},
                hint, false, declaration_of_party(loading, hint.meant));
}

}  // namespace

std::vector<Related> declaration(const Loading& loading, Kind kind, const std::string& id) {
  if (id.empty() || !loading.names.has(kind, id)) return {};
  const Text what{quoted_zh(id) + "在这里", quoted_en(id) + " is here"};
  if (kind == Kind::kState) {
    const Chart& chart = loading.definition.chart;
    const StateIndex state = chart.find(id);
    if (state == kNone) return {};
    return {{chart.states[state].pointer + "/id", what}};
  }
  return {{base::pointer_join(section_of(kind), id), what, true}};
}

std::vector<Related> declaration_of_outcome(const Loading& loading, const std::string& call,
                                            const std::string& outcome) {
  const std::string at = base::pointer_join("/calls", call) + "/outcomes";
  const Json::json_pointer list(at);
  if (!loading.root.contains(list) || !loading.root.at(list).is_array()) return {};
  for (std::size_t i = 0; i < loading.root.at(list).size(); ++i) {
    const Json& each = loading.root.at(list)[i];
    if (!each.is_object() || !each.contains("id") || each.at("id") != outcome) continue;
    return {{base::pointer_join(at, i) + "/id",
             {quoted_zh(outcome) + "在这里", quoted_en(outcome) + " is here"}}};
  }
  return {{base::pointer_join("/calls", call),
           {"调用" + quoted_zh(call) + "在这里", "the call " + quoted_en(call) + " is here"},
           true}};
}

void unknown(Loading& loading, Kind kind, std::string_view id, const std::string& pointer,
             bool at_name) {
  const Named what = named(kind);
  const Hint hint = did_you_mean(id, loading.names.all(kind));
  loading.fault(what.code, pointer,
                {"没有" + what.word.zh + quoted_zh(id), "no " + what.word.en + " " + quoted_en(id)},
                hint, at_name, declaration(loading, kind, hint.meant));
}

std::string refer(Loading& loading, Kind kind, const Value& at) {
  std::string id = read_text(loading, at);
  if (!at.json->is_string() || loading.names.has(kind, id)) return id;
  unknown(loading, kind, id, at.pointer);
  return {};
}

std::vector<std::string> refer_all(Loading& loading, Kind kind, const Value& at) {
  std::vector<std::string> all;
  for (const Value& each : one_or_more(at)) {
    std::string id = refer(loading, kind, each);
    if (!id.empty()) all.push_back(std::move(id));
  }
  return all;
}

StateIndex refer_state(Loading& loading, const Value& at) {
  return loading.definition.chart.find(refer(loading, Kind::kState, at));
}

std::vector<StateIndex> refer_states(Loading& loading, const Value& at) {
  std::vector<StateIndex> states;
  std::vector<std::string> places;
  for (const Value& each : one_or_more(at)) {
    const StateIndex state = refer_state(loading, each);
    if (state == kNone) continue;
    const auto first = std::ranges::find(states, state);
    if (first != states.end()) {
      loading.fault(codes::kDuplicate, each.pointer, {"状态重复", "this state is named twice"},
                    {"请删去一个", "take one of them out"}, false,
                    {{places[static_cast<std::size_t>(first - states.begin())],
                      {"第一次在这里", "first named here"}}});
      continue;
    }
    states.push_back(state);
    places.push_back(each.pointer);
  }
  return states;
}

std::optional<Role> read_role(Loading& loading, const Value& at) {
  const std::string name = read_text(loading, at);
  if (!at.json->is_string()) return std::nullopt;
  if (name == "applicant") return Role{"", name};
  if (!loading.names.roles.contains(name)) {
    unknown_party(loading, at, name, false, true);
    return std::nullopt;
  }
  const std::size_t dot = name.find('.');
  return Role{name.substr(0, dot), name.substr(dot + 1)};
}

std::vector<Role> read_roles(Loading& loading, const Value& at) {
  std::vector<Role> roles;
  for (const Value& each : one_or_more(at)) {
    if (auto role = read_role(loading, each)) roles.push_back(std::move(*role));
  }
  return roles;
}

std::string read_party(Loading& loading, const Value& at, bool roles) {
  std::string name = read_text(loading, at);
  const bool is_known = name == "applicant" || loading.names.has(Kind::kAgency, name) ||
                        (roles && loading.names.roles.contains(name));
  if (!at.json->is_string() || is_known) return name;
  unknown_party(loading, at, name, true, roles);
  return {};
}

std::string read_outcome(Loading& loading, const Value& at) {
  const auto index = read_choice(loading, at, kOutcomes);
  return index ? std::string(kOutcomes[*index]) : std::string();
}

void check_number_pattern(Loading& loading, std::string_view pattern, const std::string& pointer) {
  constexpr std::array<std::string_view, 5> kPlaceholders{"region", "office", "date", "year",
                                                          "seq"};
  const auto is_known = [&](std::string_view name) {
    if (std::ranges::find(kPlaceholders, name) != kPlaceholders.end()) return true;
    if (!name.starts_with("seq:")) return false;
    const std::string_view width = name.substr(4);
    const bool digits = std::ranges::all_of(width, [](char c) { return c >= '0' && c <= '9'; });
    // A number has at most 18 digits: more would not fit the 64 bits it is counted in.
    return digits && !width.empty() && width.size() <= 2 && std::stoi(std::string(width)) <= 18;
  };
  int counters = 0;
  bool ok = true;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '}') ok = false;
    if (pattern[at] != '{') continue;
    const std::size_t close = pattern.find('}', at);
    if (close == std::string_view::npos) {
      ok = false;
      break;
    }
    const std::string_view name = pattern.substr(at + 1, close - at - 1);
    ok = ok && is_known(name);
    counters += name.starts_with("seq") ? 1 : 0;
    at = close;
  }
  if (ok && counters <= 1) return;
  loading.fault(
      codes::kNumberPattern, pointer,
      {"编号格式" + quoted_zh(pattern) + "不对", "wrong number pattern " + quoted_en(pattern)},
      {"占位只有 {region} {office} {date} {year}，以及至多一个 {seq} 或 {seq:N}（N 至多 18）",
       "placeholders are {region} {office} {date} {year} and at most one {seq} or {seq:N}, "
       "N at most 18"});
}

}  // namespace lianban::model
