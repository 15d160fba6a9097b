#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "lianban/definition.hpp"
#include "lianban/text.hpp"

namespace lianban {

/// What the cases of one definition did in one story, as their histories have it.
struct ScenarioPath {
  std::shared_ptr<const Definition> definition;
  std::string file;                   ///< Where the definition is written: its own file, or the
  std::string pointer;                ///< story's, and then the place in it ("/definition").
  std::set<std::string> transitions;  ///< Taken: JSON pointers into the definition.
  std::set<std::string> states;       ///< Entered: ids.
};

/// One story of a scenario file, told and checked.
struct ScenarioReport {
  std::string name;  ///< The story's own, or the file's.
  std::string file;
  bool passed = false;
  std::size_t steps = 0;  ///< Steps done, included ones too.
  // Where it failed; empty when it passed.
  std::string step;  ///< "steps/7 expect", with the file where it was included.
  std::string expected;
  std::string found;
  double seconds = 0;               ///< How long it took to tell.
  std::vector<ScenarioPath> paths;  ///< One a definition; only where coverage is asked for.
};

/// What a story is told with.
struct ScenarioOptions {
  std::string calendars;  ///< Folder of calendar files.
  bool coverage = false;  ///< Reports say which transitions were taken.
  /// Folder where the cases of each story stay, as a database NAME-N.db of its own (the file's
  /// name, and which of its stories); empty: in memory, gone with the story. One that is there
  /// already fails the story.
  std::string keep;
};

/// Runs every story of a file (definition-language.md, section 9) on a store in memory, a clock
/// that stands where the story puts it, and scripted agencies. Paths in it are relative to the file
/// they stand in. Never throws; a file that cannot be read or understood is one failed report.
/// Deterministic; any thread.
[[nodiscard]] std::vector<ScenarioReport> run_scenarios(const std::string& file,
                                                        const ScenarioOptions& options);

/// A transition that no story took, or a state that none entered.
struct Uncovered {
  std::string pointer;  ///< JSON pointer into the definition.
  std::string state;    ///< Id: of a transition its source.
  Text title;           ///< Its own; may be empty.
  std::vector<std::string>
      events;         ///< Of a transition, as written; empty for one without an event.
  std::string after;  ///< Of one that waits: the duration.
  std::string to;     ///< Ids of its targets; empty for one that goes nowhere.
  std::string file;
  std::size_t line = 0;  ///< From 1; 0 where the file does not have it (an inherited part).
};

/// How much of one definition the stories told. What counts: every transition of the chart, those
/// without an event and the branches of a choice too (not `initial` and `default`, which are no
/// transitions); every state that a case can stand in (choice and history states are none).
struct DefinitionCoverage {
  std::string id, version;
  std::string hash;  ///< Two texts with one id are two definitions.
  std::string file;
  std::size_t stories = 0;
  std::size_t transitions = 0, taken = 0;
  std::size_t states = 0, entered = 0;
  std::vector<Uncovered> untaken;        ///< In the order of the text.
  std::vector<Uncovered> never_entered;  ///< Likewise.
  /// Of the transitions, 0 to 100; 100 where there is none.
  [[nodiscard]] double percent() const;
};

/// {name, file, passed, steps, step, expected, found}; the last three are null where it passed.
[[nodiscard]] nlohmann::json to_json(const ScenarioReport& report);
/// {id, version, hash, file, stories, transitions, taken, states, entered, percent, untaken:
/// [{pointer, state, title, events, after, to, file, line}], never_entered}.
[[nodiscard]] nlohmann::json to_json(const DefinitionCoverage& coverage);

/// Adds up what stories told, over any number of files. A value; one thread.
class Coverage {
 public:
  /// Of a report that was made with `coverage`; one without paths adds nothing.
  void add(const ScenarioReport& report);
  /// In the order they were met first.
  [[nodiscard]] std::vector<DefinitionCoverage> definitions() const;

 private:
  struct Sum {
    ScenarioPath path;
    std::size_t stories = 0;
  };
  std::vector<Sum> sums_;
};

}  // namespace lianban
