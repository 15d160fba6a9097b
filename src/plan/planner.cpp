#include "plan/planner.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "plan/circles.hpp"
#include "plan/codes.hpp"
#include "plan/stages.hpp"
#include "plan/trips.hpp"
#include "plan/words.hpp"
#include "words/book.hpp"

namespace lianban::planning {

namespace {

/// More of them would not be read; each costs a walk for every document that waits.
constexpr std::size_t kMostKnots = 32;

const Json& member_at(const Json& source, const std::string& pointer) {
  static const Json kNothing;
  const Json::json_pointer at(pointer);
  return source.contains(at) ? source.at(at) : kNothing;
}

DocumentOrigin origin_of(model::SourceKind kind) {
  switch (kind) {
    case model::SourceKind::kApplicant:
      return DocumentOrigin::kApplicant;
    case model::SourceKind::kQuery:
      return DocumentOrigin::kRegister;
    case model::SourceKind::kProduced:
      return DocumentOrigin::kProduced;
    case model::SourceKind::kReuse:
      return DocumentOrigin::kReused;
  }
  return DocumentOrigin::kApplicant;
}

class Planner {
 public:
  Planner(const model::Definition& definition, const PlanOptions& options)
      : d_(definition), source_(parse(definition)), book_(definition) {
    allowed_.without = options.without_deferral;
  }

  Plan make() {
    for (const model::Material& material : d_.materials) document(material);
    count();
    const NeedGraph graph = needs_of(d_, source_, allowed_);
    const Order order = order_of(graph);
    add_stages(d_, graph, order, plan_);
    find_knots(graph);
    plan_.trips = trips_of(d_);
    return std::move(plan_);
  }

 private:
  static Json parse(const model::Definition& definition) {
    auto json =
        base::parse_json(definition.source, {limits::kDefinitionBytes * 2, limits::kJsonDepth});
    return json.ok() ? std::move(json).value() : Json();
  }

  void document(const model::Material& material) {
    PlannedDocument document;
    document.id = material.id;
    document.title = title_or(material.title, material.id);
    document.origin = origin_of(material.source.kind);
    document.from = material.source.ref;
    document.agency = agency_of(material);
    const model::Agency* agency = d_.agencies.find(document.agency);
    if (agency != nullptr) document.agency_title = title_or(agency->title, agency->id);
    document.original = material.source.original;
    if (material.never_required) {
      document.demand = Demand::kNever;
    } else if (!material.always_required) {
      document.demand = Demand::kSometimes;
      const std::string at = material.pointer + "/required";
      document.condition = conditions_at(at);
    }
    document.deferrable = may_be_promised(material, source_, allowed_);
    if (document.deferrable && !material.defer->when.empty()) {
      document.deferrable_if = promise_condition(material);
    }
    plan_.documents.push_back(std::move(document));
  }

  [[nodiscard]] std::string agency_of(const model::Material& material) const {
    const std::string& ref = material.source.ref;
    if (material.source.kind == model::SourceKind::kQuery) {
      const model::CallSpec* call = d_.calls.find(ref);
      return call == nullptr ? std::string() : call->agency;
    }
    if (material.source.kind == model::SourceKind::kReuse) {
      const model::Licence* licence = d_.licences.find(ref);
      return licence == nullptr ? std::string() : licence->issuer;
    }
    return {};
  }

  [[nodiscard]] Text conditions_at(const std::string& pointer) const {
    return words::join(book_.guards(member_at(source_, pointer)), {"，并且", " and "});
  }

  [[nodiscard]] Text promise_condition(const model::Material& material) const {
    const std::string at = material.pointer + "/defer/when";
    return conditions_at(at);
  }

  void count() {
    plan_.all = plan_.documents.size();
    for (const PlannedDocument& each : plan_.documents) {
      if (each.origin != DocumentOrigin::kApplicant || each.demand == Demand::kNever) continue;
      ++plan_.bring_most;
      if (each.demand == Demand::kAlways) ++plan_.bring_least;
    }
  }

  /// Circles with the deferrals as they are, then those that the deferrals open. What one circle
  /// stops is taken as given before the next is looked for, so that each has its own cause.
  void find_knots(NeedGraph graph) {
    std::vector<FactIndex> given;
    for (std::size_t i = 0; i < kMostKnots; ++i) {
      const Order order = order_of(graph);
      const Circle circle = shortest_circle(graph, order);
      if (circle.empty()) break;
      add_knot(graph.facts, order, circle, {});
      given.push_back(head_of(graph.facts, circle));
      graph.ways[given.back()] = {{}};
    }
    NeedOptions none;
    none.deferrals = false;
    NeedGraph bare = needs_of(d_, source_, none);
    for (const FactIndex fact : given) bare.ways[fact] = {{}};
    for (std::size_t i = 0; i < kMostKnots; ++i) {
      const Order order = order_of(bare);
      const Circle circle = shortest_circle(bare, order);
      if (circle.empty()) break;
      const std::vector<FactIndex> breakers = opened_by(bare.facts, circle);
      if (breakers.empty()) {
        bare.ways[head_of(bare.facts, circle)] = {{}};  // Opened by another way in, not by itself.
        continue;
      }
      add_knot(bare.facts, order, circle, breakers);
      for (Needs& needs : bare.ways[Facts::kComplete]) {
        std::erase_if(needs, [&](FactIndex need) {
          return std::ranges::find(breakers, need) != breakers.end();
        });
      }
    }
  }

