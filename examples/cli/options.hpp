#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lianban/command.hpp"
#include "lianban/text.hpp"
#include "lianban/time.hpp"

namespace lianban::cli {

enum class ColorWhen { kAuto, kAlways, kNever };

/// What stands on every command.
struct Globals {
  bool json = false;
  bool ascii = false;
  bool reveal = false;  ///< Personal values in full in output for people.
  Language language = Language::kChinese;
  ColorWhen color = ColorWhen::kAuto;
  std::string database = "lianban.db";
  std::string calendars;                 ///< Empty: looked for beside the program and the source.
  std::string directory;                 ///< Agency directory; empty: calls wait.
  std::vector<std::string> definitions;  ///< Files or folders to publish when the store opens.
  std::optional<Instant> now;            ///< A clock that stands there: trying out, tests.
};

struct DemoArgs {
  std::string keep;  ///< Folder where the database stays; empty: a temporary one, removed.
};
struct CheckArgs {
  std::vector<std::string> files;
  bool sarif = false;          ///< SARIF 2.1.0 on standard output instead of words.
  bool fix = false;            ///< Write what certain fixes make of the files.
  bool dry_run = false;        ///< With `fix`: show the lines, write nothing.
  bool deny_warnings = false;  ///< A warning fails as an error does.
};
struct AgenciesCheckArgs {
  std::string file;
  std::vector<std::string> definitions;
};
struct TestArgs {
  std::vector<std::string> paths;
  bool coverage = false;
  std::optional<double> coverage_min;  ///< Per cent of the transitions, of each definition.
  std::string junit;                   ///< File; empty: none.
  std::string keep;                    ///< Folder for the stories' databases; empty: none.
};
struct OpenArgs {
  std::string definition;  ///< A file, or the id or hash of a published definition.
  std::string data;        ///< File, or "-".
  std::string request_id;
  Actor actor;
};
struct ListArgs {
  std::string role, state, region, number, applicant, due_before, cursor;
  std::size_t limit = 50;
  bool open_only = false;
};
struct CaseArgs {
  std::string id;
  bool verify = false;  ///< `history`: replay it and check the chain.
};
struct ActionsArgs {
  std::string id;
  Actor actor;
};
struct IncidentListArgs {
  std::string lead, cursor;
  std::size_t limit = 50;
};
struct IncidentArgs {
  std::string id, incident;
  Actor actor;
};
struct LettersArgs {
  std::size_t limit = 100;
};
struct ResendArgs {
  std::string id;
  std::uint32_t seq = 0;
};
struct CallbacksArgs {
  std::size_t limit = 100;
};
struct CallbackRetryArgs {
  std::uint64_t id = 0;
};
struct AgenciesStatusArgs {
  std::string metrics;  ///< What `run --metrics` wrote; empty: of this process.
};
/// supply, verify, reject, dispute, promise, send, amend, reply, retry; of an incident retry,
/// answer, give-up.
struct SubmitArgs {
  Verb verb = Verb::kSend;
  std::string id, subject;
  std::string data;  ///< JSON text, "@FILE" or "-"; empty: nothing.
  std::string reason;
  std::string request_id;
  Actor actor;
};
struct RunArgs {
  bool once = false, watch = false;
  std::string listen;   ///< "PORT" or "HOST:PORT"; empty: no callbacks are taken.
  std::string metrics;  ///< File for Engine::agencies; empty: none.
};
struct ClockShowArgs {
  std::string id;
};
struct ClockExplainArgs {
  std::string from, limit;
  std::string calendar = "cn";
  bool grid = false;
};
struct AgencyVerifyArgs {
  std::string url;
  std::string profile;  ///< A name of workflows/agencies, or a file.
  std::optional<std::uint64_t> seed;
  // Names of environment variables, but for the schemes.
  std::string auth_scheme, auth_key, auth_secret;
  std::string listen;  ///< "PORT" or "HOST:PORT"; empty: callbacks are not tried.
  std::string callback_scheme = "lianban";
  std::string callback_key, callback_secret;
};
struct CompletionArgs {
  std::string shell;  ///< bash, zsh or fish.
};
struct ExpandArgs {
  std::string file;
};

struct ExplainArgs {
  std::string code;  ///< Empty: all codes.
};
struct LicenceImportArgs {
  std::string file;  ///< A licence, a list of them, or {"licences": [...]}; "-": standard input.
};
struct LicenceArgs {
  std::string number;
};
struct LicenceListArgs {
  std::size_t limit = 50;
  std::string cursor;
};
struct DiagramArgs {
  std::string file;
  std::string format = "mermaid";
  std::string id;      ///< Case whose way is shown; empty: none.
  std::string output;  ///< File; empty: standard output.
};
struct DocsArgs {
  std::string file, output;
  std::string language = "both";
};
struct DiffArgs {
  std::string before, after;
};

struct SimulateArgs {
  std::string definition;
  std::string story;  ///< A scenario file to begin with; empty: before anything is filed.
};
struct RehearseArgs {
  std::string definition;
  std::size_t limit = 0;  ///< Cases, the newest first; 0: all.
};
struct PlanArgs {
  std::string file;
  std::vector<std::string> without;  ///< Materials whose deferral is taken away, to see.
};
struct InitArgs {
  std::string folder;
  std::string id = "street-stall-permit";
  std::string title_zh, title_en;  ///< Empty: as the example has them.
  bool force = false;
};
struct ProveArgs {
  std::vector<std::string> files;
  std::size_t max_states = 2'000'000;
  double max_seconds = 0;     ///< 0: no limit.
  std::string stories = ".";  ///< Folder the stories of violations are written to.
};

}  // namespace lianban::cli
