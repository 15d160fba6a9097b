#include <nlohmann/json.hpp>

#include "picture/sketch.hpp"

namespace lianban::picture {
namespace {

using model::StateIndex;
using model::StateKind;
using model::TransitionIndex;

/// Unicode escapes for what ends a name or reads as mark-up (Creole doubles its signs).
std::string escaped_plantuml(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool doubled = i + 1 < text.size() && text[i + 1] == c;
    const bool sign = (c == '*' || c == '/' || c == '_' || c == '-' || c == '.') && doubled;
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r' || c == '\t') {
      out += ' ';
    } else if (sign || c == '"' || c == '<' || c == '>' || c == '\\' || c == '~') {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      out += "<U+00";
      out += kHex[static_cast<std::size_t>(c) >> 4U];
      out += kHex[static_cast<std::size_t>(c) & 15U];
      out += '>';
    } else {
      out += c;
    }
  }
  return out;
}

class PlantUmlWriter {
 public:
  explicit PlantUmlWriter(const Sketch& sketch) : sketch_(sketch), chart_(*sketch.chart) {}

  std::string run() {
    out_ = "@startuml\n";
    line(0, "title " + escaped_plantuml(sketch_.title));
    line(0, "hide empty description");
    for (const StateIndex state : chart_.top) declare(state, 0);
    for (const StateIndex target : chart_.initial.to) line(0, "[*] --> " + key(target));
    for (TransitionIndex i = 0; i < chart_.transitions.size(); ++i) arrows(i);
    return out_ + "@enduml\n";
  }

 private:
  void line(std::size_t depth, std::string_view text) {
    out_.append(depth * 2, ' ');
    out_ += text;
    out_ += '\n';
  }

  [[nodiscard]] const std::string& key(StateIndex state) const { return sketch_.boxes[state].key; }

  [[nodiscard]] std::string paint(StateIndex index) const {
    const Box& box = sketch_.boxes[index];
    if (box.progress == Progress::kPlain) return {};
    const Colours colours = colours_of(box.progress);
    std::string all = " ";
    all += colours.fill;
    all += ";line:";
    all += colours.line.substr(1);
    return all;
  }

  void declare(StateIndex index, std::size_t depth) {
    const model::State& state = chart_.states[index];
    std::string text = "state \"" + escaped_plantuml(sketch_.text(index, "\n")) + "\" as ";
    text += key(index);
    if (state.kind == StateKind::kChoice) text += " <<choice>>";
    if (state.kind == StateKind::kHistory) text += state.deep ? " <<history*>>" : " <<history>>";
    text += paint(index);
    if (sketch_.composite(index)) text += " {";
    line(depth, text);
    if (state.kind == StateKind::kFinal) line(depth, key(index) + " --> [*]");
    if (state.kind == StateKind::kHistory) {
      for (const StateIndex target : state.initial.to) {
        line(depth, key(index) + " -[dashed]-> " + key(target));
      }
    }
    if (!sketch_.composite(index)) return;
    const bool regions = state.kind == StateKind::kParallel;
    for (std::size_t i = 0; i < state.children.size(); ++i) {
      if (regions && i > 0 && sketch_.separated(state.children[i - 1])) line(depth + 1, "--");
      declare(state.children[i], depth + 1);
    }
    for (const StateIndex target : state.initial.to) {
      if (!regions) line(depth + 1, "[*] --> " + key(target));
    }
    line(depth, "}");
  }

  void arrows(TransitionIndex index) {
    const model::Transition& transition = chart_.transitions[index];
    const Arrow& said = sketch_.arrows[index];
    const std::string label = escaped_plantuml(said.text("\n"));
    if (transition.targets.empty()) {
      // Stays where it is: a line in the state, as UML writes internal transitions.
      return line(0, key(transition.source) + " : ↻ " + label);
    }
    const std::string line_of = said.taken > 0 ? " -[#2E7D32,bold]-> " : " --> ";
    for (const StateIndex target : transition.targets) {
      std::string text = key(transition.source) + line_of + key(target);
      if (!label.empty()) text += " : " + label;
      line(0, text);
    }
  }

  const Sketch& sketch_;
  const model::Chart& chart_;
  std::string out_;
};

}  // namespace

std::string write_plantuml(const Sketch& sketch) { return PlantUmlWriter(sketch).run(); }

}  // namespace lianban::picture
