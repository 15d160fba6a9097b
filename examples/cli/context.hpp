#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/output/terminal.hpp"
#include "lianban/engine.hpp"
#include "lianban/result.hpp"

namespace lianban::cli {

/// What a command works with: the options, the terminal, and the ways to answer. One thread.
class Context {
 public:
  Context(Globals options, Terminal& terminal) : globals(std::move(options)), out(terminal) {}

  /// The engine on the database of the options, with the agencies of the directory and the
  /// definitions of `--definitions` published.
  [[nodiscard]] Result<std::unique_ptr<Engine>> open_engine();
  /// Folder of calendar files: as given, else beside the program, else of the source.
  [[nodiscard]] std::string calendars() const;

  // Each gives the exit code to end with. Under --json exactly one of them writes the object.
  int done(nlohmann::json result);  ///< {"ok": true, ...}
  int findings(nlohmann::json result, bool ok);
  int fail(const Error& error, const std::vector<std::string>& hints = {});
  int refuse(const Refusal& refusal, const std::vector<std::string>& hints = {});

  const Globals globals;
  Terminal& out;

 private:
  Status publish_all(Engine& engine);
};

/// {code, status, message, hints, retryable, place?} of an error; the same with reasons of a
/// refusal.
[[nodiscard]] nlohmann::json to_json(const Error& error, Language language,
                                     const std::vector<std::string>& hints);
[[nodiscard]] nlohmann::json to_json(const Refusal& refusal, Language language,
                                     const std::vector<std::string>& hints);
[[nodiscard]] nlohmann::json to_json(const Accepted& accepted);
/// One line a reason, the smallest set: what is said twice is shown once. `law`: titles of what the
/// reasons rest on, as a view has them; a law that is not among them is left out.
void print_reasons(Terminal& to, const std::vector<Reason>& reasons, std::size_t indent,
                   const nlohmann::json& law);

/// A text member of a view, or empty where it is missing or null.
[[nodiscard]] std::string member(const nlohmann::json& object, const char* name);
/// A part of a view that stays where it is; an empty object where it is missing. (Unlike `value`,
/// whose copy would not outlive a loop over its `items()`.)
[[nodiscard]] const nlohmann::json& part(const nlohmann::json& object, const char* name);
/// A title of a view ({"zh", "en"}) in the language; `fallback` where there is none.
[[nodiscard]] std::string title(const nlohmann::json& value, Language language,
                                const std::string& fallback);

/// "2021-09-15 09:00" of an instant; a date as it is.
[[nodiscard]] std::string minute(const std::string& at);
[[nodiscard]] std::string minute(Instant at);

}  // namespace lianban::cli
