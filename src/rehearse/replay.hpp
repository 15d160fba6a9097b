#pragma once

#include <memory>
#include <string>

#include "calendar/calendar.hpp"
#include "lianban/engine.hpp"
#include "lianban/rehearsal.hpp"
#include "rehearse/record.hpp"

namespace lianban::rehearse {

/// Tells one recorded case under a draft: an engine in memory, whose clock goes where the record
/// goes and whose agencies wait for what the record says they answered.
class Replay {
 public:
  Replay(const Definition& draft, const calendar::Calendar& calendar, std::string calendars)
      : draft_(draft), calendar_(calendar), calendars_(std::move(calendars)) {}

  /// Errors: those of opening an engine.
  [[nodiscard]] Result<RehearsedCase> tell(const RecordedCase& recorded);

 private:
  /// What of the record happens next, and when.
  struct Next {
    std::size_t index = 0;
    Instant at{};
  };
  [[nodiscard]] std::optional<Next> next_of() const;
  Status prepare();
  Status file(Command open);
  Status advance_to(Instant target);
  Status pump();
  Status last_looks();
  Status carry(std::size_t index);
  Status submit(const Recorded& recorded);
  Status answer(const Recorded& recorded);
  void refused(const Recorded& recorded, const Refusal& refusal);
  void conclude();
  [[nodiscard]] std::vector<std::string> missing_calls(const nlohmann::json& view) const;

  /// When the draft's request of the call was made; nothing if none waits for an answer.
  [[nodiscard]] std::optional<Instant> asked_at(const std::string& call) const;
  [[nodiscard]] bool standing(const std::string& call) const;
  /// When what was recorded happens under the draft; nothing: it waits until the draft asks.
  [[nodiscard]] std::optional<Instant> time_of(const Recorded& recorded) const;
  [[nodiscard]] nlohmann::json view() const;

  const Definition& draft_;
  const calendar::Calendar& calendar_;
  const std::string calendars_;

  // Of the case that is being told.
  const RecordedCase* recorded_ = nullptr;
  RehearsedCase out_;
  std::shared_ptr<ManualClock> clock_;
  std::unique_ptr<Engine> engine_;
  std::string case_;
  std::vector<bool> done_;
  std::vector<std::string>
      silent_;  ///< Calls sought once more at a limit, about which nothing is known.
  std::size_t requests_ = 0;
};

}  // namespace lianban::rehearse
