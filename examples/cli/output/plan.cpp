#include "cli/output/plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

// What only this page says.
constexpr Phrase kMaterialsFromTo{"材料 {0} {2} {1}", "Materials {0} {2} {1}"};
constexpr Phrase kCounts{"全部 {0} 件，申请人自带 {1} 件",
                         "{0} in all, {1} brought by the applicant"};
constexpr Phrase kCountsSometimes{"全部 {0} 件，申请人至少带 {1} 件、至多带 {2} 件",
                                  "{0} in all, the applicant brings at least {1}, at most {2}"};
constexpr Phrase kBrought{"申请人自带", "Brought by the applicant"};
constexpr Phrase kFetched{"向部门查询，不用带", "Fetched from registers"};
constexpr Phrase kMade{"办理中产生，不用带", "Made on the way"};
constexpr Phrase kReused{"已有证照，不用带", "Licences that exist already"};
constexpr Phrase kOnlyIf{"仅当：{0}", "only if: {0}"};
constexpr Phrase kOptional{"可不交", "not demanded"};
constexpr Phrase kOriginal{"交原件，办完退还", "original, given back"};
constexpr Phrase kDeferrable{"可容缺", "may come later"};
constexpr Phrase kDeferrableIf{"可容缺，条件：{0}", "may come later, if: {0}"};
constexpr Phrase kNeverThere{"办不出来", "can never be had"};
constexpr Phrase kOrder{"次序", "Order"};
constexpr Phrase kAccepts{"受理", "acceptance"};
constexpr Phrase kAsks{"请求：{0}", "asks: {0}"};
constexpr Phrase kIssues{"发证：{0}", "issues: {0}"};
constexpr Phrase kKnots{"互相等待的材料", "Documents that wait for each other"};
constexpr Phrase kNoKnots{"没有互相等待的材料", "No documents wait for each other"};
constexpr Phrase kBrokenBy{"由{0}的容缺解开", "broken by the deferral of {0}"};
constexpr Phrase kUnbroken{"没有容缺能解开", "no deferral breaks it"};
constexpr Phrase kBlocks{"不解开就发不出：{0}", "closed, nobody could get: {0}"};
constexpr Phrase kTrips{"跑腿", "Trips to a window"};
constexpr Phrase kNoChannels{"定义没有写渠道，跑几次无从推算",
                             "the definition names no channels: trips cannot be derived"};
constexpr Phrase kTimes{"{0} 次", "{0}"};
constexpr Phrase kTimesRange{"{0} 次，至多 {1} 次", "{0}, at most {1}"};
constexpr std::size_t kPage = 96;  ///< Cells of a line of running text.

class Page {
 public:
  Page(Terminal& out, const Definition& definition, const Plan& plan)
      : out_(out), definition_(definition), plan_(plan) {}

  void print() {
    head();
    sources();
    order();
    knots();
    trips();
  }

 private:
  void heading(const std::string& text) {
    out_.line();
    out_.line(out_.paint(Tone::kStrong, text));
  }

  void running(std::size_t indent, const std::string& text, Tone tone = Tone::kPlain) {
    for (const std::string& line : wrap_text(text, kPage - indent)) {
      out_.line(std::string(indent, ' ') + out_.paint(tone, line));
    }
  }

  [[nodiscard]] std::string joined(const std::vector<std::string>& parts) const {
    std::string all;
    for (const std::string& part : parts)
      all += (all.empty() ? "" : std::string(out_.comma())) + part;
    return all;
  }

  [[nodiscard]] std::string title_of(const std::string& id) const {
    const auto found = std::ranges::find(plan_.documents, id, &PlannedDocument::id);
    return found == plan_.documents.end() ? id : out_.tell(found->title);
  }

  /// Titles of things of the definition that the plan names by id.
  [[nodiscard]] std::vector<std::string> titles(const std::vector<std::string>& ids,
                                                const char* section) const {
    std::vector<std::string> all;
    const nlohmann::json source = definition_.source();
    for (const std::string& id : ids) {
      const nlohmann::json& item = part(part(source, section), id.c_str());
      all.push_back(title(part(item, "title"), out_.language(), id));
    }
    return all;
  }

  void head() {
    const auto number = [](std::size_t n) { return std::to_string(n); };
    out_.line(out_.paint(Tone::kStrong, out_.tell(definition_.title())));
    const bool fixed = plan_.bring_least == plan_.bring_most;
    const std::string arrow = out_.ascii() ? "->" : "→";
    std::string brought = number(plan_.bring_least);
    if (!fixed) brought += "-" + number(plan_.bring_most);
    const std::string counts =
        fixed ? out_.tell(kCounts, {number(plan_.all), number(plan_.bring_least)})
              : out_.tell(kCountsSometimes,
                          {number(plan_.all), number(plan_.bring_least), number(plan_.bring_most)});
    out_.line(
        out_.paint(Tone::kGood, out_.tell(kMaterialsFromTo, {number(plan_.all), brought, arrow})) +
        std::string(out_.dot()) + counts);
  }

