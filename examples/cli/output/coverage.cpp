#include "cli/output/coverage.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr Phrase kTaken{"{0} 条转移走过 {1} 条，{2} 个状态到过 {3} 个，{4} 个情景",
                        "{1} of {0} transitions taken, {3} of {2} states entered, {4} stories"};
constexpr Phrase kEventless{"（无事件）", "(without an event)"};
constexpr Phrase kNeverTaken{"没有走过", "never taken"};
constexpr Phrase kNeverEntered{"没有到过", "never entered"};

std::string place(const Uncovered& missed) {
  if (missed.line == 0) return missed.file + " " + missed.pointer;
  return missed.file + ":" + std::to_string(missed.line) + " (" + missed.pointer + ")";
}

std::string event_of(Terminal& out, const Uncovered& missed) {
  if (!missed.after.empty()) return "after " + missed.after;
  if (missed.events.empty()) return out.tell(kEventless);
  std::string all;
  for (const std::string& event : missed.events) {
    if (!all.empty()) all += " | ";
    all += event;
  }
  return all;
}

void print_missed(Terminal& out, const Phrase& what, const std::string& of,
                  const Uncovered& missed) {
  std::string line = "    " + out.sign(Sign::kWarn) + out.tell(what) + "  " + of;
  const std::string title = out.tell(missed.title);
  if (!title.empty()) line += out.paint(Tone::kDim, std::string(out.dot()) + title);
  out.line(line);
  out.line("        " + out.paint(Tone::kDim, place(missed)));
}

}  // namespace

std::string percent_text(const DefinitionCoverage& of) {
  const auto tenths = static_cast<long>(std::floor(of.percent() * 10 + 1e-9));
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text;
}

void print_coverage(Terminal& out, const std::vector<DefinitionCoverage>& coverage, double least) {
  for (const DefinitionCoverage& each : coverage) {
    const bool all = each.untaken.empty() && each.never_entered.empty();
    const Sign sign = each.percent() < least ? Sign::kFail : all ? Sign::kOk : Sign::kWarn;
    std::string line = out.sign(sign) + percent_text(each);
    line += " %  " + each.id + " " + each.version;
    line += out.paint(
        Tone::kDim,
        "  " + out.tell(kTaken, {std::to_string(each.transitions), std::to_string(each.taken),
                                 std::to_string(each.states), std::to_string(each.entered),
                                 std::to_string(each.stories)}));
    out.line(line);
    for (const Uncovered& missed : each.untaken) {
      std::string from = missed.state + "  " + event_of(out, missed);
      if (!missed.to.empty()) from += "  -> " + missed.to;
      print_missed(out, kNeverTaken, from, missed);
    }
    for (const Uncovered& missed : each.never_entered) {
      print_missed(out, kNeverEntered, missed.state, missed);
    }
  }
}

}  // namespace lianban::cli
