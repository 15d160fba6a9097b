#include "prove/facets.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace lianban::prove {

using model::StateIndex;
using model::Transition;

namespace {

/// For rules that read nothing.
class NoWorld final : public rules::Scope {
 public:
  const Json* find(const rules::Path&, Json&) const override { return nullptr; }
  bool in_state(std::string_view) const override { return false; }
  Result<bool> holds(std::string_view) const override { return false; }
  Instant now() const override { return {}; }
  const base::Workdays& workdays() const override { std::abort(); }
};

}  // namespace

bool FacetSet::join(const FacetSet& other) {
  bool news = false;
  for (std::size_t i = 0; i < other.bits_.size(); ++i) {
    if (!other.bits_[i] || bits_[i]) continue;
    bits_[i] = true;
    news = true;
  }
  return news;
}

bool takes_in(std::string_view descriptor, std::string_view event) {
  if (descriptor == "*") return !event.starts_with("after.");
  return event.starts_with(descriptor) &&
         (event.size() == descriptor.size() || event[descriptor.size()] == '.');
}

Facet facet_of(const rules::Path& path) {
  const auto first = [&] { return path.segments.empty() ? std::string() : path.segments.front(); };
  switch (path.root) {
    case rules::Root::kForm: {
      std::string name = "form";
      for (const std::string& segment : path.segments) name += "." + segment;
      return name;
    }
    case rules::Root::kVars:
      return "vars." + first();
    case rules::Root::kCalls:
      return "calls." + first();
    case rules::Root::kMaterials:
      return path.segments.size() > 1 && path.segments[1] == "at" ? "" : "materials." + first();
    case rules::Root::kClocks:
      return "clocks." + first();
    case rules::Root::kPapers:
      return "papers." + first();
    case rules::Root::kDone:
      return "done." + first();
    case rules::Root::kDeferrals:
      return "deferrals." + first();
    case rules::Root::kCase:
      if (first() == "gaps" || first() == "deferrals") return "#gaps";
      return first() == "channel" || first() == "region" || first() == "office" ? "case." + first()
                                                                                : "";
    case rules::Root::kParams:
    case rules::Root::kEvent:
    case rules::Root::kReply:
    case rules::Root::kLicences:
    case rules::Root::kElement:
    case rules::Root::kData:
      return "";
  }
  return "";
}

Facets::Facets(const model::Definition& definition)
    : definition_(definition), chart_(definition.chart) {
  find_used_vars();
  gather_gaps();
  read_chart();
  const auto number_all = [&](const Names& names) {
    for (const Facet& name : names) numbers_.emplace(name, numbers_.size());
  };
  number_all(gaps_);
  number_all(always_);
  for (const auto* names : {&of_transition_, &of_entering_, &of_leaving_}) {
    for (const Names& each : *names) number_all(each);
  }
  close();
}

std::size_t Facets::number(const Facet& facet) const {
  const auto it = numbers_.find(facet);
  return it == numbers_.end() ? static_cast<std::size_t>(-1) : it->second;
}

void Facets::gather(const rules::Rule& rule, Names& to) const {
  for (const rules::Path& path : rule.paths()) {
    const Facet facet = facet_of(path);
    if (facet == "#gaps") to.insert(gaps_.begin(), gaps_.end());
    if (!facet.empty()) to.insert(facet);
  }
  for (const std::string& id : rule.conditions()) {
    if (const auto* condition = definition_.conditions.find(id)) gather(condition->rule, to);
  }
}

void Facets::gather(const std::vector<model::Guard>& guards, Names& to) const {
  for (const model::Guard& guard : guards) gather(guard.rule, to);
}

void Facets::gather_assign(const model::Assign& assign, Names& to) const {
  for (const auto& [target, rule] : assign.targets) {
    const Facet facet = facet_of(target);
    if (target.root == rules::Root::kForm) to.insert(facet);
    if (target.root == rules::Root::kForm || used_vars_.contains(facet)) gather(rule, to);
  }
}

void Facets::gather(const model::Actions& actions, Names& to) {
  for (const model::Action& action : actions) gather(action, to);
}

