#pragma once

#include <string>

#include "cli/demo/stage.hpp"
#include "cli/demo/teller.hpp"

namespace lianban::cli {

/// Somebody in the story: an account, its roles, and how the story calls him.
struct Person {
  Actor actor;
  Phrase name;
};

[[nodiscard]] Person applicant(const std::string& id, const Phrase& name);
[[nodiscard]] Person window_clerk();
[[nodiscard]] Person reviewer();
[[nodiscard]] Person approver();

/// One case being played: commands in, changes told. Throws DemoStopped where a step fails.
class Play {
 public:
  Play(Stage& stage, Terminal& to, Teller& teller, std::string name)
      : stage_(stage), to_(to), teller_(teller), name_(std::move(name)) {}

  /// Opens the case, does not yet ask any agency.
  void open(const Person& by, nlohmann::json data, const Phrase& what);
  /// Somebody does something; then the agencies are served at once.
  void act(const Person& by, Verb verb, const std::string& subject, const Phrase& what);
  /// Serves the agencies now and tells what changed.
  void serve(const Phrase& what);
  /// Lets time pass until the active state is no longer `state`, which is told as `what`; at most
  /// to `most`. What changes meanwhile is told too.
  void wait_while(const std::string& state, Instant most, const Phrase& what,
                  Sign sign = Sign::kOk);
  /// What this person may do with `event` now, with the reasons.
  void show_action(const Person& who, const std::string& event);
  /// Tries an event that no active step has: what the engine answers, and the deferred documents
  /// that hold the way to its step closed.
  void show_too_early(const Person& who, const std::string& event, const Phrase& name);
  void put_clock(std::chrono::minutes later);
  void put_clock(const char* instant);

  [[nodiscard]] const std::string& case_id() const { return case_id_; }
  /// How often the applicant had to come: what was handed in at the window.
  [[nodiscard]] std::size_t trips() const { return trips_; }
  [[nodiscard]] nlohmann::json view();
  [[nodiscard]] bool in(const std::string& state);

 private:
  Accepted submit(const Command& command);
  void tell_changes();

  Stage& stage_;
  Terminal& to_;
  Teller& teller_;
  std::string name_;
  std::string case_id_;
  int commands_ = 0;
  std::size_t trips_ = 0;
};

}  // namespace lianban::cli
