#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/demo/names.hpp"
#include "cli/output/terminal.hpp"
#include "lianban/engine.hpp"

namespace lianban::cli {

/// Tells a case's story: what somebody did, then what changed in the case since the last telling.
/// Nothing is told that the engine did not report.
class Teller {
 public:
  Teller(Terminal& to, const Names& names) : to_(to), names_(names) {}

  void chapter(const Phrase& title, const Phrase& summary);
  /// The case was just opened: everything is new.
  void begin() { seen_ = nlohmann::json::object(); }
  /// One line with its date and sign; the first thing said at an instant shows the date.
  void happened(Instant at, Sign sign, const std::string& what, const std::string& who = {});
  /// What changed in `view`: papers, materials, deferrals, calls, licences, step, holder.
  void changes(const nlohmann::json& view);
  /// Whether `changes` would tell of a new step, paper, deferral or licence.
  [[nodiscard]] bool worth_telling(const nlohmann::json& view) const;
  /// A line below the last, under a label.
  void detail(const std::string& label, const std::string& text, Tone tone = Tone::kPlain);
  void detail(const Phrase& label, const std::vector<std::string>& items);
  void action(const Action& action);
  [[nodiscard]] std::size_t indent() const { return kDateCells + 2; }

 private:
  static constexpr std::size_t kDateCells = 18;  ///< "09-15 周三 09:00" and a gap.

  void tell_papers(const nlohmann::json& view);
  void tell_materials(const nlohmann::json& view);
  void tell_originals(const nlohmann::json& view);
  void tell_deferrals(const nlohmann::json& view);
  void tell_calls(const nlohmann::json& view);
  void tell_clocks(const nlohmann::json& view);
  void tell_licences(const nlohmann::json& view);
  void tell_step(const nlohmann::json& view);
  [[nodiscard]] std::string arrow() const { return to_.ascii() ? " -> " : " → "; }
  [[nodiscard]] std::string was(const char* section, const std::string& id, const char* name) const;

  Terminal& to_;
  const Names& names_;
  nlohmann::json seen_ = nlohmann::json::object();
};

/// "09-15 周三 09:00"; midnight is 24:00 of the day that ends.
[[nodiscard]] std::string moment(Instant at, Language language);
/// A limit's text ("2021-10-12" or an instant) without the year where it is the story's.
[[nodiscard]] std::string day_text(const std::string& limit);

}  // namespace lianban::cli
