// Agencies and conditions: who takes part, and the named rules.
#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"
#include "model/sections.hpp"
#include "rules/valid.hpp"

namespace lianban::model {
namespace {

constexpr std::array<std::string_view, 3> kReserved{"applicant", "system", "engine"};

Agency read_agency(Loading& loading, const std::string& id, const Value& at) {
  Agency agency;
  agency.id = id;
  if (std::ranges::find(kReserved, id) != kReserved.end()) {
    loading.fault(codes::kReservedName, at.pointer,
                  {quoted_zh(id) + "是保留名称，部门不能用", quoted_en(id) + " is reserved"},
                  {"请换一个名称", "choose another name"}, true);
  }
  Object object(loading, at);
  object.title("title", agency.title);
  object.flag("lead", agency.lead);
  if (const auto code = object.find("code")) {
    agency.code = read_text(loading, *code);
    if (code->json->is_string() && !rules::is_valid("uscc", agency.code)) {
      loading.fault(codes::kBadCode, code->pointer,
                    {"不是统一社会信用代码", "this is no unified social credit code"},
                    {"18 位，见 GB 32100；末位是校验码",
                     "18 characters, see GB 32100; the last is a check character"});
    }
  }
  if (const auto roles = object.find("roles")) {
    for (const auto& [role, title] : read_map(loading, *roles, false)) {
      agency.roles.emplace_back(role, read_title(loading, title));
    }
  }
  if (const auto office = object.find("office")) agency.office = read_rule(loading, *office);
  object.close();
  return agency;
}

/// How deep conditions rest on one another through `holds`. From those that rest on none upwards,
/// so that a long chain costs no stack; whoever is never reached goes in a circle.
class Depths {
 public:
  explicit Depths(const Items<Condition>& conditions) {
    for (const Condition& each : conditions) {
      open_[each.id] = 0;
      for (const std::string& below : each.rule.conditions()) {
        ++open_[each.id];
        above_[below].push_back(each.id);
      }
    }
    std::vector<std::string> ready;
    for (const auto& [id, count] : open_) {
      if (count == 0) ready.push_back(id);
    }
    while (!ready.empty()) {
      const std::string id = std::move(ready.back());
      ready.pop_back();
      const std::size_t depth = ++depths_[id];
      for (const std::string& above : above_[id]) {
        std::size_t& known = depths_[above];
        known = std::max(known, depth);
        if (--open_[above] == 0) ready.push_back(above);
      }
    }
  }

  [[nodiscard]] bool in_circle(const std::string& id) const { return open_.at(id) > 0; }
  /// 1 for a condition that rests on no other.
  [[nodiscard]] std::size_t depth(const std::string& id) const { return depths_.at(id); }

 private:
  std::map<std::string, std::size_t> open_;  ///< Conditions below that are not settled yet.
  std::map<std::string, std::vector<std::string>> above_;
  std::map<std::string, std::size_t> depths_;
};

void check_depths(Loading& loading) {
  const Items<Condition>& conditions = loading.definition.conditions;
  const Depths depths(conditions);
  for (const Condition& each : conditions) {
    const std::string pointer = base::pointer_join("/conditions", each.id) + "/rule";
    if (depths.in_circle(each.id)) {
      loading.fault(codes::kCircle, pointer,
                    {"条件" + quoted_zh(each.id) + "通过 holds 陷入循环",
                     "condition " + quoted_en(each.id) + " goes in a circle through 'holds'"});
    } else if (depths.depth(each.id) > limits::kRuleDepth) {
      const std::string most = std::to_string(limits::kRuleDepth);
      loading.fault(codes::kTooMany, pointer,
                    {"条件通过 holds 的嵌套超过 " + most + " 层",
                     "conditions rest on one another deeper than " + most + " levels"});
    }
  }
}

}  // namespace

void load_agencies(Loading& loading) {
  Definition& to = loading.definition;
  for (const auto& [id, at] : read_section(loading, "agencies")) {
    Agency agency = read_agency(loading, id, at);
    if (agency.lead && !to.lead.empty()) {
      loading.fault(codes::kExclusive, at.pointer + "/lead",
                    {"牵头部门只能有一个，已有" + quoted_zh(to.lead),
                     "only one agency leads, and " + quoted_en(to.lead) + " does"},
                    {"请只留一处", "keep one of the two"}, false,
                    {{base::pointer_join("/agencies", to.lead) + "/lead",
                      {"先在这里写明", "first named here"}}});
    } else if (agency.lead) {
      to.lead = id;
    }
    to.agencies.add(std::move(agency));
  }
  if (to.lead.empty() && !to.agencies.empty()) to.lead = to.agencies.begin()->id;
}

void load_conditions(Loading& loading) {
  Definition& to = loading.definition;
  for (const auto& [id, at] : read_section(loading, "conditions")) {
    Condition condition;
    condition.id = id;
    Object object(loading, at);
    object.title("title", condition.title);
    if (const auto rule = object.need("rule")) condition.rule = read_rule(loading, *rule);
    object.close();
    to.conditions.add(std::move(condition));
  }
  check_depths(loading);
}

}  // namespace lianban::model
