#include "cli/output/findings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
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

/// The text of the file that a finding is in: the checked one, or one that it extends.
const std::string& text_of(const Diagnostic& finding, const std::string& text, const Bases& bases) {
  for (const Definition::Base& base : bases) {
    if (base.name == finding.file) return base.text;
  }
  return text;
}

void print_finding(Terminal& out, const std::string& checked, const std::string& text,
                   const Diagnostic& finding) {
  const std::string& file = finding.file.empty() ? checked : finding.file;
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

}  // namespace

FindingCount count(const Diagnostics& findings) {
  FindingCount counted;
  for (const Diagnostic& each : findings) {
    ++(each.severity == Severity::kError ? counted.errors : counted.warnings);
  }
  return counted;
}

void print_findings(Terminal& out, const std::string& file, const std::string& text,
                    const Diagnostics& findings, const std::string& summary, const Bases& bases) {
  std::size_t shown = 0;
  for (const Diagnostic& finding : findings) {
    if (shown++ == kShown) break;
    print_finding(out, file, text_of(finding, text, bases), finding);
  }
  if (findings.size() > kShown) {
    out.line("  " + out.tell(say::kMoreFindings, {std::to_string(findings.size() - kShown)}));
    out.line();
  }
  const FindingCount counted = count(findings);
  std::string about = file;
  if (!summary.empty()) about += (out.chinese() ? "：" : ": ") + summary;
  const Sign sign = counted.errors > 0     ? Sign::kFail
                    : counted.warnings > 0 ? Sign::kWarn
                                           : Sign::kOk;
  out.line(out.sign(sign) + out.tell(say::kChecked, {std::to_string(counted.errors),
                                                     std::to_string(counted.warnings), about}));
}

json findings_json(const std::string& file, const Diagnostics& findings, Language language) {
  const FindingCount counted = count(findings);
  json list = json::array();
  for (const Diagnostic& each : findings) {
    list.push_back(to_json(each, language));
    if (!each.file.empty()) list.back()["file"] = each.file;
  }
  return {{"file", file},
          {"ok", counted.errors == 0},
          {"errors", counted.errors},
          {"warnings", counted.warnings},
          {"findings", std::move(list)}};
}

}  // namespace lianban::cli
