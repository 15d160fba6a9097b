#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "decide/scope.hpp"
#include "prove/situation.hpp"

namespace lianban::prove {

/// One thing that may happen next: commands that a person, an agency or the host gives (several
/// only where they stand for documents or registers of one kind), or a limit that passes.
struct Move {
  std::vector<Command> commands;  ///< Empty: time.
  Pending timer;
  bool standing = false;  ///< The reply is to a standing question, which is put again and again.
  bool misfit = false;    ///< The reply fits no outcome.
  [[nodiscard]] bool time() const { return commands.empty(); }
};

/// A case with what rules see of it. The case must outlive it.
class Seen {
 public:
  Seen(const Setting& setting, const decide::Case& of, Instant now);
  [[nodiscard]] const decide::Moment& moment() const { return moment_; }
  /// The outcome a reply would have; empty where it has none.
  [[nodiscard]] std::string outcome_of(const model::CallSpec& spec, const Json& reply) const;
  [[nodiscard]] bool active(model::StateIndex state) const { return snapshot_.active.test(state); }

 private:
  chart::Snapshot snapshot_;
  decide::Moment moment_;
};

/// Finds out what may happen. One thread.
class Moves {
 public:
  explicit Moves(const Setting& setting);

  struct Opening {
    Move move;
    std::uint64_t known = 0;
  };
  [[nodiscard]] std::vector<Opening> openings();
  [[nodiscard]] std::vector<Move> from(const decide::Case& of, const Outlook& outlook);
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  using List = std::vector<Move>;

  [[nodiscard]] Actor person(const model::Role& role, int number, const Seen& seen) const;
  void add_events(const decide::Case& of, const Seen& seen, List& to);
  void add_event(const decide::Case& of, const Seen& seen, const std::string& event,
                 const model::Transition& transition, List& to);
  void add_documents(const decide::Case& of, const Seen& seen, const Outlook& outlook, List& to);
  void add_document(const decide::Case& of, const Seen& seen, const model::Material& spec,
                    bool read, List& to);
  void add_plain(const decide::Case& of, const Seen& seen, const Outlook& outlook, List& to);
  void add_plain_loss(const decide::Case& of, const Seen& seen, const std::string& id, List& to);
  void add_plain_answers(const decide::Case& of, const Seen& seen, List& to);
  void add_amendments(const decide::Case& of, const Seen& seen, List& to);
  void add_answers(const decide::Case& of, const Seen& seen, List& to);
  void add_children(const decide::Case& of, List& to);
  [[nodiscard]] bool standing(const decide::Case& of, const model::CallSpec& spec,
                              bool& last) const;
  [[nodiscard]] bool blocked(const decide::Case& of, const model::Transition& transition,
                             const std::string& actor) const;
  const std::vector<Json>& data_of(model::TransitionIndex transition);
  const std::vector<Json>& document_data(const model::Material& spec);
  const std::vector<Json>& replies(const decide::Case& of, const Seen& seen,
                                   const model::CallSpec& spec);
  [[nodiscard]] std::string read_by(const decide::Case& of, const Seen& seen,
                                    const model::CallSpec& spec) const;
  [[nodiscard]] std::vector<Candidates> reply_candidates(const model::CallSpec& spec,
                                                         std::vector<std::string>& later) const;
  /// Who settles incidents.
  [[nodiscard]] Actor lead(const Seen& seen) const;

  const Setting& setting_;
  std::string entry_actions_;  ///< All `enter` lists, to see whether they look at event data.
  std::map<model::TransitionIndex, std::vector<Json>> event_data_;
  std::map<std::string, std::vector<Json>> document_data_;
  /// By call, and by what its outcomes read of the case. The last is null where every reply fits.
  std::map<std::string, std::vector<Json>> replies_;
  bool cut_ = false;
};

/// The applicant of every story.
inline constexpr const char* kApplicant = "applicant_1";

/// What became of a move.
struct Applied {
  std::optional<decide::Case> after;  ///< Nothing: refused.
  std::vector<decide::Entries> entries;
  std::vector<decide::Effects> effects;
  Refusal refusal;
  const Command* refused = nullptr;
};
/// Gives the move's commands to `decide` at `now`, or lets its limit pass at `now`. `of` null: the
/// case is opened.
[[nodiscard]] Applied apply_move(const Setting& setting, const decide::Case* of, const Move& move,
                                 Instant now);

}  // namespace lianban::prove
