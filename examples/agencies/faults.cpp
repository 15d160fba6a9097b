#include "faults.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulated_agencies.hpp"

namespace lianban::simulators {
namespace {

struct Kind {
  Fault fault;
  std::string_view name;
  int value;  ///< Where none is given.
};

constexpr std::array<Kind, 17> kKinds{{{Fault::kSlow, "slow", 500},
                                       {Fault::kDrip, "drip", 20},
                                       {Fault::kBusy, "busy", 0},
                                       {Fault::kResetBefore, "reset_before", 0},
                                       {Fault::kResetAfter, "reset_after", 0},
                                       {Fault::kLost, "lost", 0},
                                       {Fault::kHtml, "html", 0},
                                       {Fault::kHuge, "huge", 2 << 20},
                                       {Fault::kWrongSchema, "wrong_schema", 0},
                                       {Fault::kWrongPlate, "wrong_plate", 0},
                                       {Fault::kKeyIgnored, "key_ignored", 0},
                                       {Fault::kTwice, "twice", 0},
                                       {Fault::kOutOfOrder, "out_of_order", 5000},
                                       {Fault::kCallbackFirst, "callback_first", 0},
                                       {Fault::kClockSkew, "clock_skew", 3600},
                                       {Fault::kBadSignature, "bad_signature", 0},
                                       {Fault::kBadNonce, "bad_nonce", 0}}};

constexpr std::array<std::pair<Asked, std::string_view>, 3> kAsked{
    {{Asked::kAsk, "ask"}, {Asked::kPoll, "poll"}, {Asked::kQuery, "query"}}};

const Kind& kind_of(Fault fault) {
  return *std::find_if(kKinds.begin(), kKinds.end(),
                       [&](const Kind& kind) { return kind.fault == fault; });
}

Error bad(const char* zh, const char* en) { return make_error("simulator/fault", zh, en); }

bool known_agency(const std::string& name) {
  const auto& names = agency_names();
  const auto& gateways = gateway_names();
  return std::find(names.begin(), names.end(), name) != names.end() ||
         std::find(gateways.begin(), gateways.end(), name) != gateways.end();
}

/// A whole number; false if the member is something else.
bool read_number(const nlohmann::json& source, const char* name, int& into) {
  const auto found = source.find(name);
  if (found == source.end()) return true;
  if (!found->is_number_integer()) return false;
  into = found->get<int>();
  return true;
}

std::string read_text(const nlohmann::json& source, const char* name) {
  const auto found = source.find(name);
  return found != source.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::string_view take_until(std::string_view& rest, char end) {
  const auto at = std::min(rest.find(end), rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return part;
}

}  // namespace

const std::vector<Fault>& all_faults() {
  static const std::vector<Fault> kAll = [] {
    std::vector<Fault> all;
    for (const Kind& kind : kKinds) all.push_back(kind.fault);
    return all;
  }();
  return kAll;
}

std::string_view name_of(Fault fault) { return kind_of(fault).name; }

std::optional<Fault> fault_named(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return kind.fault;
  }
  return std::nullopt;
}

Result<FaultRule> fault_rule(const nlohmann::json& source) {
  if (!source.is_object()) return bad("应为对象", "must be an object");
  FaultRule rule;
  rule.agency = read_text(source, "agency");
  rule.operation = read_text(source, "operation");
  if (!known_agency(rule.agency)) {
    return make_error("simulator/agency", "没有这个机关", "there is no such agency");
  }
  const auto fault = fault_named(read_text(source, "fault"));
  if (!fault) return bad("没有这种故障", "there is no such fault");
  rule.fault = *fault;
  const std::string on = source.contains("on") ? read_text(source, "on") : "ask";
  const auto asked = std::find_if(kAsked.begin(), kAsked.end(),
                                  [&](const auto& each) { return each.second == on; });
  if (asked == kAsked.end()) return bad("on 应为 ask、poll 或 query", "on: ask, poll or query");
  rule.on = asked->first;
  if (!read_number(source, "times", rule.times) || !read_number(source, "after", rule.after) ||
      !read_number(source, "value", rule.value)) {
    return bad("times、after、value 应为整数", "times, after and value are whole numbers");
  }
  return rule;
}

Result<FaultRule> fault_rule_text(const std::string& text) {
  std::string_view rest = text;
  std::string_view where = take_until(rest, '=');
  const std::string agency(take_until(where, '/'));
  const std::string fault(take_until(rest, ':'));
  const std::string_view times = take_until(rest, ':');
  nlohmann::json source = {{"agency", agency}, {"fault", fault}, {"times", -1}};
  if (!where.empty()) source["operation"] = std::string(where);
  if (!times.empty() && times != "*") {
    const auto number = number_in(times);
    if (!number) return bad("次数应为整数或 *", "TIMES is a whole number or *");
    source["times"] = *number;
  }
  if (!rest.empty()) {
    const auto number = number_in(rest);
    if (!number) return bad("数值应为整数", "VALUE is a whole number");
    source["value"] = *number;
  }
  return fault_rule(source);
}

nlohmann::json to_json(const FaultRule& rule) {
  nlohmann::json out = {{"agency", rule.agency},
                        {"fault", name_of(rule.fault)},
                        {"times", rule.times},
                        {"after", rule.after}};
  if (!rule.operation.empty()) out["operation"] = rule.operation;
  if (rule.value >= 0) out["value"] = rule.value;
  for (const auto& [asked, name] : kAsked) {
    if (asked == rule.on) out["on"] = name;
  }
  return out;
}

Faults FaultPlan::hit(const std::string& agency, const std::string& operation, Asked on) {
  Faults faults;
  for (FaultRule& rule : rules_) {
    if (rule.agency != agency || rule.on != on || rule.times == 0) continue;
    if (!rule.operation.empty() && rule.operation != operation) continue;
    if (rule.after > 0) {
      --rule.after;
      continue;
    }
    if (rule.times > 0) --rule.times;
    faults.emplace(rule.fault, rule.value >= 0 ? rule.value : kind_of(rule.fault).value);
  }
  return faults;
}

nlohmann::json FaultPlan::left() const {
  nlohmann::json out = nlohmann::json::array();
  for (const FaultRule& rule : rules_) {
    if (rule.times != 0) out.push_back(to_json(rule));
  }
  return out;
}

}  // namespace lianban::simulators
