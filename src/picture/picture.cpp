#include "lianban/picture.hpp"

#include <array>
#include <utility>

#include "base/hash.hpp"
#include "picture/sketch.hpp"

namespace lianban {

std::optional<DiagramFormat> diagram_format(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, DiagramFormat>, 4> kNames{
      {{"mermaid", DiagramFormat::kMermaid},
       {"dot", DiagramFormat::kDot},
       {"plantuml", DiagramFormat::kPlantUml},
       {"bpmn", DiagramFormat::kBpmn}}};
  for (const auto& [each, format] : kNames) {
    if (each == name) return format;
  }
  return std::nullopt;
}

Result<std::string> draw(const Definition& definition, DiagramFormat format,
                         const DiagramOptions& options) {
  return picture::draw(definition.compiled(), format, options);
}

namespace picture {

Result<std::string> draw(const model::Definition& definition, DiagramFormat format,
                         const DiagramOptions& options) {
  if (definition.chart.states.empty()) {
    return make_error("picture/chart", "定义里没有环节，无可绘制", "the definition has no states");
  }
  if (options.trace != nullptr && !options.trace->definition_hash.empty() &&
      options.trace->definition_hash != base::hex(definition.hash)) {
    return make_error("picture/other_definition", "该办件所用的定义不是这一份（版本或内容不同）",
                      "the case pins another definition than this one");
  }
  const words::Book book(definition);
  const Sketch sketch = sketch_of(book, options);
  switch (format) {
    case DiagramFormat::kMermaid:
      return write_mermaid(sketch);
    case DiagramFormat::kDot:
      return write_dot(sketch);
    case DiagramFormat::kPlantUml:
      return write_plantuml(sketch);
    case DiagramFormat::kBpmn:
      return write_bpmn(sketch);
  }
  return make_error("picture/format", "不认识的格式", "an unknown format");
}

}  // namespace picture
}  // namespace lianban
