#include "plan/needs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/check_graph.hpp"
#include "plan/events.hpp"
#include "plan/places.hpp"
#include "plan/reads.hpp"
#include "rules/path.hpp"

namespace lianban::planning {

namespace {

const Json& at_pointer(const Json& source, const std::string& pointer) {
  static const Json kNothing;
  const Json::json_pointer at(pointer);
  return source.contains(at) ? source.at(at) : kNothing;
}

void append(Needs& to, const Needs& more) {
  for (const FactIndex fact : more) {
    if (std::ranges::find(to, fact) == to.end()) to.push_back(fact);
  }
}

/// Each way of the one with each of the other.
Ways both(const Ways& one, const Ways& other) {
  Ways all;
  for (const Needs& first : one) {
    for (const Needs& second : other) {
      all.push_back(first);
      append(all.back(), second);
    }
  }
  return all;
}

class Builder {
 public:
  Builder(const model::Definition& definition, const Json& source, const NeedOptions& options)
      : d_(definition),
        source_(source),
        options_(options),
        graph_{Facts(definition), {}},
        flow_(definition.chart),
        places_(all_places(definition.chart, graph_.facts)),
        events_(definition, source, graph_.facts, places_) {
    graph_.ways.resize(graph_.facts.size());
    each_action<model::Accept>(places_, [&](const Place&, const model::Accept& accept) {
      has_acceptance_ = true;
      only_deemed_ = only_deemed_ && accept.deemed;
    });
  }

  NeedGraph build() {
    add_materials();
    add_papers();
    add_calls();
    add_licences();
    add_transitions();
    add_states();
    add_acceptance();
    return std::move(graph_);
  }

 private:
  Ways& ways(FactIndex fact) { return graph_.ways[fact]; }
  const Facts& facts() const { return graph_.facts; }

  /// What a path that is read has to have been there for. `firm`: the value itself, not a state
  /// that is known before.
  [[nodiscard]] std::optional<FactIndex> behind(const std::string& text, bool firm) const {
    const auto path = rules::parse_path(text);
    if (!path || path->segments.empty()) return std::nullopt;
    const std::string& id = path->segments[0];
    const std::string member = path->segments.size() > 1 ? path->segments[1] : std::string();
    FactIndex fact = Facts::kNoFact;
    switch (path->root) {
      case rules::Root::kMaterials:
        if (member == "data" || (!firm && member == "state")) fact = facts().material(id);
        break;
      case rules::Root::kPapers:
        fact = facts().paper(id);
        break;
      case rules::Root::kCalls:
        if (member == "reply" || (!firm && member != "state")) fact = facts().call(id);
        break;
      case rules::Root::kLicences:
        if (!firm || member != "state") fact = facts().licence(id);
        break;
      case rules::Root::kForm:
      case rules::Root::kVars:
      case rules::Root::kParams:
      case rules::Root::kEvent:
      case rules::Root::kCase:
      case rules::Root::kDeferrals:
      case rules::Root::kClocks:
      case rules::Root::kReply:
      case rules::Root::kDone:
      case rules::Root::kElement:
      case rules::Root::kData:
        break;
    }
    return fact == Facts::kNoFact ? std::nullopt : std::optional(fact);
  }

  /// What the rules of a member of the source read firmly.
  [[nodiscard]] Needs reads(const std::string& pointer) const {
    Needs needs;
    for (const std::string& path : firm_reads(at_pointer(source_, pointer))) {
      if (const auto fact = behind(path, true)) append(needs, {*fact});
    }
    return needs;
  }

  /// When the document can exist at all.
  [[nodiscard]] Ways available(const model::Material& material) const {
    if (!material.defer || material.defer->available_after.empty()) return {{}};
    const std::string& after = material.defer->available_after;
    if (!material.defer->available_is_state) return events_.occurred(after);
    return {{facts().state(d_.chart.find(after))}};
  }

  void add_materials() {
    for (const model::Material& material : d_.materials) {
      Ways from{{}};
      switch (material.source.kind) {
        case model::SourceKind::kApplicant:
          break;
        case model::SourceKind::kQuery:
          from = {{facts().call(material.source.ref)}};
          break;
        case model::SourceKind::kProduced:
          from = {{facts().paper(material.source.ref)}};
          break;
        case model::SourceKind::kReuse:
          if (is_issued_here(material.source.ref)) {
            from = {{facts().licence(material.source.ref)}};
          }
          break;
      }
      ways(facts().material(material.id)) = both(from, available(material));
    }
  }

