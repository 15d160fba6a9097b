// Every code has its page, and every page is true: its bad example gives the code, its good one
// gives nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/limits.hpp"
#include "explain/page.hpp"
#include "explain/pages.hpp"
#include "model/check_codes.hpp"
#include "model/definition.hpp"
#include "plan/codes.hpp"
#include "plan/planner.hpp"
#include "prove/codes.hpp"
#include "prove/report.hpp"
#include "support/workbench.hpp"

namespace lianban::explain {
namespace {

using nlohmann::json;

/// Of all tables: a room that says more about definitions adds its own here.
std::vector<model::codes::Code> all_codes() {
  std::vector<model::codes::Code> all;
  for (const auto& each : model::codes::kAll) all.push_back(each);
  for (const auto& each : model::codes::kChecks) all.push_back(each);
  for (const auto& each : prove::codes::kProperties) all.push_back(each);
  for (const auto& each : planning::codes::kFindings) all.push_back(each);
  return all;
}

std::string told(const Diagnostics& findings) {
  std::string text;
  for (const Diagnostic& each : findings) {
    text += each.code + " at " + each.pointer + ": " + each.message.en + "\n";
  }
  return text.empty() ? "nothing was found" : text;
}

TEST(Pages, EveryCodeHasItsPageUnderItsTitle) {
  std::string missing;
  for (const auto& code : all_codes()) {
    const Explanation* page = explanation(code.code);
    if (page == nullptr) {
      missing += " " + std::string(code.code);
      continue;
    }
    EXPECT_EQ(page->title, Text(std::string(code.zh), std::string(code.en))) << code.code;
  }
  EXPECT_EQ(missing, "");
}

TEST(Pages, NoPageIsWithoutACode) {
  std::set<std::string> known;
  for (const auto& code : all_codes()) known.emplace(code.code);
  for (const Explanation& page : explanations())
    EXPECT_TRUE(known.contains(page.code)) << page.code;
}

TEST(Pages, EveryPageCanBeRead) {
  for (const std::string_view text : pages()) {
    const auto page = read_page(text);
    EXPECT_TRUE(page.ok()) << text.substr(0, text.find('\n')) << ": " << page.error().message.en
                           << ", " << page.error().place;
  }
  EXPECT_EQ(pages().size(), explanations().size());
}

/// The code that cannot but come along, as the fence of the bad example says: "```json with CODE".
std::string company_of(const std::string& code) {
  constexpr std::string_view kMark = "```json with ";
  for (const std::string_view text : pages()) {
    const std::size_t at = text.find(kMark);
    if (at == std::string_view::npos || !text.starts_with("# " + code + "\n")) continue;
    const std::size_t from = at + kMark.size();
    return std::string(text.substr(from, text.find('\n', from) - from));
  }
  return {};
}

/// Of the checker, and of the prover or the planner where the code is theirs. Each is asked about
/// its own pages only: the others' examples are no whole approvals.
Diagnostics found_in(const std::string& text, const std::string& code) {
  const auto shelf = support::shelved(text);
  Diagnostics all = shelf->loaded.diagnostics;
  if (!shelf->prepared) return all;
  if (code.starts_with("LB-P30")) {
    ProofOptions options;
    options.calendars = support::source_path("workflows/calendars");
    const auto proof = prove::prove_prepared(*shelf->prepared, options);
    EXPECT_TRUE(proof.ok() && proof->incomplete.empty()) << code;
    if (!proof.ok()) return all;
    for (const ProofFinding& each : proof->findings) {
      Diagnostic finding;
      finding.severity = each.severity;
      finding.code = each.code;
      finding.message = each.message;
      all.push_back(std::move(finding));
    }
    const bool errors = std::ranges::any_of(
        all, [](const Diagnostic& each) { return each.severity == Severity::kError; });
    EXPECT_EQ(proof->proved, !errors) << code;
  } else if (code.starts_with("LB-P31")) {
    const Plan plan = planning::plan_of(*shelf->loaded.definition, {});
    all.insert(all.end(), plan.findings.begin(), plan.findings.end());
  }
  return all;
}

TEST(Pages, TheBadExampleGivesTheCodeAndNoOther) {
  for (const Explanation& page : explanations()) {
    if (page.bad.empty()) continue;
    const Diagnostics findings = found_in(page.bad, page.code);
    const std::string company = company_of(page.code);
    std::set<std::string> codes;
    for (const Diagnostic& each : findings) codes.insert(each.code);
    std::set<std::string> expected{page.code};
    if (!company.empty()) expected.insert(company);
    EXPECT_EQ(codes, expected) << page.code << "\n" << told(findings);
  }
}

TEST(Pages, TheGoodExampleGivesNothing) {
  for (const Explanation& page : explanations()) {
    if (page.good.empty()) continue;
    EXPECT_TRUE(support::shelved(page.good)->prepared) << page.code;
    const Diagnostics findings = found_in(page.good, page.code);
    EXPECT_TRUE(findings.empty()) << page.code << "\n" << told(findings);
  }
}

TEST(Pages, OfTheProverPassTheChecker) {
  for (const Explanation& page : explanations()) {
    if (page.code.starts_with("LB-P")) {
      EXPECT_TRUE(support::shelved(page.bad)->prepared) << page.code;
    }
  }
}

bool among(const Diagnostics& findings, const std::string& code) {
  const bool found =
      std::ranges::any_of(findings, [&](const Diagnostic& each) { return each.code == code; });
  EXPECT_TRUE(found) << code << "\n" << told(findings);
  return found;
}

/// Codes that only a definition of unreadable size gives.
bool gives(const json& definition, const std::string& code) {
  return among(model::load(definition.dump()).diagnostics, code);
}

json bare() {
  return {{"lianban", 1},
          {"id", "demo"},
          {"version", "1.0.0"},
          {"chart", {{"states", {{{"id", "a"}}}}}}};
}

TEST(Pages, CodesWithoutAnExampleAreProvokedHere) {
  json long_chain = bare();
  for (std::size_t i = 0; i <= limits::kRuleDepth + 1; ++i) {
    const json rule = i == 0 ? json(true) : json{{"holds", "c" + std::to_string(i - 1)}};
    long_chain["conditions"]["c" + std::to_string(i)] = {{"rule", rule}};
  }
  json deep = bare();
  json rule = true;
  for (std::size_t i = 0; i < limits::kJsonDepth - 10; ++i) rule = {{"!", rule}};
  deep["params"] = {{"deep", {{"value", rule}}}};
  json outer = {{"param", "deep"}};
  for (int i = 0; i < 20; ++i) outer = {{"!", json::array({outer})}};
  deep["conditions"] = {{"c", {{"rule", outer}}}};
  json overlay = bare();
  overlay["extends"] = "base.json";
  overlay["chart"] = {{"states", {{"b", {{"title", "B"}}}}}};
  const auto base = [](const std::string&, const std::string&) -> Result<model::BaseText> {
    return model::BaseText{"base.json", bare().dump()};
  };
  const auto extended = model::load(overlay.dump(), "over.json", base);
  std::set<std::string> provoked;
  if (among(extended.diagnostics, "LB-E1144")) provoked.insert("LB-E1144");
  if (gives(long_chain, "LB-E1135")) provoked.insert("LB-E1135");
  if (gives(deep, "LB-E1408")) provoked.insert("LB-E1408");
  for (const Explanation& page : explanations()) {
    EXPECT_EQ(page.bad.empty(), provoked.contains(page.code)) << page.code;
  }
}

constexpr std::string_view kSound =
    "# LB-E1\n## 中文\n### 题\n何时\n#### 为什么\n因\n#### 依据\n法\n## English\n### title\nwhen\n"
    "#### Why\nbecause\n#### Basis\nlaw\n## 反例 Bad\n```json\n{1\n```\n## 正例 Good\n```json\n"
    "{}\n```\n";

std::string without(std::string_view part) {
  std::string text(kSound);
  text.erase(text.find(part), part.size());
  return text;
}

TEST(Reader, TakesAPageApart) {
  const auto page = read_page(kSound);
  ASSERT_TRUE(page.ok()) << page.error().message.en;
  EXPECT_EQ(page.value().code, "LB-E1");
  EXPECT_EQ(page.value().title, Text("题", "title"));
  EXPECT_EQ(page.value().what, Text("何时", "when"));
  EXPECT_EQ(page.value().why, Text("因", "because"));
  EXPECT_EQ(page.value().basis, Text("法", "law"));
  EXPECT_EQ(page.value().bad, "{1\n");
  EXPECT_EQ(page.value().good, "{}\n");
}

TEST(Reader, RefusesAMalformedPage) {
  for (const std::string_view part :
       {"# LB-E1\n", "## 中文\n", "### 题\n", "何时\n", "#### 为什么\n", "因\n", "### title\n",
        "when\n", "because\n", "law\n", "## 反例 Bad\n", "{1\n", "```json\n{}\n```\n"}) {
    EXPECT_FALSE(read_page(without(part)).ok()) << part;
  }
  EXPECT_FALSE(read_page(std::string(kSound) + "more").ok());
  EXPECT_FALSE(read_page(std::string(kSound) + "```json\n").ok());
  EXPECT_FALSE(read_page(std::string(kSound) + "<!-- no example -->\n").ok());
}

TEST(Explain, FindsACodeInAnyCase) {
  ASSERT_NE(explanation("lb-e1101"), nullptr);
  EXPECT_EQ(explanation("lb-e1101")->code, "LB-E1101");
  EXPECT_EQ(explanation("LB-E9999"), nullptr);
}

TEST(Explain, NamesTheCodeThatWasMeant) {
  EXPECT_EQ(nearest_code("LB-E11O1"), "LB-E1101");
  EXPECT_EQ(nearest_code("e1101"), "LB-E1101");
  EXPECT_EQ(nearest_code("something else entirely"), std::nullopt);
}

TEST(Explain, MarkdownIsWhole) {
  const std::string text = markdown(*explanation("LB-E1101"), Language::kEnglish);
  EXPECT_TRUE(text.starts_with("# LB-E1101: not valid JSON\n")) << text;
  for (const char* part : {"\n## Why\n", "\n## Bad\n", "\n## Good\n", "```json\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace lianban::explain
