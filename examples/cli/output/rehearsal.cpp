#include "cli/output/rehearsal.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "cli/context.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
using Verdict = RehearsedCase::Verdict;

constexpr Phrase kSameEnding{"结果相同", "same ending"};
constexpr Phrase kOtherEnding{"结果不同", "different ending"};
constexpr Phrase kStillOpen{"都未办结", "still open in both"};
constexpr Phrase kNotTold{"无法推演到底", "cannot be told further"};
constexpr Phrase kDecision{"到决定的工作日", "working days to the decision"};
constexpr Phrase kDecided{"决定", "decision"};
constexpr Phrase kDecidedOtherwise{"决定不同的件", "cases decided otherwise"};
constexpr Phrase kEnding{"到办结的工作日", "working days to the ending"};
constexpr Phrase kTurns{"轮到申请人的次数", "times it was the applicant's turn"};
constexpr Phrase kDaysOf{"{0} 的工作日", "working days of {0}"};
constexpr Phrase kBreach{"超期 {0}", "limit passed: {0}"};
constexpr Phrase kWouldRefuse{"草案不准", "the draft refuses"};
constexpr Phrase kUnasked{"草案没有问", "the draft does not ask"};
constexpr Phrase kUnneeded{"不再需要", "no longer needed"};
constexpr Phrase kMoot{"草案办结后另有 {0} 步不再发生",
                       "{0} recorded steps fall after the draft's ending"};
constexpr Phrase kMissing{"缺 {0}（{1} 之后）", "missing: {0} (after {1})"};
constexpr Phrase kSumCases{"{0} 件：结果相同 {1}，不同 {2}，都未办结 {3}，无法推演到底 {4}",
                           "{0} cases: {1} the same, {2} different, {3} still open, {4} not told "
                           "to the end"};
constexpr Phrase kNoChange{"没有差别", "no difference"};
constexpr Phrase kNoCases{"数据库里没有这个事项的办件", "the database has no case of this matter"};

std::string change(Terminal& out, std::int64_t before, std::int64_t after) {
  std::string text = std::to_string(before);
  text += " -> ";
  text += std::to_string(after);
  return out.paint(after < before ? Tone::kGood : Tone::kBad, text);
}

class CasePrinter {
 public:
  CasePrinter(Terminal& out, const RehearsedCase& of) : out_(out), of_(of) {}

  void print() {
    head();
    of_.verdict == Verdict::kUntold ? certain() : figures();
    for (const RehearsalRefusal& refusal : of_.refused) {
      std::string text = out_.tell(kWouldRefuse) + "  " + std::string(to_name(refusal.verb));
      text += " " + refusal.subject + "  " + refusal.code + "  " + out_.tell(refusal.message);
      if (!refusal.reason.empty()) text += " (" + refusal.reason + ")";
      detail(text);
    }
    list(kUnneeded, of_.unneeded);
    list(kUnasked, of_.unasked);
    if (of_.moot != 0) detail(out_.tell(kMoot, {std::to_string(of_.moot)}));
  }

 private:
  void head() {
    const std::string name = of_.number.empty() ? of_.case_id : of_.number;
    const auto ended = [&](const RehearsalFigures& figures) {
      return out_.word(figures.outcome.empty() ? "open" : figures.outcome);
    };
    switch (of_.verdict) {
      case Verdict::kSame:
        return out_.line(out_.sign(Sign::kOk) + name + "  " + out_.tell(kSameEnding) + "  " +
                         ended(of_.before));
      case Verdict::kDifferent:
        return out_.line(out_.sign(Sign::kWarn) + name + "  " + out_.tell(kOtherEnding) + "  " +
                         ended(of_.before) + " -> " + ended(of_.after));
      case Verdict::kOpen:
        return out_.line(out_.sign(Sign::kPending) + name + "  " + out_.tell(kStillOpen));
      case Verdict::kUntold: {
        out_.line(out_.sign(Sign::kFail) + name + "  " + out_.tell(kNotTold));
        std::string missing;
        for (const std::string& each : of_.missing) {
          if (!missing.empty()) missing += out_.comma();
          missing += each;
        }
        const std::string until = of_.told_until ? minute(*of_.told_until) : "";
        return detail(out_.tell(kMissing, {missing, until}));
      }
    }
  }

