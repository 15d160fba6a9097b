#include <algorithm>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

void check_produced(const Checking& c, const Material& material) {
  bool produced = false;
  c.each<Produce>([&](const Placed&, const Produce& each) {
    produced = produced || each.paper == material.source.ref;
  });
  for (const Material& other : c.definition.materials) {
    produced = produced || (other.defer && other.defer->commitment == material.source.ref);
  }
  if (produced || material.never_required) return;
  c.error(codes::kNeverProduced, material.pointer + "/source",
          Text{"材料", "the material "} + named(material.id) +
              Text{"由文书", " is made as the paper "} + named(material.source.ref) +
              Text{"产生，但从没有制作它", ", which nothing ever produces"},
          {"请写 {\"produce\": \"" + material.source.ref + "\"}",
           "write {\"produce\": \"" + material.source.ref + "\"}"},
          declared_at(base::pointer_join("/papers", material.source.ref), material.source.ref));
}

void check_queried(const Checking& c, const Material& material) {
  bool queried = material.defer.has_value();  // Once it may exist, the deferral asks by itself.
  c.each<Query>([&](const Placed&, const Query& query) {
    const auto& named = query.materials;
    queried = queried || query.all || std::ranges::find(named, material.id) != named.end();
  });
  c.each<Call>([&](const Placed&, const Call& call) {
    queried = queried || call.call == material.source.ref;
  });
  for (const State& state : c.chart.states) queried = queried || state.call == material.source.ref;
  if (queried) return;
  c.warn(codes::kNeverQueried, material.pointer + "/source",
         Text{"从没有查询材料", "nothing ever asks for the material "} + named(material.id),
         {"请在受理审查时写 {\"query\": \"materials\"}",
          "write {\"query\": \"materials\"} where the filing is checked"});
}

}  // namespace

void check_materials(const Checking& c) {
  for (const Material& material : c.definition.materials) {
    if (material.source.kind == SourceKind::kProduced) check_produced(c, material);
    if (material.source.kind == SourceKind::kQuery) check_queried(c, material);
  }
  if (c.definition.materials.empty() || c.any<Accept>()) return;
  c.warn(
      codes::kNoAcceptance, "/materials",
      {"有材料而没有“accept”动作：申请从不受理，材料也从不要求齐全",
       "there are materials but no action 'accept': nothing ever asks that they be complete"},
      {"请在受理的转移上写 {\"accept\": {}}", "write {\"accept\": {}} where the case is accepted"});
}

}  // namespace lianban::model
