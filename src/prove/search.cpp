#include "prove/search.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/scope.hpp"

namespace lianban::prove {

using decide::Case;

namespace {

/// So many examples of one finding are kept, should the first ones prove impossible in real time.
constexpr std::size_t kExamples = 12;
constexpr std::size_t kProgressEvery = 256;

std::string text_of(const Move& move) {
  if (move.time()) {
    return std::to_string(static_cast<int>(move.timer.kind)) + move.timer.id + "/" +
           move.timer.send + std::to_string(static_cast<int>(move.timer.limit)) + "/" +
           std::to_string(move.timer.ordinal);
  }
  std::string text = move.standing ? "?" : "!";
  for (const Command& command : move.commands) {
    text += std::to_string(static_cast<int>(command.verb)) + command.subject + "|" +
            command.actor.id + "|";
    for (const std::string& role : command.actor.roles) text += role + ",";
    text += command.data.dump() + ";";
  }
  return text;
}

}  // namespace

Search::Search(const Setting& setting, SearchLimits limits)
    : setting_(setting),
      limits_(std::move(limits)),
      abstraction_(setting),
      finder_(setting),
      taken_(setting.definition.chart.transitions.size()) {
  const auto& transitions = setting.definition.chart.transitions;
  for (model::TransitionIndex i = 0; i < transitions.size(); ++i) {
    by_pointer_.emplace(transitions[i].pointer, i);
  }
}

std::pair<const Edge*, const Edge*> Search::edges(NodeId node) const {
  if (!nodes_[node].expanded || node >= first_edge_.size()) return {nullptr, nullptr};
  const std::size_t begin = first_edge_[node];
  const std::size_t end = node + 1 < first_edge_.size() ? first_edge_[node + 1] : edges_.size();
  return {edges_.data() + begin, edges_.data() + end};
}

MoveId Search::intern(const Move& move) {
  const auto [it, fresh] = known_moves_.emplace(text_of(move), static_cast<MoveId>(moves_.size()));
  if (fresh) moves_.push_back(move);
  return it->second;
}

void Search::sight(Sighting sighting) {
  const std::string name =
      std::to_string(static_cast<int>(sighting.sight)) + sighting.subject + "|" + sighting.code;
  // Of what merely worked one example is enough.
  const std::size_t most = sighting.sight == Sight::kWorked ? 1 : kExamples;
  if (sighted_[name]++ < most) sightings_.push_back(std::move(sighting));
}

bool Search::stopped() {
  if (nodes_.size() > limits_.states) stop_ = Stop::kStates;
  const auto past = std::chrono::steady_clock::now() - begun_;
  if (limits_.seconds > 0 && std::chrono::duration<double>(past).count() > limits_.seconds) {
    stop_ = Stop::kSeconds;
  }
  const bool tell = limits_.progress && first_edge_.size() % kProgressEvery == 0;
  if (tell && !limits_.progress(nodes_.size(), edges_.size(), waiting_.size())) {
    stop_ = Stop::kInterrupted;
  }
  return stop_ != Stop::kComplete;
}

Stop Search::run() {
  begun_ = std::chrono::steady_clock::now();
  open_cases();
  while (!waiting_.empty() && !stopped()) {
    const auto [node, situation] = std::move(waiting_.front());
    waiting_.pop_front();
    expand(node, situation);
  }
  waiting_.clear();
  return stop_;
}

void Search::open_cases() {
  for (const Moves::Opening& opening : finder_.openings()) {
    Watch watch(setting_, nullptr, opening.move);
    Applied applied = apply_move(setting_, nullptr, opening.move, setting_.start);
    if (!applied.after) {
      ++refused_openings_[applied.refusal.code];
      continue;
    }
    watch.look(applied);
    note_taken(applied);
    const MoveId move = intern(opening.move);
    const NodeId first = static_cast<NodeId>(nodes_.size());
    settle_choices({std::move(*applied.after), opening.known}, kNowhere, move, {});
    for (Sighting each : watch.seen()) {
      each.node = first < nodes_.size() ? first : 0;
      sight(std::move(each));
    }
  }
}

void Search::expand(NodeId node, const Situation& from) {
  first_edge_.resize(node + 1, edges_.size());
  nodes_[node].expanded = true;
  if (from.of.ended()) return;
  for (const Move& each : finder_.from(from.of, abstraction_.outlook(from.of))) {
    Watch watch(setting_, &from.of, each);
    Applied applied = apply_move(setting_, &from.of, each, setting_.start);
    watch.look(applied);
    const bool told = !watch.seen().empty();
    const MoveId move = told || applied.after ? intern(each) : kNowhere;
    for (Sighting sighting : watch.seen()) {
      sighting.node = node;
      sighting.move = move;
      sight(std::move(sighting));
    }
    if (!applied.after) continue;
    note_taken(applied);
    settle_choices({std::move(*applied.after), from.known}, node, move, {});
  }
}

void Search::note_taken(const Applied& applied) {
  const auto& chart = setting_.definition.chart;
  const auto note = [&](const std::string& pointer) {
    const auto it = by_pointer_.find(pointer);
    if (it == by_pointer_.end()) return;
    taken_[it->second] = true;
    for (const model::Guard& guard : chart.transitions[it->second].when) {
      guards_[guard.condition.empty() ? pointer : guard.condition].held = true;
    }
    // The eventless ways of the state that stand before the one taken were closed.
    if (!chart.transitions[it->second].eventless()) return;
    for (const model::TransitionIndex other :
         chart.states[chart.transitions[it->second].source].transitions) {
      const model::Transition& before = chart.transitions[other];
      if (other == it->second) break;
      if (!before.eventless() || before.when.size() != 1) continue;
      const model::Guard& guard = before.when.front();
      guards_[guard.condition.empty() ? before.pointer : guard.condition].failed = true;
    }
  };
  for (const decide::Entries& entries : applied.entries) {
    for (const decide::Entry& entry : entries) {
      if (const auto* happened = std::get_if<decide::Happened>(&entry)) {
        for (const std::string& pointer : happened->transitions) note(pointer);
      }
      if (const auto* moved = std::get_if<decide::Moved>(&entry)) {
        for (const std::string& pointer : moved->transitions) note(pointer);
      }
    }
  }
}

// What the next step may read of the form is chosen now: each way is a situation of its own.
void Search::settle_choices(Situation&& situation, NodeId from, MoveId move, Made made) {
  abstraction_.reduce(situation);
  const auto open = abstraction_.open_choices(situation);
  if (open.empty()) {
    add(std::move(situation), from, move, std::move(made));
    return;
  }
  const Choice& choice = setting_.choices[open.front()];
  for (std::size_t way = 0; way < choice.ways.size(); ++way) {
    Situation chosen = situation;
    chosen.of.form = std::make_shared<const Json>(setting_.chosen(*situation.of.form, choice, way));
    chosen.known |= std::uint64_t{1} << open.front();
    Made more = made;
    more.emplace_back(open.front(), way);
    settle_choices(std::move(chosen), from, move, std::move(more));
  }
}

NodeId Search::add(Situation&& situation, NodeId from, MoveId move, Made made) {
  const auto [it, fresh] =
      known_.emplace(abstraction_.key(situation), static_cast<NodeId>(nodes_.size()));
  const NodeId id = it->second;
  if (from != kNowhere) edges_.push_back({id, move});
  if (!fresh) return id;
  Node node;
  node.parent = from;
  node.move = move;
  node.known = situation.known;
  node.ended = situation.of.ended();
  const auto [config, news] =
      known_configs_.emplace(situation.of.active, static_cast<std::uint32_t>(configs_.size()));
  if (news) configs_.push_back(situation.of.active);
  node.config = config->second;
  nodes_.push_back(node);
  loose_.push_back(abstraction_.key(situation, true));
  if (!made.empty()) made_.emplace(id, std::move(made));
  look_at(id, situation);
  waiting_.emplace_back(id, std::move(situation));
  peak_waiting_ = std::max(peak_waiting_, waiting_.size());
  return id;
}

const std::vector<std::pair<std::size_t, std::size_t>>* Search::made(NodeId node) const {
  const auto it = made_.find(node);
  return it == made_.end() ? nullptr : &it->second;
}

std::vector<NodeId> Search::path(NodeId node) const {
  std::vector<NodeId> path;
  for (NodeId at = node; at != kNowhere; at = nodes_[at].parent) path.push_back(at);
  std::reverse(path.begin(), path.end());
  return path;
}

void Search::look_at_guards(const Seen& seen) {
  const auto& chart = setting_.definition.chart;
  const decide::CaseScope scope(seen.moment());
  for (model::StateIndex i = 0; i < chart.states.size(); ++i) {
    if (!seen.active(i)) continue;
    for (const model::TransitionIndex index : chart.states[i].transitions) {
      const model::Transition& transition = chart.transitions[index];
      for (const model::Guard& guard : transition.when) {
        const auto paths = guard.rule.paths();
        const bool event = std::any_of(paths.begin(), paths.end(), [](const auto& path) {
          return path.root == rules::Root::kEvent;
        });
        const std::string name = guard.condition.empty() ? transition.pointer : guard.condition;
        GuardSeen& known = guards_[name];
        if (event || (known.held && known.failed)) continue;
        const auto holds = guard.rule.test(scope);
        (holds.ok() && *holds ? known.held : known.failed) = true;
      }
    }
  }
}

void Search::look_at(NodeId id, const Situation& situation) {
  const Seen seen(setting_, situation.of, setting_.start);
  if (!situation.of.ended()) look_at_guards(seen);
  const decide::CaseScope scope(seen.moment());
  std::size_t number = 0;
  for (const model::Property& property : setting_.definition.properties) {
    for (std::size_t i = 0; i < property.rules.size(); ++i, ++number) {
      const auto holds = property.rules[i].test(scope);
      const bool does = holds.ok() && *holds;
      if (does && number < 64) nodes_[id].holds |= std::uint64_t{1} << number;
      const bool broken = (property.kind == model::PropertyKind::kAlways && !does) ||
                          (property.kind == model::PropertyKind::kNever && does);
      if (broken) sight({Sight::kBroken, property.id, "", id, kNowhere});
    }
  }
}

}  // namespace lianban::prove
