#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/program.hpp"
#include "lianban/picture.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// What the history of the case says of its way.
Result<CaseTrace> trace_of_case(Context& context, const std::string& id) {
  const auto engine = context.open_engine();
  if (!engine) return engine.error();
  const auto history = (*engine)->history(id);
  if (!history) return history.error();
  const auto view = (*engine)->show(id);
  if (!view) return view.error();
  return trace_of(*history, *view);
}

/// From Graphviz, without the document type, which names an address nobody has to ask.
Result<std::string> svg_of(const std::string& dot) {
  auto drawn = run_program({"dot", "-Tsvg"}, dot, "graphviz");
  if (!drawn) return drawn;
  const auto start = drawn->find("<svg");
  if (start == std::string::npos) {
    return make_error("program/failed", "dot 没有给出 SVG", "dot gave no SVG");
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + drawn->substr(start);
}

}  // namespace

int run_diagram(Context& context, const DiagramArgs& args) {
  const auto definition = load_definition(args.file);
  if (!definition) {
    return context.fail(definition.error(), {context.out.tell(say::kSeeCheck, {args.file})});
  }
  DiagramOptions options{.language = context.out.language()};
  CaseTrace trace;
  if (!args.id.empty()) {
    auto found = trace_of_case(context, args.id);
    if (!found) return context.fail(found.error());
    trace = std::move(found).value();
    options.trace = &trace;
  }
  const bool svg = args.format == "svg";
  const auto format = diagram_format(svg ? "dot" : args.format);
  auto drawn = draw(**definition, format.value_or(DiagramFormat::kMermaid), options);
  if (drawn && svg) drawn = svg_of(*drawn);
  if (!drawn) return context.fail(drawn.error());
  json result{{"format", args.format}};
  if (args.output.empty()) {
    result["diagram"] = *drawn;
    if (!context.out.json()) context.out.raw(*drawn);
    return context.done(std::move(result));
  }
  if (const Status written = write_text(args.output, *drawn); !written) {
    return context.fail(written.error());
  }
  result["file"] = args.output;
  context.out.line(context.out.sign(Sign::kOk) + context.out.tell(say::kWritten, {args.output}));
  return context.done(std::move(result));
}

}  // namespace lianban::cli
