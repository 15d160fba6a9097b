// The specification says everything that the definition says, in both languages.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "document/sections.hpp"
#include "support/small_approval.hpp"

namespace lianban::document {
namespace {

/// As it stands on a Markdown page.
std::string on_page(const Text& text, Language language) {
  Page page(language);
  page.bullet(text);
  const std::string line = page.take();
  return line.substr(2, line.size() - 3);
}

TEST(Document, TheSmallApprovalWhole) {
  ASSERT_NE(support::small_approval(), nullptr);
  for (const auto& [language, file] : {std::pair{Language::kChinese, "small.zh.md"},
                                       std::pair{Language::kEnglish, "small.en.md"}}) {
    const std::string now = write(*support::small_approval(), language);
    EXPECT_EQ(now, support::golden(std::string("tests/unit/document/golden/") + file, now));
  }
}

class OfWenzhou : public ::testing::TestWithParam<Language> {
 protected:
  OfWenzhou() : definition_(support::wenzhou_approval()), text_(write(*definition_, GetParam())) {}
  void mentions(const Text& title) const {
    EXPECT_NE(text_.find(on_page(title, GetParam())), std::string::npos) << title.en;
  }
  std::shared_ptr<const model::Definition> definition_;
  std::string text_;
};

TEST_P(OfWenzhou, EveryThingIsMentionedByItsTitle) {
  const model::Definition& of = *definition_;
  const auto all = [&](const auto& list) {
    EXPECT_FALSE(list.empty());
    for (const auto& each : list) mentions(each.title);
  };
  all(of.materials);
  all(of.clocks);
  all(of.papers);
  all(of.licences);
  all(of.calls);
  all(of.conditions);
  all(of.law);
  all(of.param_list);
  all(of.agencies);
  all(of.chart.states);
  for (const model::Agency& agency : of.agencies) {
    for (const auto& [id, title] : agency.roles) mentions(title);
  }
  for (const model::Transition& each : of.chart.transitions) {
    if (!each.title.empty()) mentions(each.title);
  }
}

TEST_P(OfWenzhou, TheTextOfTheLawStandsInIt) {
  for (const model::Law& law : definition_->law) mentions({law.text, law.text});
}

TEST_P(OfWenzhou, LimitsAndTheirConsequencesStandInIt) {
  const std::vector<std::string> zh{"20 个工作日",
                                    "7 个工作日（示例值）",
                                    "10 个工作日，至多 1 次",
                                    "自受理之日起 15 个工作日",
                                    "撤销受理",
                                    "逾期未告知，视为受理（“审批”）",
                                    "“核定载客”不超过“座位上限”（7）"};
  const std::vector<std::string> en{"20 working days",
                                    "7 working days (sample)",
                                    "by 10 working days each time, number of times: 1",
                                    "15 working days of acceptance",
                                    "acceptance revoked",
                                    "Silent for five days: deemed accepted (“In review”)",
                                    "“seats” is at most “Most seats” (7)"};
  for (const std::string& part : GetParam() == Language::kChinese ? zh : en) {
    EXPECT_NE(text_.find(part), std::string::npos) << part;
  }
}

TEST_P(OfWenzhou, EveryFieldOfTheFormIsListedWithItsKindOfPersonalData) {
  for (const auto& personal : definition_->form.personal()) {
    std::string path;
    for (const std::string& each : personal.segments) path += (path.empty() ? "" : ".") + each;
    mentions({path, path});
    mentions(words::word_of("personal", personal.kind));
  }
}

TEST_P(OfWenzhou, EveryTableHasCellsForItsHead) {
  std::size_t width = 0;
  std::size_t tables = 0;
  std::size_t start = 0;
  for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', start)) {
    const std::string line = text_.substr(start, end - start);
    start = end + 1;
    if (!line.starts_with('|')) {
      width = 0;
      continue;
    }
    std::size_t cells = 0;
    for (std::size_t i = 1; i < line.size(); ++i) cells += line[i] == '|' && line[i - 1] != '\\';
    if (width == 0) {
      ++tables;
      width = cells;
    }
    EXPECT_EQ(cells, width) << line;
  }
  EXPECT_GT(tables, 15U);
}

TEST_P(OfWenzhou, OneLanguageAtATime) {
  const std::string other = GetParam() == Language::kChinese ? "Window clerk" : "窗口受理人员";
  EXPECT_EQ(text_.find(other), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Languages, OfWenzhou,
                         ::testing::Values(Language::kChinese, Language::kEnglish),
                         [](const auto& each) {
                           return each.param == Language::kChinese ? "Chinese" : "English";
                         });

TEST(Page, WhatIsWrittenCannotBecomeMarkup) {
  Page page(Language::kEnglish);
  page.table({words::same("a|b")}, {{words::same("<b> *x*\n_y_ [z] `")}, {Text{}}});
  EXPECT_EQ(page.take(),
            "| a\\|b |\n| --- |\n| &lt;b&gt; \\*x\\*<br>\\_y\\_ \\[z\\] \\` |\n| — |\n\n");
}

TEST(Page, AnEmptyDefinitionIsADocumentToo) {
  const auto bare = support::loaded(
      R"({"lianban":1,"id":"bare","version":"1.0.0","chart":{"states":[{"id":"only","kind":"final"}]}})");
  ASSERT_NE(bare, nullptr);
  EXPECT_NE(write(*bare, Language::kEnglish).find("(none)"), std::string::npos);
}

}  // namespace
}  // namespace lianban::document
