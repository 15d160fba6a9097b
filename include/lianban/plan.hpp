#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lianban/definition.hpp"
#include "lianban/diagnostic.hpp"
#include "lianban/text.hpp"

namespace lianban {

/// Where a document comes from: the applicant brings it, a register is asked, it is made on the
/// way, or a licence that exists already is used again.
enum class DocumentOrigin { kApplicant, kRegister, kProduced, kReused };

/// How often a document is demanded.
enum class Demand { kAlways, kSometimes, kNever };

/// One material of the definition.
struct PlannedDocument {
  std::string id;
  Text title;
  DocumentOrigin origin = DocumentOrigin::kApplicant;
  std::string from;    ///< Call, paper or licence id; empty of the applicant's own.
  std::string agency;  ///< Who answers the call, issues the licence; else empty.
  Text agency_title;
  Demand demand = Demand::kAlways;
  Text condition;  ///< When it is demanded, in words; empty unless sometimes.
  bool original = false;
  bool deferrable = false;
  Text deferrable_if;      ///< Conditions of the deferral in words; empty: for everybody.
  bool obtainable = true;  ///< False: it waits for itself (see `Plan::knots`).
  std::string stage;       ///< State in which it comes into being at the earliest; empty: filing.
  /// What it directly waits for: "call:ID", "paper:ID", "material:ID", "licence:ID", "state:ID",
  /// "acceptance". Empty: nothing.
  std::vector<std::string> needs;
};

/// One step of the regular way, in order.
struct PlannedStage {
  std::string state;  ///< Empty: the filing.
  Text title;
  std::string holder;  ///< Agency or "applicant"; may be empty.
  Text holder_title;
  std::vector<std::string> documents;  ///< Materials that come into being here at the earliest.
  std::vector<std::string> calls;      ///< Acts asked of agencies here that answer later.
  std::vector<std::string> licences;   ///< Issued here.
  bool accepts = false;                ///< The case is accepted here.
};

/// One thing on a circle of things that wait for each other.
struct KnotLink {
  std::string kind;  ///< "material", "paper", "call", "licence", "state", "acceptance".
  std::string id;    ///< Empty of the acceptance.
  Text title;
};

/// Documents that wait for each other: each link waits for the next, the last for the first.
struct Knot {
  std::vector<KnotLink> circle;
  std::vector<std::string> broken_by;  ///< Materials whose deferral opens it; empty: nothing does.
  Text only_if;                        ///< Where that deferral is not for everybody: for whom.
  std::vector<std::string> blocks;     ///< Licences that nobody could get while it is closed.
  Text words;                          ///< The whole circle in one sentence.
};

/// How often an applicant has to go to a window, by one channel.
struct PlannedTrips {
  std::string channel;
  std::size_t least = 0;      ///< What cannot be avoided.
  std::size_t most = 0;       ///< With every choice the applicant has made for the window.
  std::vector<Text> reasons;  ///< One sentence for each trip, and for each that is spared.
};

/// What one definition means for an applicant, computed from it alone: no case, no numbers from
/// outside. The counts: `all` is every material of every source, which is what an applicant would
/// bring if nothing were fetched or made; `bring_least` and `bring_most` count those whose source
/// is the applicant and that are demanded always, or always and sometimes.
struct Plan {
  std::size_t all = 0;
  std::size_t bring_least = 0;
  std::size_t bring_most = 0;
  std::vector<PlannedDocument> documents;  ///< In the order of the definition.
  std::vector<PlannedStage> stages;        ///< The regular way to the licence, or to the end.
  std::vector<Knot> knots;                 ///< Those that nothing breaks first.
  std::vector<PlannedTrips> trips;         ///< In the order of the channels.
  /// LB-P3101 (error): documents wait for each other and no deferral breaks it. LB-P3102 (warning):
  /// the deferral that does is not for everybody.
  Diagnostics findings;
  [[nodiscard]] bool ok() const;  ///< No error among the findings.
};

/// What a plan is asked.
struct PlanOptions {
  /// Materials whose deferral is taken away to see what it is good for: the document still cannot
  /// exist before `available_after`, but has to be there at acceptance. Unknown ids are ignored.
  std::vector<std::string> without_deferral;
};

/// Plans. Pure and deterministic; any thread; linear in the size of the definition but for the
/// circles (one walk through the blocked part for each document on one).
///
/// Taken as needed: what a state's ways in need, what an action's place needs, the firm reads of a
/// call's request and of a paper's fields, what a guard plainly asks for, and the floors of the
/// law. Deemed acceptance is no regular way where there is another. Guards are otherwise taken as
/// satisfiable, so that a circle that is reported is one whatever an applicant does.
[[nodiscard]] Plan plan(const Definition& definition, const PlanOptions& options = {});

/// {all, bring: {least, most}, documents, stages, knots, trips}, names and titles as above.
[[nodiscard]] nlohmann::json to_json(const Plan& plan);

}  // namespace lianban
