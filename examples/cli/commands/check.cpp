#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/excerpt.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr std::size_t kShown = 20;  ///< Findings of one file; more only hide the first ones.

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      break;
  }
  return "warning";
}

json to_json(const Diagnostic& finding, Language language) {
  return {{"severity", name_of(finding.severity)},
          {"code", finding.code},
          {"message", finding.message.in(language)},
          {"hint", finding.hint.in(language)},
          {"pointer", finding.pointer},
          {"line", finding.line},
          {"column", finding.column}};
}

void print_finding(Terminal& out, const std::string& file, const std::string& text,
                   const Diagnostic& finding) {
  const bool error = finding.severity == Severity::kError;
  const Tone tone = error ? Tone::kBad : Tone::kWarn;
  out.line(
      out.paint(tone, out.tell(error ? say::kError : say::kWarning) + "[" + finding.code + "]") +
      ": " + out.paint(Tone::kStrong, out.tell(finding.message)));
  const std::string number = finding.line == 0 ? "" : std::to_string(finding.line);
  const std::string margin(std::max<std::size_t>(number.size(), 1), ' ');
  std::string place = file;
  if (finding.line != 0) place += ":" + number + ":" + std::to_string(finding.column);
  if (!finding.pointer.empty()) place += " (" + finding.pointer + ")";
  out.line(margin + out.paint(Tone::kDim, "--> ") + place);
  const Excerpt excerpt = excerpt_of(text, finding.line, finding.column);
  if (finding.line != 0 && !excerpt.line.empty()) {
    const std::string bar = out.paint(Tone::kDim, out.bar());
    out.line(margin + " " + bar);
    out.line(out.paint(Tone::kDim, number) + " " + bar + " " + excerpt.line);
    out.line(margin + " " + bar + " " + std::string(excerpt.indent, ' ') +
             out.paint(tone, std::string(excerpt.width, '^')));
  }
  const std::string hint = out.tell(finding.hint);
  if (!hint.empty()) {
    out.line(margin + " = " + out.paint(Tone::kDim, out.tell(say::kHelp) + ":") + " " + hint);
  }
  out.line();
}

struct Count {
  std::size_t errors = 0, warnings = 0;
};

Count count(const Diagnostics& findings) {
  Count counted;
  for (const Diagnostic& each : findings) {
    ++(each.severity == Severity::kError ? counted.errors : counted.warnings);
  }
  return counted;
}

void print_file(Terminal& out, const std::string& file, const std::string& text,
                const Definition::Checked& checked) {
  std::size_t shown = 0;
  for (const Diagnostic& finding : checked.diagnostics) {
    if (shown++ == kShown) break;
    print_finding(out, file, text, finding);
  }
  if (checked.diagnostics.size() > kShown) {
    out.line("  " +
             out.tell(say::kMoreFindings, {std::to_string(checked.diagnostics.size() - kShown)}));
    out.line();
  }
  const Count counted = count(checked.diagnostics);
  std::string about = file;
  if (checked.definition) {
    const json summary = checked.definition->summary();
    const auto number = [&](const char* name) {
      return std::to_string(summary.value(name, std::size_t{0}));
    };
    about += (out.chinese() ? "：" : ": ") +
             out.tell(say::kChart, {number("states"), number("transitions")});
  }
  const Sign sign = counted.errors > 0     ? Sign::kFail
                    : counted.warnings > 0 ? Sign::kWarn
                                           : Sign::kOk;
  out.line(out.sign(sign) + out.tell(say::kChecked, {std::to_string(counted.errors),
                                                     std::to_string(counted.warnings), about}));
}

}  // namespace

int run_check(Context& context, const CheckArgs& args) {
  json files = json::array();
  Count all;
  for (const std::string& file : args.files) {
    const auto text = read_text(file);
    if (!text) return context.fail(text.error());
    const Definition::Checked checked = Definition::check(*text);
    print_file(context.out, file, *text, checked);
    const Count counted = count(checked.diagnostics);
    all.errors += counted.errors;
    all.warnings += counted.warnings;
    json findings = json::array();
    for (const Diagnostic& each : checked.diagnostics) {
      findings.push_back(to_json(each, context.out.language()));
    }
    files.push_back({{"file", file},
                     {"ok", counted.errors == 0},
                     {"errors", counted.errors},
                     {"warnings", counted.warnings},
                     {"findings", std::move(findings)},
                     {"summary", checked.definition ? checked.definition->summary() : json()}});
  }
  return context.findings(
      {{"files", std::move(files)}, {"errors", all.errors}, {"warnings", all.warnings}},
      all.errors == 0);
}

}  // namespace lianban::cli
