#include "cli/output/findings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/messages.hpp"
#include "cli/output/excerpt.hpp"
#include "lianban/explain.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr std::size_t kShown = 20;  ///< Findings of one file; more only hide the first ones.

json to_json(const Diagnostic& finding, Language language) {
  json related = json::array();
  for (const Related& each : finding.related) {
    related.push_back({{"text", each.text.in(language)},
                       {"pointer", each.pointer},
                       {"line", each.line},
                       {"column", each.column}});
  }
  json fix;
  if (finding.fix) {
    fix = {{"line", finding.fix->line},
           {"column", finding.fix->column},
           {"offset", finding.fix->offset},
           {"written", finding.fix->written},
           {"replacement", finding.fix->replacement}};
  }
  return {
      {"severity", to_name(finding.severity)},
      {"code", finding.code},
      {"message", finding.message.in(language)},
      {"hint", finding.hint.in(language)},
      {"pointer", finding.pointer},
      {"line", finding.line},
      {"column", finding.column},
      {"related", std::move(related)},
      {"fix", std::move(fix)},
      {"explain",
       explanation(finding.code) == nullptr ? json() : json("lianban explain " + finding.code)}};
}

/// The text of the file that a finding is in: the checked one, or one that it extends.
const std::string& text_of(const Diagnostic& finding, const std::string& text, const Bases& bases) {
  for (const Definition::Base& base : bases) {
    if (base.name == finding.file) return base.text;
  }
  return text;
}

std::vector<Mark> marks_of(const Terminal& out, const Diagnostic& finding) {
  std::vector<Mark> marks{{finding.line, finding.column, true, {}}};
  for (const Related& each : finding.related) {
    marks.push_back({each.line, each.column, false, out.tell(each.text)});
  }
  return marks;
}

/// "= help: ..." and its like.
void print_remark(Terminal& out, const std::string& margin, const Phrase& what,
                  const std::string& text) {
  if (text.empty()) return;
  out.line(margin + " = " + out.paint(Tone::kDim, out.tell(what) + ":") + " " + text);
}

/// `told`: whether another finding of this code has named its page already.
void print_finding(Terminal& out, const std::string& checked, const std::string& text,
                   const Diagnostic& finding, bool told) {
  const std::string& file = finding.file.empty() ? checked : finding.file;
  const bool error = finding.severity == Severity::kError;
  const Tone tone = error ? Tone::kBad : Tone::kWarn;
  out.line(
      out.paint(tone, out.tell(error ? say::kError : say::kWarning) + "[" + finding.code + "]") +
      ": " + out.paint(Tone::kStrong, out.tell(finding.message)));
  const std::vector<Mark> marks = marks_of(out, finding);
  std::size_t last = finding.line;
  for (const Mark& mark : marks) last = std::max(last, mark.line);
  const std::string margin(std::to_string(last).size(), ' ');
  std::string place = file;
  if (finding.line != 0) {
    place += ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column);
  }
  if (!finding.pointer.empty()) place += " (" + finding.pointer + ")";
  out.line(margin + out.paint(Tone::kDim, "--> ") + place);
  if (finding.line != 0) print_frame(out, text, marks, margin.size(), tone);
  print_remark(out, margin, say::kHelp, out.tell(finding.hint));
  if (finding.fix) print_remark(out, margin, say::kHelp, out.tell(say::kFixable));
  const Explanation* page = explanation(finding.code);
  if (page != nullptr && !told) {
    print_remark(out, margin, say::kGround, out.tell(page->basis));
    print_remark(out, margin, say::kNote, "lianban explain " + finding.code);
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
  std::set<std::string> told;
  for (const Diagnostic& finding : findings) {
    if (shown++ == kShown) break;
    print_finding(out, file, text_of(finding, text, bases), finding,
                  !told.insert(finding.code).second);
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
