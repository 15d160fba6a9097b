// Mermaid's stateDiagram-v2 (grammar: mermaid, stateDiagram.jison). A node belongs to the composite
// state in which it is mentioned last, so an arrow between siblings stands inside their parent and
// every other one at the end, at the top, where it moves nothing.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "picture/sketch.hpp"

namespace lianban::picture {
namespace {

using model::StateIndex;
using model::StateKind;
using model::TransitionIndex;

/// Mermaid's entity codes; a colon or semicolon would end a label.
std::string escaped_mermaid(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '"':
      case '#':
      case '%':
      case '&':
      case ':':
      case ';':
      case '<':
      case '>':
      case '{':
      case '}':
      case '[':
      case ']':
      case '\\':
      case '`':
        out += '#';
        out += std::to_string(static_cast<int>(c));
        out += ';';
        break;
      case '\n':
        out += "<br/>";
        break;
      case '\r':
      case '\t':
        out += ' ';
        break;
      default:
        out += c;
    }
  }
  return out;
}

class MermaidWriter {
 public:
  explicit MermaidWriter(const Sketch& sketch) : sketch_(sketch), chart_(*sketch.chart) {}

  std::string run() {
    out_ = "---\ntitle: " + Json(sketch_.title).dump() + "\n---\nstateDiagram-v2\n";
    out_ += "  direction TB\n";
    for (const StateIndex target : chart_.initial.to) {
      StateIndex child = target;
      while (chart_.states[child].parent != model::kNone) child = chart_.states[child].parent;
      line(1, "[*] --> " + key(child));
    }
    for (const StateIndex state : chart_.top) declare(state, 1);
    inside(model::kNone, 1);
    across();
    classes();
    return std::move(out_);
  }

 private:
  void line(std::size_t depth, std::string_view text) {
    out_.append(depth * 2, ' ');
    out_ += text;
    out_ += '\n';
  }

  [[nodiscard]] const std::string& key(StateIndex state) const { return sketch_.boxes[state].key; }

  void declare(StateIndex index, std::size_t depth) {
    const model::State& state = chart_.states[index];
    std::string label = escaped_mermaid(sketch_.text(index, "\n"));
    if (state.kind == StateKind::kChoice) return line(depth, "state " + key(index) + " <<choice>>");
    if (state.kind == StateKind::kHistory) label = (state.deep ? "H* " : "H ") + label;
    if (!sketch_.composite(index)) {
      line(depth, "state \"" + label + "\" as " + key(index));
      if (state.kind == StateKind::kFinal) line(depth, key(index) + " --> [*]");
      return;
    }
    for (const TransitionIndex each : state.transitions) {
      if (written_inside(each)) label += "<br/>" + escaped_mermaid(inner_text(each));
    }
    line(depth, "state \"" + label + "\" as " + key(index) + " {");
    if (state.kind == StateKind::kParallel) {
      for (std::size_t i = 0; i < state.children.size(); ++i) {
        if (i > 0 && sketch_.separated(state.children[i - 1])) line(depth + 1, "--");
        declare(state.children[i], depth + 1);
      }
    } else {
      initial(state, depth + 1);
      for (const StateIndex child : state.children) declare(child, depth + 1);
      inside(index, depth + 1);
    }
    line(depth, "}");
  }

  /// An arrow to a deeper state would move it up: it points to the child that holds it.
  void initial(const model::State& state, std::size_t depth) {
    for (const StateIndex target : state.initial.to) {
      StateIndex child = target;
      while (&chart_.states[chart_.states[child].parent] != &state) {
        child = chart_.states[child].parent;
      }
      line(depth, "[*] --> " + key(child));
    }
  }

  /// A loop at a composite state, and an arrow from it into itself, break Mermaid's layout.
  [[nodiscard]] bool written_inside(TransitionIndex index) const {
    const model::Transition& transition = chart_.transitions[index];
    if (!sketch_.composite(transition.source)) return false;
    return transition.targets.empty() ||
           std::ranges::all_of(transition.targets, [&](StateIndex target) {
             return chart_.inside(target, transition.source);
           });
  }

