#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "decide/decide.hpp"
#include "model/definition.hpp"
#include "support/sources.hpp"

/// Decides on one case in memory, without store or runtime: what tests of the pure rooms build on.
namespace lianban::support {

/// A definition text as it was loaded and made ready.
struct Shelved {
  model::Loaded loaded;
  std::optional<decide::Prepared> prepared;  ///< None where the text has an error.
};

/// Loads each text once a program: compiling and checking a whole approval costs more than deciding
/// a hundred commands on it. `semantic` false leaves the checker out, so that a test can build what
/// no author may write and see that the engine's own floor holds. For one thread.
inline std::shared_ptr<const Shelved> shelved(const std::string& text, bool semantic = true) {
  static std::map<std::pair<std::string, bool>, std::shared_ptr<const Shelved>> shelf;
  auto& found = shelf[{text, semantic}];
  if (found == nullptr) {
    auto fresh = std::make_shared<Shelved>();
    fresh->loaded = model::load(text, semantic);
    if (fresh->loaded.definition != nullptr) fresh->prepared.emplace(fresh->loaded.definition);
    found = std::move(fresh);
  }
  return found;
}

/// A case and the definition it follows. `history` keeps every row's bytes as the store would.
class Workbench {
 public:
  explicit Workbench(const std::string& definition_text, bool semantic = true)
      : shelved_(shelved(definition_text, semantic)) {}
  [[nodiscard]] static Workbench wenzhou() {
    static const std::string text =
        slurp(source_path("workflows/wenzhou-ride-hailing-vehicle.json"));
    return Workbench(text);
  }

  [[nodiscard]] bool loaded() const { return shelved_->prepared.has_value(); }
  [[nodiscard]] const Diagnostics& diagnostics() const { return shelved_->loaded.diagnostics; }
  [[nodiscard]] const model::Definition& definition() const { return *shelved_->loaded.definition; }

  [[nodiscard]] decide::Inputs inputs() {
    decide::Inputs inputs;
    inputs.now = now;
    inputs.entropy.fill(static_cast<std::uint8_t>(history.size()));
    inputs.draw = [this](const std::string&) -> Result<std::uint64_t> { return ++drawn_; };
    inputs.calendar = &national_calendar();
    inputs.prepared = &*shelved_->prepared;
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
    personal.learn(definition().form, *done.after.form, base::sm3({"salt"}));
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
  std::shared_ptr<const Shelved> shelved_;
  std::uint64_t drawn_ = 0;
};

}  // namespace lianban::support
