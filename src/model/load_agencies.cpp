// Agencies and conditions: who takes part, and the named rules.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

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

/// Where following `holds` from a condition comes back to it.
class Circles {
 public:
  explicit Circles(const Items<Condition>& conditions) : conditions_(conditions) {}

  bool has(const std::string& start) {
    seen_.clear();
    return reaches(start, start);
  }

 private:
  bool reaches(const std::string& from, const std::string& goal) {
    const Condition* condition = conditions_.find(from);
    if (condition == nullptr) return false;
    for (const std::string& next : condition->rule.conditions()) {
      if (next == goal) return true;
      if (seen_.insert(next).second && reaches(next, goal)) return true;
    }
    return false;
  }

  const Items<Condition>& conditions_;
  NameSet seen_;
};

}  // namespace

void load_agencies(Loading& loading) {
  Definition& to = loading.definition;
  for (const auto& [id, at] : read_section(loading, "agencies")) {
    Agency agency = read_agency(loading, id, at);
    if (agency.lead && !to.lead.empty()) {
      loading.fault(codes::kExclusive, at.pointer + "/lead",
                    {"牵头部门只能有一个，已有" + quoted_zh(to.lead),
                     "only one agency leads, and " + quoted_en(to.lead) + " does"});
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
  Circles circles(to.conditions);
  for (const Condition& condition : to.conditions) {
    if (!circles.has(condition.id)) continue;
    loading.fault(
        codes::kCircle, "/conditions/" + condition.id + "/rule",
        {"条件" + quoted_zh(condition.id) + "通过 holds 又回到自己",
         "condition " + quoted_en(condition.id) + " comes back to itself through 'holds'"});
  }
}

}  // namespace lianban::model