  [[nodiscard]] std::string inner_text(TransitionIndex index) const {
    std::string text = "↻ " + sketch_.arrows[index].text(" ");
    for (const StateIndex target : chart_.transitions[index].targets) {
      text += " → " + sketch_.boxes[target].title;
    }
    return text;
  }

  [[nodiscard]] bool siblings(StateIndex source, StateIndex target) const {
    const StateIndex parent = chart_.states[source].parent;
    return parent == chart_.states[target].parent &&
           (parent == model::kNone || chart_.states[parent].kind != StateKind::kParallel);
  }

  /// An arrow to the composite state around its source goes to where that begins.
  [[nodiscard]] StateIndex end_of(StateIndex source, StateIndex target) const {
    return sketch_.composite(target) && chart_.proper_descendant(source, target)
               ? sketch_.first_leaf(target)
               : target;
  }

  void arrow(TransitionIndex index, StateIndex target, std::size_t depth) {
    const model::Transition& transition = chart_.transitions[index];
    const std::string label = escaped_mermaid(sketch_.arrows[index].text("\n"));
    std::string text = key(transition.source) + " --> " + key(target);
    if (!label.empty()) text += " : " + label;
    line(depth, text);
  }

  template <class Visit>
  void each_arrow(Visit visit) {
    for (TransitionIndex i = 0; i < chart_.transitions.size(); ++i) {
      const model::Transition& transition = chart_.transitions[i];
      if (written_inside(i)) continue;
      if (transition.targets.empty()) visit(i, transition.source);
      for (const StateIndex target : transition.targets) {
        visit(i, end_of(transition.source, target));
      }
    }
  }

  void inside(StateIndex parent, std::size_t depth) {
    each_arrow([&](TransitionIndex index, StateIndex target) {
      const StateIndex source = chart_.transitions[index].source;
      if (chart_.states[source].parent == parent && siblings(source, target)) {
        arrow(index, target, depth);
      }
    });
    const auto& children = parent == model::kNone ? chart_.top : chart_.states[parent].children;
    for (const StateIndex child : children) {
      for (const StateIndex target : history_targets(child)) {
        if (siblings(child, target)) default_arrow(child, target, depth);
      }
    }
  }

  void across() {
    each_arrow([&](TransitionIndex index, StateIndex target) {
      if (!siblings(chart_.transitions[index].source, target)) arrow(index, target, 1);
    });
    for (StateIndex i = 0; i < chart_.states.size(); ++i) {
      for (const StateIndex target : history_targets(i)) {
        if (!siblings(i, target)) default_arrow(i, target, 1);
      }
    }
  }

  [[nodiscard]] std::vector<StateIndex> history_targets(StateIndex state) const {
    const model::State& at = chart_.states[state];
    return at.kind == StateKind::kHistory ? at.initial.to : std::vector<StateIndex>{};
  }

  void default_arrow(StateIndex from, StateIndex to, std::size_t depth) {
    const bool chinese = sketch_.language == Language::kChinese;
    line(depth, key(from) + " --> " + key(to) + (chinese ? " : 默认" : " : default"));
  }

  void classes() {
    if (!sketch_.traced) return;
    for (const auto& [progress, name] :
         {std::pair{Progress::kDone, "done"}, std::pair{Progress::kCurrent, "current"},
          std::pair{Progress::kLate, "late"}, std::pair{Progress::kUnreached, "unreached"}}) {
      std::string keys;
      for (const Box& box : sketch_.boxes) {
        if (box.progress != progress) continue;
        if (!keys.empty()) keys += ',';
        keys += box.key;
      }
      if (keys.empty()) continue;
      const Colours colours = colours_of(progress);
      std::string style = "classDef ";
      style += name;
      style += " fill:";
      style += colours.fill;
      style += ",stroke:";
      style += colours.line;
      style += ",color:#212121";
      line(1, style);
      line(1, "class " + keys + " " + name);
    }
  }

  const Sketch& sketch_;
  const model::Chart& chart_;
  std::string out_;
};

}  // namespace

std::string write_mermaid(const Sketch& sketch) { return MermaidWriter(sketch).run(); }

}  // namespace lianban::picture