void Facets::gather(const model::Action& action, Names& to) {
  const auto maybe = [&](const std::optional<rules::Rule>& rule) {
    if (rule) gather(*rule, to);
  };
  const auto& body = action.body;
  if (const auto* assign = std::get_if<model::Assign>(&body)) gather_assign(*assign, to);
  if (const auto* raise = std::get_if<model::Raise>(&body)) {
    raised_.insert(raise->event);
    gather(raise->data, to);
  }
  if (const auto* send = std::get_if<model::Send>(&body)) {
    if (send->event.is_constant()) {
      const auto name = send->event.evaluate(NoWorld());
      if (name.ok() && name->is_string()) raised_.insert(name->get<std::string>());
    }
    gather(send->event, to);
    gather(send->data, to);
    maybe(send->after);
    maybe(send->id);
  }
  if (const auto* branches = std::get_if<model::If>(&body)) {
    for (const model::Branch& branch : branches->branches) {
      gather(branch.when, to);
      gather(branch.then, to);
    }
    gather(branches->otherwise, to);
  }
  if (const auto* loop = std::get_if<model::Foreach>(&body)) {
    gather(loop->in, to);
    gather(loop->body, to);
  }
  const bool documents = std::holds_alternative<model::Accept>(body) ||
                         std::holds_alternative<model::Query>(body) ||
                         std::holds_alternative<model::Issue>(body);
  if (documents) {
    to.insert(gaps_.begin(), gaps_.end());
    to.insert("#gaps");
  }
  if (std::holds_alternative<model::Issue>(body)) to.insert("#issue");
  if (const auto* call = std::get_if<model::Call>(&body)) to.insert("ask." + call->call);
  if (const auto* produce = std::get_if<model::Produce>(&body)) {
    const auto* paper = definition_.papers.find(produce->paper);
    if (paper != nullptr && paper->once) to.insert("papers." + paper->id);
  }
}

void Facets::gather_gaps() {
  for (const model::Material& material : definition_.materials) {
    gather(material.required, gaps_);
    if (material.defer) gather(material.defer->when, gaps_);
  }
}

namespace {

/// Calls `use` for every rule that assigns to a variable, with what it assigns to.
template <class Use>
void each_assign(const model::Actions& actions, const Use& use) {
  for (const model::Action& action : actions) {
    if (const auto* assign = std::get_if<model::Assign>(&action.body)) use(*assign);
    if (const auto* branches = std::get_if<model::If>(&action.body)) {
      for (const model::Branch& branch : branches->branches) each_assign(branch.then, use);
      each_assign(branches->otherwise, use);
    }
    if (const auto* loop = std::get_if<model::Foreach>(&action.body)) each_assign(loop->body, use);
  }
}

}  // namespace

// A variable that is only written into papers and notices steers nothing.
void Facets::find_used_vars() {
  for (bool news = true; news;) {
    const std::size_t before = used_vars_.size();
    Names read;
    of_transition_.clear();
    of_entering_.clear();
    of_leaving_.clear();
    gather_gaps();
    read_chart();
    for (const auto* names : {&of_transition_, &of_entering_, &of_leaving_}) {
      for (const Names& each : *names) read.insert(each.begin(), each.end());
    }
    read.insert(always_.begin(), always_.end());
    read.insert(gaps_.begin(), gaps_.end());
    for (const Facet& facet : read) {
      if (facet.starts_with("vars.")) used_vars_.insert(facet);
    }
    news = used_vars_.size() != before;
  }
  of_transition_.clear();
  of_entering_.clear();
  of_leaving_.clear();
}

void Facets::gather_listening(const Transition& transition, Names& to) const {
  for (const std::string& event : transition.on) {
    for (const model::CallSpec& call : definition_.calls) {
      const std::string name = "call." + call.id;
      if (takes_in(event, name) || event.starts_with(name + ".")) to.insert("?" + name);
    }
    for (const model::Material& material : definition_.materials) {
      const std::string name = "material." + material.id;
      if (takes_in(event, name) || event.starts_with(name + ".")) to.insert("?" + name);
    }
  }
}

void Facets::read_chart() {
  of_transition_.resize(chart_.transitions.size());
  of_entering_.resize(chart_.states.size());
  of_leaving_.resize(chart_.states.size());
  for (std::size_t i = 0; i < chart_.transitions.size(); ++i) {
    const Transition& transition = chart_.transitions[i];
    Names& to = of_transition_[i];
    gather(transition.when, to);
    gather(transition.actions, to);
    // What a call has just said is no memory of it.
    for (const model::CallSpec& call : definition_.calls) {
      const bool fresh =
          !transition.on.empty() &&
          std::all_of(transition.on.begin(), transition.on.end(),
                      [&](const auto& on) { return on.starts_with("call." + call.id + "."); });
      if (fresh) to.erase("calls." + call.id);
    }
    gather_listening(transition, to);
    for (const StateIndex state : transition.not_by) to.insert("acted." + chart_.states[state].id);
  }
  for (StateIndex i = 0; i < chart_.states.size(); ++i) {
    const model::State& state = chart_.states[i];
    gather(state.enter, of_entering_[i]);
    gather(state.initial.actions, of_entering_[i]);
    gather(state.exit, of_leaving_[i]);
    if (state.done) gather(*state.done, of_entering_[i]);
    if (!state.call.empty()) of_entering_[i].insert("ask." + state.call);
    for (const rules::Path& path : state.amend) of_leaving_[i].insert(facet_of(path));
  }
  for (const model::CallSpec& call : definition_.calls) {
    for (const model::CallOutcome& outcome : call.outcomes) {
      if (outcome.when) gather(*outcome.when, always_);
    }
  }
  for (const model::Property& property : definition_.properties) {
    for (const rules::Rule& rule : property.rules) gather(rule, always_);
  }
  for (const model::Agency& agency : definition_.agencies) {
    if (agency.office) gather(*agency.office, always_);
  }
}

