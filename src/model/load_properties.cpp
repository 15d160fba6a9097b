// What the author claims of every case, for the prover: "always", "never" or "leads_to".
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_rules.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

struct Claim {
  const char* name;
  PropertyKind kind;
};
constexpr std::array<Claim, 3> kClaims{{{"always", PropertyKind::kAlways},
                                        {"never", PropertyKind::kNever},
                                        {"leads_to", PropertyKind::kLeadsTo}}};

void read_claim(Loading& loading, const Claim& claim, const Value& at, Property& property) {
  property.kind = claim.kind;
  if (claim.kind != PropertyKind::kLeadsTo) {
    property.rules.push_back(read_rule(loading, at));
    return;
  }
  const auto rules = read_list(loading, at);
  for (const Value& rule : rules) property.rules.push_back(read_rule(loading, rule));
  if (at.json->is_array() && rules.size() != 2) {
    wrong_type(loading, at, {"两条规则：由何而起，终须到达", "two rules: from what, to what"});
  }
}

Property read_property(Loading& loading, const std::string& id, const Value& at) {
  Property property;
  property.id = id;
  property.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", property.title);
  std::size_t claims = 0;
  for (const Claim& claim : kClaims) {
    const auto value = object.find(claim.name);
    if (!value) continue;
    if (++claims > 1) {
      loading.fault(codes::kExclusive, value->pointer,
                    {"“always”“never”“leads_to”只能写一个",
                     "'always', 'never' and 'leads_to' exclude each other"},
                    {}, true);
      continue;
    }
    read_claim(loading, claim, *value, property);
  }
  object.close();
  if (claims == 0 && object.ok()) {
    loading.fault(
        codes::kMissingMember, at.pointer,
        {"缺少“always”“never”或者“leads_to”", "'always', 'never' or 'leads_to' is missing"});
  }
  return property;
}

}  // namespace

void load_properties(Loading& loading) {
  for (const auto& [id, at] : read_section(loading, "properties")) {
    loading.definition.properties.push_back(read_property(loading, id, at));
  }
}

}  // namespace lianban::model
