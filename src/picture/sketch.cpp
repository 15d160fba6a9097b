#include "picture/sketch.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace lianban::picture {
namespace {

using model::StateIndex;
using model::StateKind;
using model::TransitionIndex;

/// A guard written in place may be long; a picture says how it begins.
constexpr std::size_t kGuardCells = 60;

std::string key_of(const model::Chart& chart, StateIndex index) {
  const std::string& id = chart.states[index].id;
  const bool plain = std::ranges::all_of(
      id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return plain ? "s_" + id : "s" + std::to_string(index);
}

std::string owner_of(const model::Chart& chart, StateIndex at) {
  for (; at != model::kNone; at = chart.states[at].parent) {
    if (!chart.states[at].holder.empty()) return chart.states[at].holder;
  }
  return {};
}

class Sketcher {
 public:
  Sketcher(const words::Book& book, const DiagramOptions& options)
      : book_(book),
        chart_(book.definition().chart),
        language_(options.language),
        trace_(options.trace) {}

  Sketch run() {
    Sketch sketch;
    sketch.book = &book_;
    sketch.chart = &chart_;
    sketch.language = language_;
    sketch.traced = trace_ != nullptr;
    sketch.trace = trace_;
    const model::Definition& definition = book_.definition();
    sketch.title = definition.title.empty() ? definition.id : definition.title.in(language_);
    find_late();
    for (StateIndex i = 0; i < chart_.states.size(); ++i) sketch.boxes.push_back(box(i));
    for (TransitionIndex i = 0; i < chart_.transitions.size(); ++i) {
      sketch.arrows.push_back(arrow(chart_.transitions[i]));
    }
    return sketch;
  }

 private:
  [[nodiscard]] std::string in(const Text& text) const { return text.in(language_); }

  /// States in which a limit ran out: of an open case the active ones it is running in.
  void find_late() {
    late_.assign(chart_.states.size(), false);
    if (trace_ == nullptr) return;
    for (const model::Clock& clock : book_.definition().clocks) {
      if (!trace_->late_clocks.contains(clock.id)) continue;
      for (const StateIndex state : clock.runs_in) mark_late(state);
    }
  }

  void mark_late(StateIndex state) {
    bool inside = false;
    for (StateIndex i = state; i < chart_.states[state].end; ++i) {
      if (!chart_.states[i].children.empty() || !active(i)) continue;
      late_[i] = inside = true;
    }
    if (!inside && visits(state) > 0) late_[state] = true;
  }

  [[nodiscard]] bool active(StateIndex index) const {
    return trace_->active.contains(chart_.states[index].id);
  }

  /// A choice is passed through, not entered: what was taken from it says that it was reached.
  [[nodiscard]] std::uint32_t visits(StateIndex index) const {
    const model::State& state = chart_.states[index];
    std::uint32_t taken = 0;
    if (state.kind == StateKind::kChoice) {
      for (const auto each : state.transitions) taken += count(chart_.transitions[each].pointer);
      return taken;
    }
    const auto it = trace_->states.find(state.id);
    return it == trace_->states.end() ? 0 : it->second;
  }

  [[nodiscard]] std::uint32_t count(const std::string& pointer) const {
    const auto it = trace_->transitions.find(pointer);
    return it == trace_->transitions.end() ? 0 : it->second;
  }

  [[nodiscard]] Progress progress(StateIndex index) const {
    if (trace_ == nullptr || chart_.states[index].kind == StateKind::kHistory) {
      return Progress::kPlain;
    }
    if (late_[index]) return Progress::kLate;
    const bool final = chart_.states[index].kind == StateKind::kFinal;
    if (active(index)) return final ? Progress::kDone : Progress::kCurrent;
    return visits(index) > 0 ? Progress::kDone : Progress::kUnreached;
  }

  Box box(StateIndex index) {
    const model::State& state = chart_.states[index];
    Box box;
    box.key = key_of(chart_, index);
    box.owner = owner_of(chart_, index);
    if (!state.holder.empty()) box.holder = in(book_.agency(state.holder));
    box.progress = progress(index);
    if (trace_ != nullptr) box.visits = visits(index);
    box.title = std::string(sign_of(box.progress));
    if (!box.title.empty()) box.title += ' ';
    box.title += in(book_.title(state));
    if (box.visits > 1) box.title += " ×" + std::to_string(box.visits);
    if (!box.holder.empty()) box.lines.push_back("[" + box.holder + "]");
    if (!state.call.empty()) box.lines.push_back("⇄ " + in(book_.call(state.call)));
    if (!state.outcome.empty()) box.lines.push_back("= " + in(words::word(state.outcome)));
    if (state.outcome_is_decision) {
      box.lines.push_back(language_ == Language::kChinese ? "= 按所作决定" : "= as decided");
    }
    return box;
  }

  Arrow arrow(const model::Transition& transition) {
    Arrow arrow;
    arrow.name = in(book_.name(transition));
    if (transition.after && !transition.title.empty()) {
      arrow.lines.push_back("⏱ " + in(words::say(*transition.after)));
    }
    std::vector<Text> people;
    for (const model::Role& role : transition.by) people.push_back(book_.role_only(role));
    if (!people.empty()) arrow.lines.push_back("(" + in(words::listed(people)) + ")");
    add_guards(transition, arrow);
    arrow.traced = trace_ != nullptr;
    if (trace_ != nullptr) arrow.taken = count(transition.pointer);
    return arrow;
  }

  void add_guards(const model::Transition& transition, Arrow& arrow) {
    const Json& when = book_.at(transition.pointer + "/when");
    const Json list = when.is_array() || when.is_null() ? when : Json::array({when});
    for (const Json& each : list) {
      std::string said = in(words::join(book_.guards(each), {}));
      if (!each.is_string()) said = base::truncate_cells(said, kGuardCells);
      arrow.lines.push_back("[" + said + "]");
    }
    if (!transition.not_by.empty()) {
      arrow.lines.push_back(in(words::fill({"[未经办{0}的人]", "[nobody who acted in {0}]"},
                                           {book_.states(transition.not_by)})));
    }
    const bool choice = chart_.states[transition.source].kind == StateKind::kChoice;
    if (choice && transition.when.empty()) {
      arrow.lines.push_back(language_ == Language::kChinese ? "[否则]" : "[otherwise]");
    }
  }

  const words::Book& book_;
  const model::Chart& chart_;
  Language language_;
  const CaseTrace* trace_;
  std::vector<bool> late_;
};

}  // namespace

std::string Arrow::text(std::string_view separator) const {
  std::string all;
  if (taken > 0) all = "✔×" + std::to_string(taken) + " ";
  all += name;
  for (const std::string& line : lines) {
    if (!all.empty() && !all.ends_with(' ')) all += separator;
    all += line;
  }
  return all;
}

std::string Sketch::text(StateIndex state, std::string_view separator) const {
  std::string all = boxes[state].title;
  for (const std::string& line : boxes[state].lines) {
    all += separator;
    all += line;
  }
  return all;
}

StateIndex Sketch::first_leaf(StateIndex state) const {
  // Bounded: an initial state lies deeper than its parent.
  while (composite(state)) {
    const model::State& at = chart->states[state];
    state = at.kind == StateKind::kParallel || at.initial.to.empty() ? at.children.front()
                                                                     : at.initial.to.front();
  }
  return state;
}

Sketch sketch_of(const words::Book& book, const DiagramOptions& options) {
  return Sketcher(book, options).run();
}

Colours colours_of(Progress progress) {
  switch (progress) {
    case Progress::kPlain:
      return {"#FFFFFF", "#455A64"};
    case Progress::kDone:
      return {"#DCEFE0", "#2E7D32"};
    case Progress::kCurrent:
      return {"#D6E6FA", "#1565C0"};
    case Progress::kLate:
      return {"#FBDCDC", "#C62828"};
    case Progress::kUnreached:
      return {"#F2F2F2", "#9E9E9E"};
  }
  return {};
}

std::string_view sign_of(Progress progress) {
  switch (progress) {
    case Progress::kPlain:
      return "";
    case Progress::kDone:
      return "✔";
    case Progress::kCurrent:
      return "●";
    case Progress::kLate:
      return "⏳";
    case Progress::kUnreached:
      return "○";
  }
  return "";
}

std::string_view lane_colour(std::size_t n) {
  static constexpr std::array<std::string_view, 6> kPastels{"#E3F2FD", "#E8F5E9", "#FFF8E1",
                                                            "#F3E5F5", "#FBE9E7", "#E0F2F1"};
  return kPastels[n % kPastels.size()];
}

std::vector<std::string> holders_of(const Sketch& sketch) {
  std::vector<std::string> all;
  for (const Box& box : sketch.boxes) {
    if (!box.owner.empty() && std::ranges::find(all, box.owner) == all.end()) {
      all.push_back(box.owner);
    }
  }
  return all;
}

}  // namespace lianban::picture
