#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "lianban/definition.hpp"
#include "lianban/result.hpp"
#include "lianban/text.hpp"

namespace lianban {

/// What a picture is written in.
enum class DiagramFormat {
  kMermaid,   ///< stateDiagram-v2; its edges cannot be coloured, so a taken one has a sign only.
  kDot,       ///< Graphviz. `dot -Tsvg` makes an SVG of it; the library itself runs no programs.
  kPlantUml,  ///< A state diagram.
  kBpmn,      ///< BPMN 2.0 XML with positions. Composite states are taken apart, since a sequence
              ///< flow may not cross the border of a sub-process.
};
/// "mermaid", "dot", "plantuml", "bpmn"; nothing for any other name.
[[nodiscard]] std::optional<DiagramFormat> diagram_format(std::string_view name);

/// The way one case took, as its history says it. Holds ids and counts, no personal data.
struct CaseTrace {
  std::string definition_hash;                       ///< What the case pins; empty: not known.
  std::map<std::string, std::uint32_t> states;       ///< Id -> how often it was entered.
  std::map<std::string, std::uint32_t> transitions;  ///< Pointer -> how often it was taken.
  /// Pointer -> state that was active when it was taken -> how often: where a transition of a
  /// composite state was taken from.
  std::map<std::string, std::map<std::string, std::uint32_t>> taken_in;
  std::set<std::string> active;       ///< Active atomic and final states, those around them too.
  std::set<std::string> late_clocks;  ///< A limit of theirs ran out in some run.
  bool ended = false;
};

/// Reads Engine::history and Engine::show. Edges are never guessed: a transition counts as taken
/// only where an entry of the history names it. Entries of unknown kinds are passed over.
[[nodiscard]] CaseTrace trace_of(const nlohmann::json& history, const nlohmann::json& view);

/// What is drawn.
struct DiagramOptions {
  Language language = Language::kChinese;
  const CaseTrace* trace = nullptr;  ///< Colours and counts; not owned, may be null.
};

/// Draws the chart of a definition as text (UTF-8). Deterministic; any thread.
/// Every state and every transition appears. With a trace: done ✔, current ●, late ⏳, not reached
/// ○, in colour and as a sign in the label; what was taken is bold with the number of times.
/// Errors: picture/other_definition (the trace is of a case that pins another definition),
/// picture/chart (a definition without states).
[[nodiscard]] Result<std::string> draw(const Definition& definition, DiagramFormat format,
                                       const DiagramOptions& options = {});

}  // namespace lianban