  [[nodiscard]] bool is_issued_here(const std::string& licence) const {
    bool issued = false;
    each_action<model::Issue>(places_, [&](const Place&, const model::Issue& issue) {
      issued = issued || issue.licence == licence;
    });
    return issued;
  }

  void add_papers() {
    for (const model::Paper& paper : d_.papers) {
      Ways made;
      each_action<model::Produce>(places_, [&](const Place& place, const model::Produce& produce) {
        if (produce.paper == paper.id) append_ways(made, place.ways);
      });
      for (const model::Material& material : d_.materials) {
        if (material.defer && material.defer->commitment == paper.id) made.push_back({});
      }
      ways(facts().paper(paper.id)) = both(made, {reads(paper.pointer + "/fields")});
    }
  }

  static void append_ways(Ways& to, const Ways& more) {
    to.insert(to.end(), more.begin(), more.end());
  }

  void add_calls() {
    for (const model::CallSpec& call : d_.calls) {
      Ways asked;
      for (model::StateIndex index = 0; index < d_.chart.states.size(); ++index) {
        if (d_.chart.states[index].call == call.id) asked.push_back({facts().state(index)});
      }
      each_action<model::Call>(places_, [&](const Place& place, const model::Call& action) {
        if (action.call == call.id) append_ways(asked, place.ways);
      });
      each_action<model::Query>(places_, [&](const Place& place, const model::Query& query) {
        const bool feeds = std::ranges::any_of(call.feeds, [&](const std::string& material) {
          return query.all || std::ranges::find(query.materials, material) != query.materials.end();
        });
        if (feeds) append_ways(asked, place.ways);
      });
      for (const std::string& id : call.feeds) {
        const model::Material* material = d_.materials.find(id);
        const bool rechecked = material != nullptr && may_be_promised(*material, source_, options_);
        if (rechecked) asked.push_back({Facts::kAccepted});
      }
      ways(facts().call(call.id)) = both(asked, {reads(call.pointer + "/request")});
    }
  }

  /// Without what the law lets nobody issue it (definition language, section 4).
  [[nodiscard]] Needs floor(const model::Licence& licence) const {
    Needs needs = reads(licence.pointer + "/content");
    if (has_acceptance_) append(needs, {Facts::kAccepted});
    for (const model::StateIndex state : d_.must_pass) append(needs, {facts().state(state)});
    for (const model::Material& material : d_.materials) {
      if (!material.never_required) append(needs, {facts().material(material.id)});
    }
    return needs;
  }

  void add_licences() {
    for (const model::Licence& licence : d_.licences) {
      Ways issued;
      each_action<model::Issue>(places_, [&](const Place& place, const model::Issue& issue) {
        if (issue.licence == licence.id) append_ways(issued, place.ways);
      });
      Ways& all = ways(facts().licence(licence.id));
      all = both(issued, {floor(licence)});
      if (licence.held || issued.empty()) all.push_back({});
    }
  }

  /// `needed_by` of the states that the transition enters, and what its guards plainly ask for.
  [[nodiscard]] Needs guards(model::TransitionIndex index) const {
    const model::Transition& transition = d_.chart.transitions[index];
    Needs needs;
    const auto& entered = flow_.ways(index);
    if (!entered.empty()) {
      for (const model::StateIndex state : entered.front().states) {
        for (const std::string& id : d_.chart.states[state].needs) {
          const model::Material* material = d_.materials.find(id);
          const bool counts = material != nullptr && !material->never_required;
          if (counts) append(needs, {facts().material(id)});
        }
      }
    }
    const Json& when = at_pointer(source_, transition.pointer + "/when");
    const Demands demands = demands_of(when, at_pointer(source_, "/conditions"));
    for (const std::string& path : demands.paths) {
      if (const auto fact = behind(path, false)) append(needs, {*fact});
    }
    for (const std::string& id : demands.states) {
      const model::StateIndex state = d_.chart.find(id);
      if (state != model::kNone) append(needs, {facts().state(state)});
    }
    return needs;
  }