void Facets::add_defaults(StateIndex state, std::vector<StateIndex>& to) const {
  if (std::find(to.begin(), to.end(), state) != to.end()) return;
  to.push_back(state);
  const model::State& of = chart_.states[state];
  if (of.kind == model::StateKind::kParallel) {
    for (const StateIndex child : of.children) add_defaults(child, to);
  } else {
    for (const StateIndex child : of.initial.to) add_defaults(child, to);
  }
  // What a history state brings back was inside its parent.
  if (of.kind == model::StateKind::kHistory && of.parent != model::kNone) {
    for (StateIndex below = of.parent; below < chart_.states[of.parent].end; ++below) {
      if (std::find(to.begin(), to.end(), below) == to.end()) to.push_back(below);
    }
  }
}

std::vector<StateIndex> Facets::entered(const Transition& transition, bool defaults_only) const {
  std::vector<StateIndex> states;
  std::vector<StateIndex> targets = transition.targets;
  targets.insert(targets.end(), transition.restarts.begin(), transition.restarts.end());
  for (const StateIndex target : targets) {
    StateIndex top = target;
    while (chart_.states[top].parent != model::kNone &&
           !chart_.inside(transition.source, chart_.states[top].parent)) {
      top = chart_.states[top].parent;
    }
    for (StateIndex at = target;; at = chart_.states[at].parent) {
      add_defaults(at, states);
      if (at == top) break;
    }
    if (defaults_only) continue;
    for (StateIndex below = top; below < chart_.states[top].end; ++below) {
      if (std::find(states.begin(), states.end(), below) == states.end()) states.push_back(below);
    }
  }
  return states;
}

bool Facets::goes_on_by_itself(const Transition& transition) const {
  if (!transition.by.empty() || transition.after) return false;
  return transition.on.empty() ||
         std::any_of(transition.on.begin(), transition.on.end(),
                     [](const std::string& on) { return !on.starts_with("call."); });
}

FacetSet Facets::set_of(const Names& names) const {
  FacetSet set;
  set.resize(numbers_.size());
  for (const Facet& name : names) set.set(numbers_.at(name));
  return set;
}

void Facets::close() {
  const std::size_t states = chart_.states.size();
  const FacetSet none = set_of(always_);
  chain_.assign(states, none);
  std::vector<FacetSet> transition, entering;
  for (const Names& names : of_transition_) transition.push_back(set_of(names));
  for (const Names& names : of_entering_) entering.push_back(set_of(names));
  std::vector<FacetSet> leaving;
  for (StateIndex i = 0; i < states; ++i) {
    leaving.push_back(set_of(of_leaving_[i]));
    chain_[i].join(entering[i]);
  }
  find_overwritten();
  later_ = close_later(transition, entering, leaving, false);
  later_unless_given_ = close_later(transition, entering, leaving, true);
  std::vector<std::vector<StateIndex>> narrow;
  for (const Transition& each : chart_.transitions) narrow.push_back(entered(each, true));
  for (bool news = true; news;) {
    news = false;
    for (StateIndex i = static_cast<StateIndex>(states); i-- > 0;) {
      for (const model::TransitionIndex index : chart_.states[i].transitions) {
        if (!goes_on_by_itself(chart_.transitions[index])) continue;
        news |= chain_[i].join(transition[index]);
        for (const StateIndex to : narrow[index]) news |= chain_[i].join(chain_[to]);
      }
    }
  }
  now_ = chain_;
  for (StateIndex i = 0; i < states; ++i) {
    now_[i].join(set_of(of_leaving_[i]));
    for (const model::TransitionIndex index : chart_.states[i].transitions) {
      now_[i].join(transition[index]);
      for (const StateIndex to : narrow[index]) now_[i].join(chain_[to]);
    }
  }
  Names open = gaps_;
  gather(definition_.open_when, open);
  gather(chart_.initial.actions, open);
  for (const Facet& name : open) numbers_.emplace(name, numbers_.size());
  opening_ = set_of(open);
  std::vector<StateIndex> first;
  for (const StateIndex state : chart_.initial.to) {
    for (StateIndex at = state; at != model::kNone; at = chart_.states[at].parent) {
      add_defaults(at, first);
    }
  }
  for (const StateIndex state : first) opening_.join(chain_[state]);
}

