// Graphviz: composite states are clusters; an arrow of a cluster starts at an invisible point
// inside it and is clipped at its border (compound=true).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "picture/sketch.hpp"

namespace lianban::picture {
namespace {

using model::StateIndex;
using model::StateKind;
using model::TransitionIndex;

/// A list, because the SVG names it as it stands and is shown where other fonts are installed.
constexpr std::string_view kFonts =
    "Noto Sans CJK SC,Source Han Sans SC,PingFang SC,Microsoft YaHei,SimHei,sans-serif";

std::string quoted_dot(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\r' || c == '\t' ? ' ' : c;
  }
  return out + "\"";
}

class DotWriter {
 public:
  explicit DotWriter(const Sketch& sketch)
      : sketch_(sketch), chart_(*sketch.chart), holders_(holders_of(sketch)) {}

  std::string run() {
    line(0, "digraph " + quoted_dot(sketch_.book->definition().id) + " {");
    const std::string font = "fontname=" + quoted_dot(kFonts);
    line(1, "graph [compound=true, rankdir=TB, labelloc=t, fontsize=16, " + font +
                ", label=" + quoted_dot(sketch_.title) + "];");
    line(1, "node [shape=box, style=\"rounded,filled\", fontsize=12, " + font + "];");
    line(1, "edge [fontsize=10, color=\"#546E7A\", " + font + "];");
    start("start", chart_.initial.to, 1, model::kNone);
    for (const StateIndex state : chart_.top) declare(state, 1);
    for (TransitionIndex i = 0; i < chart_.transitions.size(); ++i) arrows(i);
    line(0, "}");
    return std::move(out_);
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
    const Colours colours = colours_of(box.progress);
    std::string_view fill = colours.fill;
    if (!sketch_.traced && !sketch_.composite(index)) {
      const auto holder = std::ranges::find(holders_, box.owner);
      if (holder != holders_.end()) {
        fill = lane_colour(static_cast<std::size_t>(holder - holders_.begin()));
      }
    }
    std::string all = "fillcolor=\"";
    all += fill;
    all += "\", color=\"";
    all += colours.line;
    all += "\"";
    if (box.progress == Progress::kCurrent || box.progress == Progress::kLate) {
      all += ", penwidth=2.5";
    }
    return all;
  }

  void start(const std::string& name, const std::vector<StateIndex>& to, std::size_t depth,
             StateIndex around) {
    line(depth, name + " [shape=circle, width=0.15, label=\"\", style=filled, fillcolor=black];");
    for (const StateIndex target : to) {
      line(depth, name + " -> " + point(target) + ends(around, target) + ";");
    }
  }

  void declare(StateIndex index, std::size_t depth) {
    const model::State& state = chart_.states[index];
    if (sketch_.composite(index)) return cluster(index, depth);
    std::string text = sketch_.text(index, "\n");
    std::string shape;
    switch (state.kind) {
      case StateKind::kChoice:
        shape = "shape=diamond, style=filled, ";
        break;
      case StateKind::kHistory:
        shape = "shape=oval, style=\"filled,dashed\", ";
        text = (state.deep ? "H* " : "H ") + text;
        break;
      case StateKind::kFinal:
        shape = "style=filled, peripheries=2, ";
        break;
      case StateKind::kAtomic:
      case StateKind::kCompound:
      case StateKind::kParallel:
        break;
    }
    line(depth, key(index) + " [" + shape + paint(index) + ", label=" + quoted_dot(text) + "];");
    for (const StateIndex target : state.initial.to) {
      if (state.kind != StateKind::kHistory) break;
      line(depth, key(index) + " -> " + point(target) + " [style=dashed];");
    }
  }

  void cluster(StateIndex index, std::size_t depth) {
    const model::State& state = chart_.states[index];
    line(depth, "subgraph cluster_" + key(index) + " {");
    const bool region =
        state.parent != model::kNone && chart_.states[state.parent].kind == StateKind::kParallel;
    line(depth + 1, "label=" + quoted_dot(sketch_.text(index, "\n")) + "; labelloc=t; style=" +
                        (region ? "\"rounded,dashed,filled\"" : "\"rounded,filled\"") + ";");
    std::string colours = paint(index);
    std::ranges::replace(colours, ',', ';');
    line(depth + 1, colours + ";");
    line(depth + 1, "at_" + key(index) + " [shape=point, style=invis, width=0];");
    if (state.kind != StateKind::kParallel) {
      start("start_" + key(index), state.initial.to, depth + 1, index);
    }
    for (const StateIndex child : state.children) declare(child, depth + 1);
    line(depth, "}");
  }

  /// The node that stands for a state in an arrow.
  [[nodiscard]] std::string point(StateIndex state) const {
    return sketch_.composite(state) ? "at_" + key(state) : key(state);
  }

  /// Clipping at borders; not where the other end lies inside, which Graphviz cannot clip.
  [[nodiscard]] std::string ends(StateIndex source, StateIndex target) const {
    std::string all;
    if (source != model::kNone && sketch_.composite(source) && !chart_.inside(target, source)) {
      all = "ltail=cluster_" + key(source);
    }
    const bool around = source != model::kNone && chart_.inside(source, target);
    if (sketch_.composite(target) && !around) {
      if (!all.empty()) all += ", ";
      all += "lhead=cluster_" + key(target);
    }
    return all.empty() ? all : " [" + all + "]";
  }

  void arrows(TransitionIndex index) {
    const model::Transition& transition = chart_.transitions[index];
    if (transition.targets.empty()) return arrow(index, transition.source);
    for (const StateIndex target : transition.targets) arrow(index, target);
  }

  void arrow(TransitionIndex index, StateIndex target) {
    const model::Transition& transition = chart_.transitions[index];
    const Arrow& said = sketch_.arrows[index];
    std::string attributes = ends(transition.source, target);
    attributes = attributes.empty() ? " [" : attributes.substr(0, attributes.size() - 1) + ", ";
    attributes += "label=" + quoted_dot(said.text("\n"));
    if (transition.targets.empty()) attributes += ", style=dashed";
    if (said.taken > 0) attributes += ", color=\"#2E7D32\", fontcolor=\"#2E7D32\", penwidth=3";
    if (said.traced && said.taken == 0) attributes += ", color=\"#BDBDBD\", fontcolor=\"#757575\"";
    line(1, point(transition.source) + " -> " + point(target) + attributes + "];");
  }

  const Sketch& sketch_;
  const model::Chart& chart_;
  std::vector<std::string> holders_;
  std::string out_;
};

}  // namespace

std::string write_dot(const Sketch& sketch) { return DotWriter(sketch).run(); }

}  // namespace lianban::picture
