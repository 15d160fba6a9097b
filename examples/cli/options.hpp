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
};
struct AgenciesCheckArgs {
  std::string file;
  std::vector<std::string> definitions;
};
struct TestArgs {
  std::vector<std::string> paths;
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
struct ProveArgs {
  std::vector<std::string> files;
  std::size_t max_states = 2'000'000;
  double max_seconds = 0;     ///< 0: no limit.
  std::string stories = ".";  ///< Folder the stories of violations are written to.
};

}  // namespace lianban::cli