  void add_transitions() {
    for (model::TransitionIndex index = 0; index < d_.chart.transitions.size(); ++index) {
      const model::Transition& transition = d_.chart.transitions[index];
      if (is_deemed(transition.actions)) continue;
      Needs needs{facts().state(transition.source)};
      append(needs, guards(index));
      append(needs, floors(transition.actions));
      Ways events{{}};
      if (!transition.on.empty()) {
        events.clear();
        for (const std::string& event : transition.on) {
          append_ways(events, events_.heard(event, !transition.by.empty()));
        }
      }
      ways(facts().transition(index)) = both({needs}, events);
    }
  }

  void add_states() {
    for (const model::Way& start : flow_.start()) {
      for (const model::StateIndex state : start.states) ways(facts().state(state)) = {{}};
    }
    for (model::TransitionIndex index = 0; index < d_.chart.transitions.size(); ++index) {
      for (const model::Way& way : flow_.ways(index)) {
        for (const model::StateIndex state : way.states) {
          Ways& all = ways(facts().state(state));
          const Needs by{facts().transition(index)};
          if (std::ranges::find(all, by) == all.end()) all.push_back(by);
        }
      }
    }
    for (model::StateIndex index = 0; index < d_.chart.states.size(); ++index) {
      const Needs needs = floors(d_.chart.states[index].enter);
      if (needs.empty()) continue;
      for (Needs& each : ways(facts().state(index))) append(each, needs);
    }
  }

  /// The law's answer to silence is no way of handling a case, unless it is the only one.
  [[nodiscard]] bool is_deemed(const model::Actions& actions) const {
    return !only_deemed_ && std::ranges::any_of(actions, [](const model::Action& action) {
      const auto* accept = std::get_if<model::Accept>(&action.body);
      return accept != nullptr && accept->deemed;
    });
  }

  /// A refused acceptance or issue undoes the whole step, so the step needs what they need.
  [[nodiscard]] Needs floors(const model::Actions& actions) const {
    Needs needs;
    if (d_.on_error != model::OnError::kRefuse) return needs;
    for (const model::Action& action : actions) {
      const auto* accept = std::get_if<model::Accept>(&action.body);
      if (accept != nullptr && !accept->deemed) append(needs, {Facts::kComplete});
      const auto* issue = std::get_if<model::Issue>(&action.body);
      const model::Licence* licence = issue == nullptr ? nullptr : d_.licences.find(issue->licence);
      // Accepted and issued in one step: that comes before, not from elsewhere.
      if (licence != nullptr && needs.empty()) needs = floor(*licence);
    }
    return needs;
  }

  void add_acceptance() {
    Needs all;
    for (const model::Material& material : d_.materials) {
      const bool is_asked = !material.never_required &&
                            material.source.kind != model::SourceKind::kProduced &&
                            !may_be_promised(material, source_, options_);
      if (is_asked) append(all, {facts().material(material.id)});
    }
    ways(Facts::kComplete) = {std::move(all)};
    each_action<model::Accept>(places_, [&](const Place& place, const model::Accept& accept) {
      if (accept.deemed && !only_deemed_) return;
      const Ways gate = accept.deemed ? Ways{{}} : Ways{{Facts::kComplete}};
      append_ways(ways(Facts::kAccepted), both(place.ways, gate));
    });
  }

  const model::Definition& d_;
  const Json& source_;
  const NeedOptions& options_;
  NeedGraph graph_;
  const model::Graph flow_;
  const std::vector<Place> places_;
  const Events events_;
  bool has_acceptance_ = false;
  bool only_deemed_ = true;
};

}  // namespace

bool may_be_promised(const model::Material& material, const Json& source,
                     const NeedOptions& options) {
  if (!material.defer || !options.deferrals) return false;
  if (std::ranges::find(options.without, material.id) != options.without.end()) return false;
  return !never_holds(at_pointer(source, material.pointer + "/defer/when"));
}

NeedGraph needs_of(const model::Definition& definition, const Json& source,
                   const NeedOptions& options) {
  return Builder(definition, source, options).build();
}

}  // namespace lianban::planning
