#include "plan/stages.hpp"

#include <algorithm>
#include <map>

#include "plan/words.hpp"

namespace lianban::planning {

namespace {

class Stages {
 public:
  Stages(const model::Definition& definition, const NeedGraph& graph, const Order& order,
         Plan& plan)
      : d_(definition), graph_(graph), order_(order), plan_(plan) {}

  void make() {
    for (PlannedDocument& document : plan_.documents) place(document);
    std::vector<FactIndex> way = ways_to(graph_, order_, goals());
    for (const FactIndex fact : way) mark(fact);
    write();
  }

 private:
  static constexpr model::StateIndex kFiling = model::kNone;

  /// Every licence; without one, the good endings; without those, every ending.
  [[nodiscard]] std::vector<FactIndex> goals() const {
    std::vector<FactIndex> all;
    for (const model::Licence& licence : d_.licences) {
      all.push_back(graph_.facts.licence(licence.id));
    }
    std::erase_if(all, [&](FactIndex fact) { return !order_.happens(fact); });
    const auto endings = [&](bool good) {
      for (const model::StateIndex index : d_.chart.top) {
        const model::State& state = d_.chart.states[index];
        const bool is_good = state.outcome == "granted" || state.outcome == "partly_granted" ||
                             state.outcome == "recorded";
        if (state.kind == model::StateKind::kFinal && (is_good || !good)) {
          all.push_back(graph_.facts.state(index));
        }
      }
    };
    if (all.empty()) endings(true);
    if (all.empty()) endings(false);
    return all;
  }

  /// The state in which a fact comes about: that of the last of its needs.
  [[nodiscard]] model::StateIndex state_of(FactIndex fact) const {
    while (graph_.facts.kind(fact) != FactKind::kState) {
      const Needs& needs = graph_.ways[fact][order_.way[fact]];
      if (needs.empty()) return kFiling;
      fact = *std::ranges::max_element(needs, {}, [&](FactIndex need) {
        // Of two at once the state says more.
        return std::pair(order_.rank[need], graph_.facts.kind(need) == FactKind::kState);
      });
    }
    return graph_.facts.position(fact);
  }

  void place(PlannedDocument& document) {
    const FactIndex fact = graph_.facts.material(document.id);
    document.obtainable = order_.happens(fact);
    const std::size_t way = document.obtainable ? order_.way[fact] : 0;
    if (way < graph_.ways[fact].size()) {
      for (const FactIndex need : graph_.ways[fact][way]) add_need(document, need);
    }
    if (!document.obtainable) return;
    const model::StateIndex state = state_of(fact);
    if (state != kFiling) document.stage = d_.chart.states[state].id;
    at_[key(state)].documents.push_back(document.id);
  }

  void add_need(PlannedDocument& document, FactIndex need) const {
    const KnotLink link = link_of(d_, graph_.facts, need);
    std::string name = link.kind == "transition" ? "state" : link.kind;
    if (!link.id.empty()) name.append(":").append(link.id);
    document.needs.push_back(std::move(name));
  }

  void mark(FactIndex fact) {
    const std::uint32_t position = graph_.facts.position(fact);
    switch (graph_.facts.kind(fact)) {
      case FactKind::kAccepted:
        at_[key(state_of(fact))].accepts = true;
        break;
      case FactKind::kCall:
        if (d_.calls.begin()[position].answers_later) {
          at_[key(state_of(fact))].calls.push_back(d_.calls.begin()[position].id);
        }
        break;
      case FactKind::kLicence:
        at_[key(state_of(fact))].licences.push_back(d_.licences.begin()[position].id);
        break;
      case FactKind::kState:
        if (is_step(d_.chart.states[position])) (void)at_[key(position)];
        break;
      case FactKind::kComplete:
      case FactKind::kMaterial:
      case FactKind::kPaper:
      case FactKind::kTransition:
        break;
    }
  }

  /// Something that a person would call a step of its own.
  static bool is_step(const model::State& state) { return state.kind == model::StateKind::kAtomic; }

  using Key = std::pair<std::uint32_t, std::uint32_t>;
  /// Stages in the order of their earliest time; the filing before all.
  [[nodiscard]] Key key(model::StateIndex state) const {
    if (state == kFiling) return {0, 0};
    return {order_.rank[graph_.facts.state(state)], state + 1};
  }

  void write() {
    for (auto& [when, stage] : at_) {
      if (when.second == 0) {
        stage.title = {"提交申请", "Filing"};
        stage.holder = "applicant";
      } else {
        const model::State& state = d_.chart.states[when.second - 1];
        stage.state = state.id;
        stage.title = title_or(state.title, state.id);
        stage.holder = holder_of(when.second - 1);
      }
      if (stage.holder == "applicant") stage.holder_title = {"申请人", "the applicant"};
      const model::Agency* agency = d_.agencies.find(stage.holder);
      if (agency != nullptr) stage.holder_title = title_or(agency->title, agency->id);
      std::ranges::sort(stage.calls);
      std::ranges::stable_sort(stage.documents, {}, [&](const std::string& id) {
        return order_.rank[graph_.facts.material(id)];
      });
      plan_.stages.push_back(std::move(stage));
    }
  }

  [[nodiscard]] std::string holder_of(model::StateIndex state) const {
    for (; state != model::kNone; state = d_.chart.states[state].parent) {
      if (!d_.chart.states[state].holder.empty()) return d_.chart.states[state].holder;
    }
    return {};
  }

  const model::Definition& d_;
  const NeedGraph& graph_;
  const Order& order_;
  Plan& plan_;
  std::map<Key, PlannedStage> at_;
};

}  // namespace

void add_stages(const model::Definition& definition, const NeedGraph& graph, const Order& order,
                Plan& plan) {
  Stages(definition, graph, order, plan).make();
}

}  // namespace lianban::planning
