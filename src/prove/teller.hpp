#pragma once

#include <optional>
#include <string>
#include <vector>

#include "prove/search.hpp"

namespace lianban::prove {

/// One step of a way through the situations.
struct Step {
  NodeId node = kNowhere;  ///< Where it leads.
  MoveId move = kNowhere;
};
using Way = std::vector<Step>;

/// The shortest way from an opening to the node.
[[nodiscard]] Way way_to(const Search& search, NodeId node);

/// A way as it goes in real time.
struct Told {
  Json steps = Json::array();
  std::vector<Text> lines;
  std::optional<decide::Case> end;
};
enum class Telling {
  kTold,
  kImpossible,  ///< No choice of days lets the limits pass in this order.
  kUntold,      ///< Told otherwise: see `why`.
};

/// Gives a way a calendar: when each step is taken so that the limits pass in its order.
class Teller {
 public:
  Teller(const Setting& setting, Search& search) : setting_(setting), search_(search) {}

  /// `last`: a move after the way's end that has to be refused with `refused`.
  Telling tell(const Way& way, std::optional<MoveId> last, const std::string& refused, Told& to);
  [[nodiscard]] const Text& why() const { return why_; }

 private:
  /// A case in real time.
  struct Live {
    std::optional<decide::Case> of;
    Instant now{};
    Instant shown{};                           ///< Up to where the steps have advanced.
    std::map<std::string, Instant> questions;  ///< By call: from when on it is put.
    Told told;
  };

  bool go(std::size_t at, const Live& live);
  bool pass(std::size_t at, Live live);
  bool act(std::size_t at, Live live, const Move& move);
  bool finish(const Live& live);
  bool wait(Live& live, Instant until);
  void heed(Live& live, const Applied& applied);
  void ask_again(Live& live, const Move& move);
  [[nodiscard]] bool is_at(const Live& live, NodeId node);
  [[nodiscard]] std::vector<Instant> when(std::size_t at, const Live& live, const Move& move);
  [[nodiscard]] Move opening(const Move& move) const;
  void write(Live& live, const Move& move) const;
  void advance(Live& live) const;

  const Setting& setting_;
  Search& search_;
  const Way* way_ = nullptr;
  std::optional<MoveId> last_;
  std::string refused_;
  std::size_t budget_ = 0;
  bool differs_ = false;
  Told* to_ = nullptr;
  Text why_;
};

/// The words for one command, or for a limit that passes.
[[nodiscard]] Text words_of(const Setting& setting, const Command& command);
[[nodiscard]] Text words_of(const Setting& setting, const Pending& timer);
/// “title (id)” of a state, material, call and the like.
[[nodiscard]] Text named(const Text& title, const std::string& id);
/// The situation in words: where the case is and what is open.
[[nodiscard]] Text words_of(const Setting& setting, const decide::Case& of);
/// What a scenario expects of the case as it stands.
[[nodiscard]] Json expectation_of(const Setting& setting, const decide::Case& of);

}  // namespace lianban::prove
