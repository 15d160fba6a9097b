#include "cli/simulate/session.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/interrupt.hpp"
#include "cli/simulate/phrases.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

std::optional<std::size_t> number_of(const std::string& text) {
  std::size_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

}  // namespace

int SimulationSession::run() {
  show();
  while (!interrupted()) {
    const auto line = read("> ");
    if (!line) break;
    if (line->empty() || line->front() == '#') continue;
    const Next next = obey(*line);
    if (next == Next::kQuit) break;
    if (next == Next::kShow) show();
    out_.flush();
  }
  if (interrupted()) return kInterrupted;
  json result{{"now", format_instant(simulation_.now())},
              {"depth", simulation_.depth()},
              {"case", simulation_.view()},
              {"story", simulation_.story("simulation", "")}};
  // At a terminal a slip is seen and mended; a script has to hear of it.
  return context_.findings(std::move(result), prompts_ || !failed_);
}

std::optional<std::string> SimulationSession::read(const std::string& prompt) {
  if (prompts_) {
    out_.raw(prompt);
    out_.flush();
  }
  std::string line;
  if (!std::getline(in_, line)) return std::nullopt;
  return trimmed(line);
}

SimulationSession::Next SimulationSession::obey(const std::string& line) {
  if (line.front() == '+') return jump(trimmed(line.substr(1)));
  // "2!" as well as "2 !": people do not type the space.
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits > 0) return pick(line.substr(0, digits), trimmed(line.substr(digits)));
  const std::size_t space = std::min(line.find(' '), line.size());
  return obey_letter(line.substr(0, space), trimmed(line.substr(space)));
}

SimulationSession::Next SimulationSession::obey_letter(const std::string& word,
                                                       const std::string& rest) {
  if (word == "q") return Next::kQuit;
  if (word == "b") return step_back(rest);
  if (word == "f") return step_forward(rest);
  if (word == "s") return save(rest);
  if (word == "w") {
    why(rest);
  } else if (word == "i") {
    about(rest);
  } else if (word == "?") {
    help();
  } else if (word == "n") {
    if (const auto due = simulation_.next_due()) return moved(simulation_.advance_to(*due));
    out_.line(out_.tell(say::kNothingDue));
  } else {
    failed_ = true;
    out_.line(out_.tell(say::kNotKnown, {word}));
  }
  return Next::kAgain;
}

SimulationSession::Next SimulationSession::jump(const std::string& days) {
  const auto count = number_of(days);
  if (!count) {
    failed_ = true;
    out_.line(out_.tell(say::kNotKnown, {"+" + days}));
    return Next::kAgain;
  }
  return moved(simulation_.advance(*count));
}

SimulationSession::Next SimulationSession::pick(const std::string& number,
                                                const std::string& rest) {
  const std::size_t chosen = number_of(number).value_or(0);
  if (chosen == 0 || chosen > allowed_.size()) {
    failed_ = true;
    out_.line(out_.tell(say::kNoChoice, {number}));
    return Next::kAgain;
  }
  const SimulationChoice choice = allowed_[chosen - 1];
  const auto data = data_for(choice, rest);
  if (!data) return Next::kAgain;
  return moved(simulation_.choose(choice, *data));
}

SimulationSession::Next SimulationSession::moved(const std::optional<SimulationFault>& fault) {
  if (!fault) {
    show_happened();
    return Next::kShow;
  }
  failed_ = true;
  out_.line(out_.sign(Sign::kFail) + out_.tell(say::kNotTaken));
  if (!fault->refusal) {
    out_.line("    " + fault->text);
    return Next::kAgain;
  }
  out_.line("    " + out_.tell(fault->refusal->message));
  const json view = simulation_.view();
  print_reasons(out_, fault->refusal->reasons, 4, part(view, "law"));
  return Next::kAgain;
}

SimulationSession::Next SimulationSession::step_back(const std::string& count) {
  const std::size_t steps = number_of(count).value_or(1);
  std::size_t done = 0;
  while (done < steps && simulation_.back()) ++done;
  if (done == steps) return Next::kShow;
  out_.line(out_.tell(say::kNoBack));
  return done == 0 ? Next::kAgain : Next::kShow;
}

SimulationSession::Next SimulationSession::step_forward(const std::string& branch) {
  const auto number = number_of(branch);
  const bool right = branch.empty() || (number && *number > 0);
  const auto wanted = number ? std::optional(*number - 1) : std::nullopt;
  if (right && simulation_.forward(wanted)) {
    show_happened();
    return Next::kShow;
  }
  failed_ = true;
  out_.line(out_.tell(say::kNoForward));
  return Next::kAgain;
}

SimulationSession::Next SimulationSession::save(const std::string& file) {
  if (file.empty()) {
    out_.line(out_.tell(say::kSaveWhere));
    return Next::kAgain;
  }
  const std::filesystem::path path(file);
  const json story = simulation_.story(path.stem().string(), path.parent_path().string());
  std::ofstream to(path, std::ios::binary);
  to << story.dump(2) << '\n';
  to.close();
  if (!to) {
    failed_ = true;
    out_.line(out_.tell(say::kNotSaved, {file}));
  } else {
    out_.line(out_.sign(Sign::kOk) +
              out_.tell(say::kSaved, {file, std::to_string(simulation_.depth())}));
  }
  return Next::kAgain;
}

std::optional<json> SimulationSession::data_for(const SimulationChoice& choice,
                                                const std::string& given) {
  if (given == "!" || choice.sample.is_null()) return json();
  if (!given.empty()) {
    json data = json::parse(given, nullptr, false);
    if (!data.is_discarded()) return data;
    failed_ = true;
    out_.line(out_.tell(say::kNotJson));
    return std::nullopt;
  }
  return ask(choice);
}

}  // namespace lianban::cli
