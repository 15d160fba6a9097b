#include "lianban/plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plan/planner.hpp"

namespace lianban {

namespace {

using nlohmann::json;

const char* name_of(DocumentOrigin origin) {
  switch (origin) {
    case DocumentOrigin::kApplicant:
      return "applicant";
    case DocumentOrigin::kRegister:
      return "register";
    case DocumentOrigin::kProduced:
      return "produced";
    case DocumentOrigin::kReused:
      return "reused";
  }
  return "";
}

const char* name_of(Demand demand) {
  switch (demand) {
    case Demand::kAlways:
      return "always";
    case Demand::kSometimes:
      return "sometimes";
    case Demand::kNever:
      return "never";
  }
  return "";
}

json text(const Text& of) { return of.empty() ? json() : json{{"zh", of.zh}, {"en", of.en}}; }

json word(const std::string& of) { return of.empty() ? json() : json(of); }

json document(const PlannedDocument& of) {
  return {{"id", of.id},
          {"title", text(of.title)},
          {"origin", name_of(of.origin)},
          {"from", word(of.from)},
          {"agency", word(of.agency)},
          {"demand", name_of(of.demand)},
          {"condition", text(of.condition)},
          {"original", of.original},
          {"deferrable", of.deferrable},
          {"deferrable_if", text(of.deferrable_if)},
          {"obtainable", of.obtainable},
          {"stage", word(of.stage)},
          {"needs", of.needs}};
}

json stage(const PlannedStage& of) {
  return {{"state", word(of.state)},   {"title", text(of.title)}, {"holder", word(of.holder)},
          {"documents", of.documents}, {"calls", of.calls},       {"licences", of.licences},
          {"accepts", of.accepts}};
}

json knot(const Knot& of) {
  json circle = json::array();
  for (const KnotLink& link : of.circle) {
    circle.push_back({{"kind", link.kind}, {"id", word(link.id)}, {"title", text(link.title)}});
  }
  return {{"circle", std::move(circle)},
          {"broken_by", of.broken_by},
          {"only_if", text(of.only_if)},
          {"blocks", of.blocks},
          {"words", text(of.words)}};
}

json trips(const PlannedTrips& of) {
  json reasons = json::array();
  for (const Text& reason : of.reasons) reasons.push_back(text(reason));
  return {{"channel", of.channel},
          {"least", of.least},
          {"most", of.most},
          {"reasons", std::move(reasons)}};
}

template <class T, class Write>
json list(const std::vector<T>& items, Write&& write) {
  json all = json::array();
  for (const T& each : items) all.push_back(write(each));
  return all;
}

}  // namespace

bool Plan::ok() const {
  return std::ranges::none_of(
      findings, [](const Diagnostic& each) { return each.severity == Severity::kError; });
}

Plan plan(const Definition& definition, const PlanOptions& options) {
  return planning::plan_of(definition.compiled(), options);
}

nlohmann::json to_json(const Plan& plan) {
  return {{"all", plan.all},
          {"bring", {{"least", plan.bring_least}, {"most", plan.bring_most}}},
          {"documents", list(plan.documents, document)},
          {"stages", list(plan.stages, stage)},
          {"knots", list(plan.knots, knot)},
          {"trips", list(plan.trips, trips)}};
}

}  // namespace lianban
