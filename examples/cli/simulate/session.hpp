#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lianban/simulation.hpp"

namespace lianban::cli {

/// A person at a simulation: shows where the case stands and what can be done, reads a line, does
/// it. One command a line, so that a pipe can drive it as well as a terminal.
class SimulationSession {
 public:
  SimulationSession(Context& context, Simulation& simulation, std::istream& in, bool prompts)
      : context_(context), out_(context.out), simulation_(simulation), in_(in), prompts_(prompts) {}

  /// Until "q" or the end of the input. Gives the exit code.
  int run();

 private:
  enum class Next { kAgain, kShow, kQuit };

  std::optional<std::string> read(const std::string& prompt);
  Next obey(const std::string& line);
  Next obey_letter(const std::string& word, const std::string& rest);
  Next jump(const std::string& days);
  Next pick(const std::string& number, const std::string& rest);
  Next moved(const std::optional<SimulationFault>& fault);
  Next step_back(const std::string& count);
  Next step_forward(const std::string& branch);
  Next save(const std::string& file);
  std::optional<nlohmann::json> data_for(const SimulationChoice& choice, const std::string& given);
  std::optional<nlohmann::json> ask(const SimulationChoice& choice);

  void show();
  void show_case(const nlohmann::json& view);
  void show_choices();
  void show_happened();
  void show_refused(const SimulationChoice& choice);
  void why(const std::string& number);
  void about(const std::string& state);
  void help();
  [[nodiscard]] std::string text_of(const SimulationChoice& choice) const;

  Context& context_;
  Terminal& out_;
  Simulation& simulation_;
  std::istream& in_;
  bool prompts_;
  bool failed_ = false;  ///< A command could not be done; without a terminal that is a finding.
  std::vector<SimulationChoice> allowed_, refused_;
};

}  // namespace lianban::cli
