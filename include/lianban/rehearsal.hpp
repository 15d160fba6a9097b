#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lianban/command.hpp"
#include "lianban/definition.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"

namespace lianban {

/// Where the record is.
struct RehearsalOptions {
  std::string database;   ///< SQLite file of an engine; read only, an engine may be using it.
  std::string calendars;  ///< Folder of calendar files; both sides are counted with these.
  std::int64_t tenant = 0;
  std::size_t limit = 0;                                            ///< Cases, the newest; 0: all.
  std::function<void(std::size_t done, std::size_t all)> progress;  ///< May be empty.
};

/// What a case cost, as recorded or as the draft would have it. Working days are counted with the
/// first day left out and the last one counted.
struct RehearsalFigures {
  bool ended = false;
  std::string outcome;                           ///< Empty while open.
  std::string decision;                          ///< What `decide` said; empty before.
  std::vector<std::string> states;               ///< Active atomic and final states.
  std::optional<std::int64_t> days_to_decision;  ///< Working days from filing to `decide`.
  std::optional<std::int64_t> days_to_ending;    ///< From filing to the ending.
  std::map<std::string, std::int64_t> used;      ///< Working days by holder.
  /// How often it became the applicant's turn (a stay with holder `applicant` began). A definition
  /// does not say when he has to appear in person; this is what it can say of his errands.
  std::size_t applicant_turns = 0;
  /// Limits that passed: "clock.ID.statutory", "clock.ID.promised", "deferral.ID" -> how often.
  std::map<std::string, std::size_t> breaches;
};

/// A recorded command that the draft would not take.
struct RehearsalRefusal {
  Instant at{};
  Verb verb = Verb::kSend;
  std::string subject;
  std::string code;
  Text message;
  std::string reason;  ///< Id of the first reason, where there is one.
};

/// One recorded case, told anew.
struct RehearsedCase {
  /// How it goes under the draft.
  enum class Verdict {
    kSame,       ///< Ended alike.
    kDifferent,  ///< Ended otherwise, or only the draft has ended.
    kOpen,       ///< Open in the record and in the draft.
    kUntold,     ///< What the draft would need is not in the record.
  };
  std::string case_id, number;
  Verdict verdict = Verdict::kSame;
  RehearsalFigures before, after;
  std::vector<RehearsalRefusal> refused;
  std::vector<std::string> unasked;   ///< Answers to calls that the draft does not ask, in order.
  std::vector<std::string> unneeded;  ///< Materials brought that the draft does not require.
  std::size_t moot = 0;               ///< Recorded commands after the draft's ending.
  std::vector<std::string> missing;   ///< kUntold: "call.ID", "open", "state.ID".
  std::optional<Instant> told_until;  ///< kUntold: what happens after this cannot be told.
};
/// Stable names: "same", "different", "open", "untold".
[[nodiscard]] std::string_view to_name(RehearsedCase::Verdict verdict);

/// Saved is positive, added negative. Of a case that cannot be told to its end only what is certain
/// counts: limits that pass under the draft and did not in the record, and another decision.
struct RehearsalReport {
  std::string definition, version, hash;  ///< Of the draft.
  std::vector<RehearsedCase> cases;       ///< In order of opening.
  std::size_t same = 0, different = 0, open = 0, untold = 0;
  std::size_t decided_otherwise = 0;  ///< Cases with another decision than in the record.
  std::int64_t days_to_decision_saved = 0;
  std::int64_t days_to_ending_saved = 0;
  std::map<std::string, std::int64_t> days_saved;  ///< By holder; who gains and loses nothing: no.
  std::int64_t applicant_turns_saved = 0;
  std::map<std::string, std::int64_t> breaches_saved;  ///< By limit, likewise.
  std::map<std::string, std::size_t> refused;          ///< By code.
  std::map<std::string, std::size_t> unneeded;         ///< By material.
};

/// {definition, version, hash, cases: [{case, number, verdict, before, after, refused, unasked,
/// unneeded, moot, missing, told_until}], sum}; what is not there is null.
[[nodiscard]] nlohmann::json to_json(const RehearsalReport& report);

/// Tells the recorded cases of a definition's id anew under a draft of it, with the code that
/// decides cases: people do what they did when they did it; an agency gives the answer it gave,
/// after the time it took; a standing question knows what was known by then. Never writes to the
/// database. Nothing personal is in the report. Deterministic. Any thread; blocks.
///
/// Errors: store/not_found, store/foreign, store/older, store/newer, store/damaged (of the
/// database), calendar/... (of the draft's calendar).
[[nodiscard]] Result<RehearsalReport> rehearse_cases(const Definition& draft,
                                                     const RehearsalOptions& options);

}  // namespace lianban