  void figures() {
    const auto line = [&](const std::string& what, std::int64_t before, std::int64_t after) {
      if (before != after) detail(what + "  " + change(out_, before, after));
    };
    const auto days = [&](const Phrase& what, const auto& before, const auto& after) {
      if (before && after) line(out_.tell(what), *before, *after);
    };
    days(kDecision, of_.before.days_to_decision, of_.after.days_to_decision);
    days(kEnding, of_.before.days_to_ending, of_.after.days_to_ending);
    each_of(of_.before.used, of_.after.used, [&](const std::string& holder, auto was, auto is) {
      line(out_.tell(kDaysOf, {holder}), was, is);
    });
    line(out_.tell(kTurns), static_cast<std::int64_t>(of_.before.applicant_turns),
         static_cast<std::int64_t>(of_.after.applicant_turns));
    each_of(of_.before.breaches, of_.after.breaches,
            [&](const std::string& limit, auto was, auto is) {
              line(out_.tell(kBreach, {limit}), was, is);
            });
  }

  /// Of a case that cannot be told to its end: what will not change any more.
  void certain() {
    const std::string& was = of_.before.decision;
    const std::string& is = of_.after.decision;
    if (!was.empty() && !is.empty() && was != is) {
      detail(out_.tell(kDecided) + "  " + out_.word(was) + " -> " +
             out_.paint(Tone::kWarn, out_.word(is)));
    }
    each_of(of_.before.breaches, of_.after.breaches,
            [&](const std::string& limit, auto before, auto after) {
              if (after <= before) return;
              detail(out_.tell(kBreach, {limit}) + "  " + change(out_, before, after));
            });
  }

  template <class Map, class Use>
  static void each_of(const Map& before, const Map& after, Use use) {
    std::set<std::string> names;
    for (const auto& [name, count] : before) names.insert(name);
    for (const auto& [name, count] : after) names.insert(name);
    const auto count = [](const Map& in, const std::string& name) {
      const auto it = in.find(name);
      return it == in.end() ? std::int64_t{0} : static_cast<std::int64_t>(it->second);
    };
    for (const std::string& name : names) use(name, count(before, name), count(after, name));
  }

  void list(const Phrase& what, const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) {
      if (!all.empty()) all += out_.comma();
      all += name;
    }
    if (!all.empty()) detail(out_.tell(what) + "  " + all);
  }

  void detail(const std::string& text) { out_.line("    " + text); }

  Terminal& out_;
  const RehearsedCase& of_;
};

void print_sums(Terminal& out, const RehearsalReport& report) {
  constexpr Phrase kSaved{"省 {0}", "{0} saved"};
  constexpr Phrase kAdded{"多 {0}", "{0} added"};
  bool any = false;
  const auto line = [&](const std::string& what, std::int64_t saved) {
    if (saved == 0) return;
    any = true;
    const std::string count = std::to_string(saved < 0 ? -saved : saved);
    out.line("  " + what + "  " +
             out.paint(saved > 0 ? Tone::kGood : Tone::kBad,
                       out.tell(saved > 0 ? kSaved : kAdded, {count})));
  };
  out.line();
  out.line(out.tell(kSumCases, {std::to_string(report.cases.size()), std::to_string(report.same),
                                std::to_string(report.different), std::to_string(report.open),
                                std::to_string(report.untold)}));
  if (report.decided_otherwise != 0) {
    any = true;
    out.line("  " + out.tell(kDecidedOtherwise) + "  " + std::to_string(report.decided_otherwise));
  }
  line(out.tell(kDecision), report.days_to_decision_saved);
  line(out.tell(kEnding), report.days_to_ending_saved);
  for (const auto& [holder, saved] : report.days_saved) line(out.tell(kDaysOf, {holder}), saved);
  line(out.tell(kTurns), report.applicant_turns_saved);
  for (const auto& [limit, saved] : report.breaches_saved) line(out.tell(kBreach, {limit}), saved);
  for (const auto& [code, count] : report.refused) {
    any = true;
    out.line("  " + out.tell(kWouldRefuse) + "  " + code + "  " + std::to_string(count));
  }
  for (const auto& [material, count] : report.unneeded) {
    any = true;
    out.line("  " + out.tell(kUnneeded) + "  " + material + "  " + std::to_string(count));
  }
  if (!any && report.different == 0 && report.untold == 0) out.line("  " + out.tell(kNoChange));
}

}  // namespace

void print_rehearsal(Terminal& out, const RehearsalReport& report) {
  if (report.cases.empty()) return out.line(out.tell(kNoCases));
  for (const RehearsedCase& each : report.cases) CasePrinter(out, each).print();
  print_sums(out, report);
}

}  // namespace lianban::cli
