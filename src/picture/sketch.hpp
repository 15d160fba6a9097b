#pragma once

#include <string>
#include <vector>

#include "lianban/picture.hpp"
#include "model/definition.hpp"
#include "words/book.hpp"

namespace lianban::picture {

/// How far a case has come with a state. kPlain: no case is drawn.
enum class Progress { kPlain, kDone, kCurrent, kLate, kUnreached };

/// One state in words.
struct Box {
  std::string key;                 ///< An identifier in every format: "s_checking".
  std::string title;               ///< With the sign before it where a case is drawn.
  std::string holder;              ///< Whose time it is where that changes; empty: as around it.
  std::string owner;               ///< Id of the innermost holder; empty: nobody's.
  std::vector<std::string> lines;  ///< What else stands in it: the call, the outcome.
  Progress progress = Progress::kPlain;
  std::uint32_t visits = 0;
};

/// One transition in words.
struct Arrow {
  std::string name;                ///< Title, event or limit; may be empty.
  std::vector<std::string> lines;  ///< Who may, and on what conditions.
  std::uint32_t taken = 0;
  bool traced = false;  ///< A case is drawn, so that `taken` means something.

  /// All of it in one text, its parts parted by `separator`.
  [[nodiscard]] std::string text(std::string_view separator) const;
};

/// What is drawn. Boxes by state index, arrows by transition index.
struct Sketch {
  const words::Book* book = nullptr;
  const model::Chart* chart = nullptr;
  Language language = Language::kChinese;
  std::string title;
  std::vector<Box> boxes;
  std::vector<Arrow> arrows;
  bool traced = false;
  const CaseTrace* trace = nullptr;

  /// The box's title and lines, parted by `separator`.
  [[nodiscard]] std::string text(model::StateIndex state, std::string_view separator) const;
  /// Has states inside.
  [[nodiscard]] bool composite(model::StateIndex state) const {
    return !chart->states[state].children.empty();
  }
  /// A region of a parallel state is parted from the next; a history state is none.
  [[nodiscard]] bool separated(model::StateIndex region) const {
    return chart->states[region].kind != model::StateKind::kHistory;
  }
  /// Where a way into the state ends when every default is taken: the first atomic state.
  [[nodiscard]] model::StateIndex first_leaf(model::StateIndex state) const;
};

[[nodiscard]] Sketch sketch_of(const words::Book& book, const DiagramOptions& options);

/// Border and filling of a progress, "#RRGGBB". kPlain has none.
struct Colours {
  std::string_view fill, line;
};
[[nodiscard]] Colours colours_of(Progress progress);
[[nodiscard]] std::string_view sign_of(Progress progress);
/// Filling for the n-th holder where no case is drawn.
[[nodiscard]] std::string_view lane_colour(std::size_t n);
/// Holders in the order in which the chart names them.
[[nodiscard]] std::vector<std::string> holders_of(const Sketch& sketch);

[[nodiscard]] std::string write_mermaid(const Sketch& sketch);
[[nodiscard]] std::string write_dot(const Sketch& sketch);
[[nodiscard]] std::string write_plantuml(const Sketch& sketch);
[[nodiscard]] std::string write_bpmn(const Sketch& sketch);

/// The formats for a definition as the other rooms have it; see lianban::draw.
[[nodiscard]] Result<std::string> draw(const model::Definition& definition, DiagramFormat format,
                                       const DiagramOptions& options);

}  // namespace lianban::picture