  void sources() {
    source(kBrought, DocumentOrigin::kApplicant);
    source(kFetched, DocumentOrigin::kRegister);
    source(kMade, DocumentOrigin::kProduced);
    source(kReused, DocumentOrigin::kReused);
  }

  void source(const Phrase& what, DocumentOrigin origin) {
    Table table;
    std::size_t count = 0;
    for (const PlannedDocument& each : plan_.documents) {
      if (each.origin != origin) continue;
      ++count;
      table.add({Cell(out_.tell(each.title)), Cell(out_.tell(each.agency_title), Tone::kDim),
                 Cell(remarks(each), Tone::kDim)});
    }
    if (count == 0) return;
    heading(out_.tell(what) + (out_.chinese() ? "（" : " (") + std::to_string(count) +
            (out_.chinese() ? "）" : ")"));
    table.print(out_, 2);
  }

  [[nodiscard]] std::string remarks(const PlannedDocument& document) const {
    std::vector<std::string> all;
    if (document.demand == Demand::kSometimes) {
      all.push_back(out_.tell(kOnlyIf, {out_.tell(document.condition)}));
    }
    if (document.demand == Demand::kNever) all.push_back(out_.tell(kOptional));
    if (document.original) all.push_back(out_.tell(kOriginal));
    if (document.deferrable) {
      all.push_back(document.deferrable_if.empty()
                        ? out_.tell(kDeferrable)
                        : out_.tell(kDeferrableIf, {out_.tell(document.deferrable_if)}));
    }
    if (!document.obtainable) all.push_back(out_.tell(kNeverThere));
    return joined(all);
  }

  void order() {
    heading(out_.tell(kOrder));
    std::size_t number = 0;
    for (const PlannedStage& stage : plan_.stages) {
      std::string line = pad_left(std::to_string(++number), 4) + "  " + out_.tell(stage.title);
      if (!stage.holder_title.empty()) {
        line += out_.paint(Tone::kDim, std::string(out_.dot()) + out_.tell(stage.holder_title));
      }
      out_.line(line);
      std::vector<std::string> documents;
      for (const std::string& id : stage.documents) documents.push_back(title_of(id));
      if (!documents.empty()) running(6, joined(documents));
      if (!stage.calls.empty())
        running(6, out_.tell(kAsks, {joined(titles(stage.calls, "calls"))}));
      if (stage.accepts) running(6, out_.tell(kAccepts), Tone::kGood);
      if (!stage.licences.empty()) {
        running(6, out_.tell(kIssues, {joined(titles(stage.licences, "licences"))}), Tone::kGood);
      }
    }
  }

  void knots() {
    heading(out_.tell(plan_.knots.empty() ? kNoKnots : kKnots));
    for (const Knot& knot : plan_.knots) {
      const bool broken = !knot.broken_by.empty();
      const std::string sign = out_.sign(broken ? Sign::kOk : Sign::kFail);
      std::vector<std::string> breakers;
      for (const std::string& id : knot.broken_by) {
        breakers.push_back(out_.chinese() ? "“" + title_of(id) + "”" : "'" + title_of(id) + "'");
      }
      std::string how = out_.tell(broken ? kBrokenBy : kUnbroken, {joined(breakers)});
      if (!knot.only_if.empty()) {
        how += std::string(out_.dot()) + out_.tell(kOnlyIf, {out_.tell(knot.only_if)});
      }
      out_.line("  " + sign + out_.paint(broken ? Tone::kGood : Tone::kBad, how));
      running(4, out_.tell(knot.words));
      if (!knot.blocks.empty()) {
        running(4, out_.tell(kBlocks, {joined(titles(knot.blocks, "licences"))}), Tone::kDim);
      }
    }
  }

  void trips() {
    heading(out_.tell(kTrips));
    if (plan_.trips.empty()) running(2, out_.tell(kNoChannels), Tone::kDim);
    for (const PlannedTrips& each : plan_.trips) {
      const std::string least = std::to_string(each.least), most = std::to_string(each.most);
      const std::string times = each.least == each.most ? out_.tell(kTimes, {least})
                                                        : out_.tell(kTimesRange, {least, most});
      out_.line("  " + out_.word(each.channel) + (out_.chinese() ? "：" : ": ") +
                out_.paint(each.least == 0 ? Tone::kGood : Tone::kStrong, times));
      for (const Text& reason : each.reasons) running(4, out_.tell(reason), Tone::kDim);
    }
  }

  Terminal& out_;
  const Definition& definition_;
  const Plan& plan_;
};

}  // namespace

void print_plan(Terminal& out, const Definition& definition, const Plan& plan) {
  Page(out, definition, plan).print();
}

}  // namespace lianban::cli
