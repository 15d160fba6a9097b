#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/command.hpp"
#include "lianban/engine.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"

namespace lianban {

/// What a simulation takes from the deployment.
struct SimulationOptions {
  std::string calendars;  ///< Folder of calendar files.
};

/// One thing that can be done now, or could if something did not stand in the way.
struct SimulationChoice {
  /// What would be done.
  enum class Kind {
    kOpen,     ///< Files the application.
    kSend,     ///< A person's event.
    kSupply,   ///< A material is handed in,
    kVerify,   ///< found right,
    kReject,   ///< sent back,
    kPromise,  ///< or promised for later.
    kReply,    ///< An agency answers a call that waits.
    kFail,     ///< A call cannot be made: its attempts are used up.
    kRetry,    ///< What failed is asked again.
    kLimit,    ///< Nothing happens until the next limit of the law.
    kTimer,    ///< Nothing happens until something of the engine's own is due.
  };
  Kind kind = Kind::kSend;
  std::string subject;  ///< Channel, event, material, call or incident; may be empty.
  std::string outcome;  ///< Of a reply: what the sample leads to.
  Text title;           ///< The definition's; may be empty.
  Actor actor;          ///< Invented: one person for each role, another where one has acted before.
  bool allowed = true;
  Refusal refusal;            ///< Where not allowed.
  nlohmann::json input;       ///< Schema of the data; null where none is needed.
  nlohmann::json sample;      ///< Data invented from the schema; null where none is needed.
  std::optional<Instant> at;  ///< Until when, of kLimit and kTimer.
};
/// Stable names: "open", "send", "supply", ...
[[nodiscard]] std::string_view to_name(SimulationChoice::Kind kind);

/// Why a step was not taken. Nothing has changed then.
struct SimulationFault {
  std::optional<Refusal> refusal;  ///< The rules say no.
  std::string text;                ///< Else: what is wrong with the step, in English.
};

/// A case tried out: what can be done now is listed, done, taken back, done otherwise. A store in
/// memory, a clock that stands until it is moved, agencies that wait to be answered (but for those
/// that the story it starts from has answers for). What was done is a story in the language of
/// scenarios; taking back tells it anew without its last step, so that every view is exactly what
/// the engine says. Steps that were taken back stay as branches. Values and copies are the
/// caller's; one thread; never throws. The case looked at is the first that was opened.
class Simulation {
 public:
  /// `story`: a scenario (definition-language.md, section 9) with at least "definition": an object,
  /// or a path that holds from `folder`; "start", "agencies", "definitions" and "steps" as there.
  /// What the steps expect or want refused is left out; the first that cannot be taken ends them,
  /// and fault() tells why. Errors: simulation/story (what is wrong with the rest), file/...
  [[nodiscard]] static Result<std::unique_ptr<Simulation>> open(nlohmann::json story,
                                                                const std::string& folder,
                                                                const SimulationOptions& options);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// What is tried out.
  [[nodiscard]] const Definition& definition() const;
  /// Where its clock stands.
  [[nodiscard]] Instant now() const;
  /// The case as Engine::show gives it; null before it is opened.
  [[nodiscard]] nlohmann::json view() const;
  /// Calls that wait for an answer.
  [[nodiscard]] std::vector<OpenCall> open_calls() const;
  /// When something of the engine's own is due next: a limit, a timer, a question.
  [[nodiscard]] std::optional<Instant> next_due() const;
  /// In a fixed order: people's actions, materials, agencies, time.
  [[nodiscard]] std::vector<SimulationChoice> choices() const;
  /// What the last step led to: history entries, as Engine::history has them.
  [[nodiscard]] nlohmann::json happened() const;

  /// Does a choice; null data: its sample.
  std::optional<SimulationFault> choose(const SimulationChoice& choice,
                                        const nlohmann::json& data = nullptr);
  /// Any step of the scenario language but `include`.
  std::optional<SimulationFault> take(const nlohmann::json& step);
  /// Working days go by; what falls due on the way happens.
  std::optional<SimulationFault> advance(std::size_t workdays);
  /// The clock goes to this instant.
  std::optional<SimulationFault> advance_to(Instant at);

  /// Steps taken so far.
  [[nodiscard]] std::size_t depth() const;
  /// Takes the last step back. False: there is none.
  bool back();
  /// The steps that were taken from here before, the first one first.
  [[nodiscard]] std::vector<nlohmann::json> branches() const;
  /// Takes one of them again; without a number the one that was left last. False: there is none.
  bool forward(std::optional<std::size_t> branch = std::nullopt);
  /// Why the story it began with could not be told to its end; empty if it could.
  [[nodiscard]] const std::string& fault() const;

  /// What was done as a scenario, with what is true now as its expectation: `lianban test` passes
  /// it. Paths of definitions are written as they hold from `folder`.
  [[nodiscard]] nlohmann::json story(const std::string& name, const std::string& folder) const;

 private:
  class Impl;
  explicit Simulation(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianban
