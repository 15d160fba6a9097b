#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "calendar/calendar.hpp"
#include "lianban/engine.hpp"
#include "lianban/scenario.hpp"

namespace lianban::scenario {

/// One story while it is told: an engine in memory, its clock, its agencies, its cases by name.
class Story {
 public:
  /// `place`: JSON pointer of the story in its file, where the file has several.
  /// `database`: where its cases stay; empty: nowhere.
  Story(std::string file, const ScenarioOptions& options, std::string place = {},
        std::string database = {})
      : file_(std::move(file)),
        place_(std::move(place)),
        database_(std::move(database)),
        options_(options) {}

  [[nodiscard]] ScenarioReport tell(const Json& story);

  /// A step went wrong: what was expected, what was found.
  struct Fault {
    std::string expected, found;
  };
  using Outcome = std::optional<Fault>;

  // What tell() is made of, for a story that is still being made (simulation.cpp).
  /// The engine with its definitions, before the first step.
  Outcome prepare(const Json& story);
  /// One step that is no include. May throw on one of a wrong shape.
  Outcome run_step(const Json& step);
  /// Null before prepare().
  [[nodiscard]] Engine* engine() const { return engine_.get(); }
  [[nodiscard]] const std::map<std::string, std::string>& cases() const { return cases_; }
  /// Why the step before was refused, if that is why it failed.
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  Outcome publish(const Json& definition, const std::string& pointer);
  Outcome enter_licences(const Json& story);
  bool run_steps(const Json& steps, const std::string& folder, const std::string& where,
                 ScenarioReport& report, std::size_t depth = 0);
  bool include(const std::string& name, const std::string& folder, ScenarioReport& report,
               std::size_t depth);
  static bool failed(const Fault& fault, ScenarioReport& report);
  Outcome open(const Json& step);
  Outcome command(const Json& step, Verb verb, const std::string& name);
  Outcome reply(const Json& step);
  Outcome fail(const Json& step);
  Outcome advance(const Json& step);
  Outcome advance_to(Instant target);
  Outcome judge(const Json& step, const Result<Answer>& answer);
  Outcome expect(const Json& step);
  Outcome expect_view(const Json& expected, const Json& view, const std::string& case_id);
  Outcome expect_calls(const Json& expected, const Json& view, const std::string& case_id);
  Outcome expect_notices(const Json& expected, const Json& view, const std::string& case_id);
  Outcome expect_actions(const Json& expected, const Actor& actor, const std::string& case_id);
  Outcome expect_register(const Json& expected);
  Outcome expect_history(const Json& names, const std::string& case_id);
  Outcome open_without_step();
  Outcome pump();
  [[nodiscard]] std::string case_of(const Json& step) const;
  [[nodiscard]] std::vector<ScenarioPath> paths() const;

  std::string file_, place_, database_;
  const ScenarioOptions& options_;
  std::shared_ptr<ManualClock> clock_;
  std::unique_ptr<Engine> engine_;
  std::optional<calendar::Calendar> calendar_;
  std::string definition_;
  std::vector<ScenarioPath> published_;
  std::optional<Refusal> refusal_;
  std::map<std::string, std::string> cases_;  ///< Name in the story -> case id; "" the first.
  std::map<std::string, std::size_t> noticed_;
  std::size_t commands_ = 0;
};

/// The actor of a step; the host itself where none is named.
[[nodiscard]] Actor actor_of(const Json& step);
/// "event/when 条件尚不具备 ... conditions": all a story may quote of a refusal.
[[nodiscard]] std::string text_of(const Refusal& refusal);
[[nodiscard]] bool quotes(const Refusal& refusal, const std::string& wanted);

}  // namespace lianban::scenario