// All regions of a parallel state have ended when its `done.state` comes, each with a result that
// replaces the one before.
void Facets::find_overwritten() {
  overwritten_.resize(chart_.transitions.size());
  for (std::size_t i = 0; i < chart_.transitions.size(); ++i) {
    const Transition& transition = chart_.transitions[i];
    for (const model::State& state : chart_.states) {
      const bool joins = state.kind == model::StateKind::kParallel && transition.on.size() == 1 &&
                         transition.on.front() == "done.state." + state.id;
      if (!joins) continue;
      for (const StateIndex region : state.children) {
        const auto& inner = chart_.states[region].children;
        const bool always = std::all_of(inner.begin(), inner.end(), [&](StateIndex each) {
          return chart_.states[each].kind != model::StateKind::kFinal || chart_.states[each].done;
        });
        if (always) overwritten_[i].push_back(region);
      }
    }
  }
}

std::vector<FacetSet> Facets::close_later(const std::vector<FacetSet>& transition,
                                          const std::vector<FacetSet>& entering,
                                          const std::vector<FacetSet>& leaving,
                                          bool overwriting) const {
  std::vector<std::vector<StateIndex>> wide;
  for (const Transition& each : chart_.transitions) wide.push_back(entered(each, false));
  std::vector<FacetSet> later(chart_.states.size(), set_of(always_));
  for (std::size_t i = 0; i < later.size(); ++i) later[i].join(leaving[i]);
  const auto beyond = [&](model::TransitionIndex index) {
    FacetSet all = transition[index];
    for (const StateIndex to : wide[index]) {
      all.join(entering[to]);
      for (StateIndex at = to; at != model::kNone; at = chart_.states[at].parent) {
        all.join(later[at]);
      }
    }
    for (const StateIndex region : overwritten_[index]) {
      if (overwriting) all.clear(number("done." + chart_.states[region].id));
    }
    return all;
  };
  for (bool news = true; news;) {
    news = false;
    for (std::size_t i = later.size(); i-- > 0;) {
      for (const model::TransitionIndex index : chart_.states[i].transitions) {
        news |= later[i].join(beyond(index));
      }
    }
  }
  return later;
}

// The old result of a region that runs again is read no more where only the join leads to readers.
void Facets::forget_overwritten(const std::vector<std::string>& active, FacetSet& all) const {
  FacetSet unless_given = set_of(always_);
  for (const std::string& id : active) {
    for (StateIndex at = chart_.find(id); at != model::kNone; at = chart_.states[at].parent) {
      unless_given.join(later_unless_given_[at]);
    }
  }
  for (const std::string& id : active) {
    const StateIndex leaf = chart_.find(id);
    StateIndex above = chart_.states[leaf].parent;
    if (above == model::kNone) continue;
    const bool ended = chart_.states[leaf].kind == model::StateKind::kFinal;
    if (ended) above = chart_.states[above].parent;
    for (StateIndex at = above; at != model::kNone; at = chart_.states[at].parent) {
      const std::size_t facet = number("done." + chart_.states[at].id);
      if (!unless_given.test(facet)) all.clear(facet);
    }
  }
}

FacetSet Facets::later(const std::vector<std::string>& active) const {
  FacetSet all = set_of(always_);
  for (const std::string& id : active) {
    for (StateIndex at = chart_.find(id); at != model::kNone; at = chart_.states[at].parent) {
      all.join(later_[at]);
    }
  }
  forget_overwritten(active, all);
  return all;
}

FacetSet Facets::now(const std::vector<std::string>& active) const {
  FacetSet all = set_of(always_);
  for (const std::string& id : active) {
    for (StateIndex at = chart_.find(id); at != model::kNone; at = chart_.states[at].parent) {
      all.join(now_[at]);
    }
  }
  return all;
}

bool Facets::heard(const std::string& event) const {
  const auto known = heard_.find(event);
  if (known != heard_.end()) return known->second;
  return heard_[event] = std::any_of(
             chart_.transitions.begin(), chart_.transitions.end(), [&](const auto& each) {
               return each.by.empty() &&
                      std::any_of(each.on.begin(), each.on.end(),
                                  [&](const auto& on) { return takes_in(on, event); });
             });
}

}  // namespace lianban::prove