  /// The first that is no state.
  static FactIndex head_of(const Facts& facts, const Circle& circle) {
    const auto head = std::ranges::find_if(circle, [&](FactIndex fact) {
      const FactKind kind = facts.kind(fact);
      return kind == FactKind::kMaterial || kind == FactKind::kPaper || kind == FactKind::kCall ||
             kind == FactKind::kLicence;
    });
    return head == circle.end() ? circle.front() : *head;
  }

  /// Materials that acceptance would wait for, were they not deferrable.
  [[nodiscard]] std::vector<FactIndex> opened_by(const Facts& facts, const Circle& circle) const {
    std::vector<FactIndex> breakers;
    for (std::size_t i = 0; i < circle.size(); ++i) {
      const FactIndex next = circle[(i + 1) % circle.size()];
      if (circle[i] != Facts::kComplete || facts.kind(next) != FactKind::kMaterial) continue;
      const PlannedDocument& document = plan_.documents[facts.position(next)];
      if (document.deferrable) breakers.push_back(next);
    }
    return breakers;
  }

  void add_knot(const Facts& facts, const Order& order, const Circle& circle,
                const std::vector<FactIndex>& breakers) {
    Knot knot;
    knot.circle = links_of(d_, facts, circle);
    knot.words = circle_in_words(knot.circle);
    for (const FactIndex fact : breakers) {
      const model::Material& material = d_.materials.begin()[facts.position(fact)];
      knot.broken_by.push_back(material.id);
      if (!material.defer->when.empty()) knot.only_if = promise_condition(material);
    }
    for (const model::Licence& licence : d_.licences) {
      if (!order.happens(facts.licence(licence.id))) knot.blocks.push_back(licence.id);
    }
    report(knot, pointer_of(facts, circle));
    plan_.knots.push_back(std::move(knot));
  }

  [[nodiscard]] std::string pointer_of(const Facts& facts, const Circle& circle) const {
    const std::uint32_t position = facts.position(circle.front());
    switch (facts.kind(circle.front())) {
      case FactKind::kMaterial:
        return d_.materials.begin()[position].pointer;
      case FactKind::kPaper:
        return d_.papers.begin()[position].pointer;
      case FactKind::kCall:
        return d_.calls.begin()[position].pointer;
      case FactKind::kLicence:
        return d_.licences.begin()[position].pointer;
      case FactKind::kState:
        return d_.chart.states[position].pointer;
      case FactKind::kTransition:
        return d_.chart.transitions[position].pointer;
      case FactKind::kAccepted:
      case FactKind::kComplete:
        return "/chart";
    }
    return {};
  }

  void report(const Knot& knot, const std::string& pointer) {
    if (!knot.broken_by.empty() && knot.only_if.empty()) return;
    Diagnostic finding;
    finding.pointer = pointer;
    if (knot.broken_by.empty()) {
      finding.code = codes::kKnot;
      finding.message = {"材料互相等待，谁也办不下去：", "documents wait for each other: "};
      finding.message.zh.append(knot.words.zh);
      finding.message.en.append(knot.words.en);
      finding.hint = {"请让其中一件可以容缺（defer），或者改变其中一步的先后",
                      "let one of them come later (defer), or change the order of one step"};
    } else {
      finding.severity = Severity::kWarning;
      finding.code = codes::kNotForEverybody;
      finding.message = {"只有符合条件的人才能容缺，其他人办不下去（",
                         "the deferral that breaks this circle is only for some ("};
      finding.message.zh.append(knot.only_if.zh).append("）：").append(knot.words.zh);
      finding.message.en.append(knot.only_if.en).append("): ").append(knot.words.en);
      finding.hint = {"请说明不符合条件的人怎么办", "say how everybody else is to be served"};
    }
    plan_.findings.push_back(std::move(finding));
  }

  const model::Definition& d_;
  const Json source_;
  const words::Book book_;
  NeedOptions allowed_;
  Plan plan_;
};

}  // namespace

Plan plan_of(const model::Definition& definition, const PlanOptions& options) {
  return Planner(definition, options).make();
}

}  // namespace lianban::planning
