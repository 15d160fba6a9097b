#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/definition.hpp"
#include "lianban/diagnostic.hpp"
#include "lianban/result.hpp"
#include "lianban/text.hpp"

namespace lianban {

/// How far the search is.
struct ProofProgress {
  std::size_t states = 0;       ///< Situations found so far.
  std::size_t transitions = 0;  ///< Steps between them.
  std::size_t waiting = 0;      ///< Found and not yet looked at.
};

/// Where the search ends, and who is told.
struct ProofOptions {
  std::string calendars;   ///< Folder of calendar files.
  std::string definition;  ///< Path by which stories name the definition; empty: they contain it.
  std::size_t max_states = 2'000'000;
  double max_seconds = 0;  ///< Of searching; 0: no limit.
  /// Called now and then on the calling thread; false stops the search. May be empty.
  std::function<bool(const ProofProgress&)> progress;
};

/// Of one rule.
enum class Verdict {
  kProved,
  kViolated,
  kUnknown,        ///< The search did not get to its end.
  kNotApplicable,  ///< The definition has nothing of the kind.
};
/// Stable names: "proved", "violated", "unknown", "not_applicable".
[[nodiscard]] std::string_view to_name(Verdict verdict);

/// One property: what it says, and what became of it.
struct ProofProperty {
  std::string code;  ///< "LB-P3001"; one code for all own properties.
  std::string id;    ///< Of an own property; else empty.
  Text title;
  Verdict verdict = Verdict::kProved;
  Text note;                   ///< What the verdict rests on; may be empty.
  std::size_t impossible = 0;  ///< Violations dropped: no calendar lets their limits pass so.
};

/// One violation (an error), or something worth knowing (a warning), with the shortest story to it.
struct ProofFinding {
  Severity severity = Severity::kError;
  std::string code;
  std::string subject;  ///< Event, material, call, clock, licence, state or own property.
  Text message;
  std::vector<Text> story;  ///< One line a step, in order.
  nlohmann::json
      scenario;  ///< A scenario file that ends in the wrong situation; null: see `untold`.
  Text untold;   ///< Why there is no scenario.
};

/// What was found out about a definition.
struct Proof {
  /// Every property is proved or does not apply. Warnings do not count.
  bool proved = false;
  /// Empty: every situation was looked at. Else why not: a limit, an interruption.
  Text incomplete;
  std::vector<ProofProperty> properties;
  std::vector<ProofFinding> findings;  ///< Errors first.
  std::vector<Text> abstracted;        ///< What the search left out, and what it assumes.
  std::vector<Text> unseen;            ///< Conditions that were never seen to hold, or to fail.
  std::size_t states = 0, transitions = 0;
};

/// Explores every situation that the definition allows, with the code that decides real cases, and
/// looks for what must not be. Deterministic but for a limit in seconds; any thread; memory grows
/// with the situations (about a kilobyte each, and more for those not yet looked at).
/// Errors: calendar/... when the definition's calendar cannot be read.
[[nodiscard]] Result<Proof> prove_definition(const Definition& definition,
                                             const ProofOptions& options);

}  // namespace lianban
