#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "calendar/calendar.hpp"
#include "decide/decide.hpp"
#include "model/definition.hpp"

/// Decides on one case in memory, without store or runtime: what tests of the pure rooms build on.
namespace lianban::support {

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::string source_path(const std::string& below) {
  return std::string(LIANBAN_SOURCE_DIR) + "/" + below;
}

inline const calendar::Calendar& national_calendar() {
  static const calendar::Calendar calendar =
      calendar::load("cn", [](const std::string& name) -> Result<std::string> {
        return slurp(source_path("workflows/calendars/" + name + ".json"));
      }).value();
  return calendar;
}

inline Instant at(const std::string& text) { return *parse_instant(text); }

/// A case and the definition it follows. `history` keeps every row's bytes as the store would.
class Workbench {
 public:
  explicit Workbench(const std::string& definition_text) : loaded_(model::load(definition_text)) {
    if (loaded_.definition != nullptr) prepared_.emplace(loaded_.definition);
  }
  [[nodiscard]] static Workbench wenzhou() {
    return Workbench(slurp(source_path("workflows/wenzhou-ride-hailing-vehicle.json")));
  }

  [[nodiscard]] bool loaded() const { return prepared_.has_value(); }
  [[nodiscard]] const Diagnostics& diagnostics() const { return loaded_.diagnostics; }

  [[nodiscard]] decide::Inputs inputs() {
    decide::Inputs inputs;
    inputs.now = now;
    inputs.entropy.fill(static_cast<std::uint8_t>(history.size()));
    inputs.draw = [this](const std::string&) -> Result<std::uint64_t> { return ++drawn_; };
    inputs.calendar = &national_calendar();
    inputs.prepared = &*prepared_;
    inputs.new_case.bytes.fill(7);
    return inputs;
  }

  /// Decides and keeps what was accepted. The refusal's code, or "" when accepted.
  std::string run(const Command& command) {
    auto decision = decide::decide(open ? &*open : nullptr, command, inputs());
    if (auto* refused = std::get_if<decide::Refused>(&decision)) {
      refusal = refused->refusal;
      due_first = refused->due_first;
      return refusal.code;
    }
    auto& done = std::get<decide::Done>(decision);
    effects = done.effects;
    if (done.entries.empty()) return {};
    personal.learn(prepared_->definition->form, *done.after.form, base::sm3({"salt"}));
    history.push_back(decide::encode_entries(done.entries, personal));
    open = std::move(done.after);
    return {};
  }
  std::string run(Verb verb, const std::string& subject, Json data = nullptr,
                  Actor actor = Actor::system()) {
    return run(Command{"r" + std::to_string(history.size()), verb, subject, std::move(data),
                       std::move(actor)});
  }

  Instant now = at("2021-09-15T09:00:00+08:00");
  std::optional<decide::Case> open;
  std::vector<std::string> history;
  decide::PersonalValues personal;
  decide::Effects effects;
  Refusal refusal;
  bool due_first = false;

 private:
  model::Loaded loaded_;
  std::optional<decide::Prepared> prepared_;
  std::uint64_t drawn_ = 0;
};

}  // namespace lianban::support
