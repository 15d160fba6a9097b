#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/messages.hpp"
#include "cli/options.hpp"
#include "cli/parse.hpp"

namespace lianban::cli {

/// Describes the command line to CLI11; the chosen command ends up in `parsed.run`.
class Grammar {
 public:
  explicit Grammar(Parsed& parsed);
  CLI::App& app() { return app_; }
  /// Checks that CLI11 cannot make.
  void finish();

 private:
  [[nodiscard]] std::string in(const Phrase& phrase) const {
    return std::string(phrase.in(parsed_.globals.language));
  }

  template <class Args>
  CLI::App* command(CLI::App& under, const char* name, const Phrase& what,
                    int (*run)(Context&, const Args&), std::shared_ptr<Args> args) {
    CLI::App* sub = under.add_subcommand(name, in(what));
    sub->callback([this, run, args] {
      parsed_.run = [run, args](Context& context) { return run(context, *args); };
    });
    return sub;
  }

  void actor_options(CLI::App* sub, Actor& actor);
  void request_id_option(CLI::App* sub, std::string& request_id);
  void globals();
  void demo();
  // parse_check.cpp, parse_plan.cpp, parse_prove.cpp, parse_see.cpp, parse_try.cpp, parse_init.cpp
  void checking();
  void expanding();  // parse_expand.cpp
  void planning();
  void proving();
  void seeing();
  void trying();
  void starting();
  // parse_cases.cpp
  void cases();
  void list(CLI::App& under);
  void submits(CLI::App& under);
  void clocks();
  void licences();  // parse_licences.cpp
  // parse_operations.cpp
  void running();
  void incidents();
  void incident_acts(CLI::App& under);
  void letters();
  void callbacks();
  void agencies();
  void verifying();
  void shells();  // parse_shell.cpp

  Parsed& parsed_;
  CLI::App app_;
  std::string language_, now_;
};

}  // namespace lianban::cli
