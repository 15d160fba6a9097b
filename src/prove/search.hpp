#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "prove/moves.hpp"

namespace lianban::prove {

using NodeId = std::uint32_t;
using MoveId = std::uint32_t;
inline constexpr std::uint32_t kNowhere = 0xFFFFFFFFu;

/// One situation that was found.
struct Node {
  NodeId parent = kNowhere;  ///< Of the shortest way here; none: the case is opened.
  MoveId move = kNowhere;
  std::uint32_t config = 0;  ///< Active states.
  std::uint64_t known = 0;   ///< Choices of the form that have been made.
  std::uint64_t holds = 0;   ///< Rules of own properties, by their number.
  bool ended = false;
  bool expanded = false;
};

struct Edge {
  NodeId to = kNowhere;
  MoveId move = kNowhere;
};

/// What kind of thing was seen on the way.
enum class Sight {
  kRefused,     ///< The engine refuses what all guards let pass.
  kWorked,      ///< The same event was taken.
  kFenced,      ///< An answer or limit could not be processed.
  kLost,        ///< An event enabled nothing although somebody waits for it.
  kUnheard,     ///< The same, of an event whose loss harms nothing.
  kReportOnly,  ///< A limit passed of which nobody wants to hear.
  kFourEyes,    ///< Somebody acted twice.
  kAlone,       ///< Nobody else may.
  kBadEnd,      ///< Something was left open at an ending.
  kBadLicence,  ///< A licence was issued too early.
  kBroken,      ///< An own property does not hold.
};
struct Sighting {
  Sight sight = Sight::kRefused;
  std::string subject;  ///< Event, clock, licence, property.
  std::string code;     ///< Of the refusal, or what was left open.
  NodeId node = kNowhere;
  MoveId move = kNowhere;  ///< From that node; none: the node itself is meant.
};

/// Whether a guard was ever seen to hold, and not to.
struct GuardSeen {
  bool held = false;
  bool failed = false;
};

struct SearchLimits {
  std::size_t states = 2'000'000;
  double seconds = 0;  ///< 0: none.
  /// Told now and then; false stops the search.
  std::function<bool(std::size_t states, std::size_t transitions, std::size_t waiting)> progress;
};

enum class Stop { kComplete, kStates, kSeconds, kInterrupted };

/// Finds every situation, breadth first.
class Search {
 public:
  Search(const Setting& setting, SearchLimits limits);

  Stop run();

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] const Move& move(MoveId id) const { return moves_[id]; }
  [[nodiscard]] std::pair<const Edge*, const Edge*> edges(NodeId node) const;
  [[nodiscard]] std::size_t transitions() const { return edges_.size(); }
  [[nodiscard]] const std::vector<std::string>& config(NodeId node) const {
    return configs_[nodes_[node].config];
  }
  [[nodiscard]] const std::vector<Sighting>& sightings() const { return sightings_; }
  [[nodiscard]] const std::map<std::string, GuardSeen>& guards() const { return guards_; }
  /// Refusals of the openings that were tried, by code.
  [[nodiscard]] const std::map<std::string, std::size_t>& refused_openings() const {
    return refused_openings_;
  }
  [[nodiscard]] const std::vector<bool>& taken() const { return taken_; }
  [[nodiscard]] bool cut() const { return finder_.cut() || setting_.cut; }
  [[nodiscard]] Key loose_key(NodeId node) const { return loose_[node]; }
  [[nodiscard]] Abstraction& abstraction() { return abstraction_; }
  /// Ways of the form's choices that were made on entering the node.
  [[nodiscard]] const std::vector<std::pair<std::size_t, std::size_t>>* made(NodeId node) const;
  /// Nodes from an opening to this one.
  [[nodiscard]] std::vector<NodeId> path(NodeId node) const;
  [[nodiscard]] std::size_t peak_waiting() const { return peak_waiting_; }

 private:
  using Made = std::vector<std::pair<std::size_t, std::size_t>>;

  void open_cases();
  void expand(NodeId node, const Situation& from);
  void arrive(Situation&& situation, NodeId from, MoveId move, Made made);
  void settle_choices(Situation&& situation, NodeId from, MoveId move, Made made);
  NodeId add(Situation&& situation, NodeId from, MoveId move, Made made);
  MoveId intern(const Move& move);
  void look_at(NodeId node, const Situation& situation);
  void look_at_guards(const Seen& seen);
  void note_taken(const Applied& applied);
  void sight(Sighting sighting);
  bool stopped();

  const Setting& setting_;
  const SearchLimits limits_;
  Abstraction abstraction_;
  Moves finder_;
  std::vector<Node> nodes_;
  std::vector<Key> loose_;
  std::vector<std::size_t> first_edge_;
  std::vector<Edge> edges_;
  std::vector<Move> moves_;
  std::unordered_map<std::string, MoveId> known_moves_;
  std::unordered_map<Key, NodeId, KeyHash> known_;
  std::map<std::vector<std::string>, std::uint32_t> known_configs_;
  std::vector<std::vector<std::string>> configs_;
  std::map<NodeId, Made> made_;
  std::deque<std::pair<NodeId, Situation>> waiting_;
  std::vector<Sighting> sightings_;
  std::map<std::string, std::size_t> sighted_;
  std::map<std::string, GuardSeen> guards_;
  std::map<std::string, std::size_t> refused_openings_;
  std::vector<bool> taken_;
  std::unordered_map<std::string, model::TransitionIndex> by_pointer_;
  std::size_t peak_waiting_ = 0;
  Stop stop_ = Stop::kComplete;
  std::chrono::steady_clock::time_point begun_;
};

/// Looks at one step for what must not be. In watch.cpp.
class Watch {
 public:
  Watch(const Setting& setting, const decide::Case* before, const Move& move)
      : setting_(setting), before_(before), move_(move) {}
  void look(const Applied& applied);
  [[nodiscard]] const std::vector<Sighting>& seen() const { return seen_; }

 private:
  void refused(const Applied& applied);
  void happened(const decide::Happened& event, const decide::Case& after);
  void lost(const std::string& event, const decide::Case& after);
  void fenced(const decide::Case& after);
  void four_eyes(const decide::Entries& entries);
  void ending(const decide::Case& after);
  void licences(const decide::Entries& entries, const decide::Case& after);
  void add(Sight sight, std::string subject, std::string code = {}) {
    seen_.push_back({sight, std::move(subject), std::move(code), kNowhere, kNowhere});
  }

  const Setting& setting_;
  const decide::Case* before_;
  const Move& move_;
  std::vector<Sighting> seen_;
};

}  // namespace lianban::prove
