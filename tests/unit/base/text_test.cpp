#include "base/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace lianban::base {
namespace {

TEST(Utf8, RefusesEveryIllFormedSequence) {
  EXPECT_TRUE(valid_utf8("plain, 中文, é, 😀"));
  for (const char* text :
       {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE4\xB8", "\xFF"}) {
    EXPECT_FALSE(valid_utf8(text));
    EXPECT_EQ(valid_utf8_prefix(std::string("12345678中") + text), 11u);
    EXPECT_TRUE(valid_utf8(repaired_utf8(text)));
  }
  EXPECT_EQ(repaired_utf8("a\xFF"
                          "b"),
            "a\uFFFDb");
}

RC_GTEST_PROP(Utf8, RepairAlwaysHelpsAndLeavesGoodTextAlone, (const std::string& text)) {
  const std::string repaired = repaired_utf8(text);
  RC_ASSERT(valid_utf8(repaired));
  RC_ASSERT((repaired == text) == valid_utf8(text));
}

TEST(Width, CountsCells) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("联办"), 4u);
  EXPECT_EQ(display_width("e\u0301"), 1u) << "a combining mark takes no cell";
  EXPECT_EQ(display_width(""), 0u);
}

TEST(PadRight, FillsToTheWidth) {
  EXPECT_EQ(pad_right("联办", 6), "联办  ");
  EXPECT_EQ(pad_right("联办", 3), "联办");
}

TEST(TruncateCells, KeepsWithinTheWidth) {
  EXPECT_EQ(truncate_cells("联办审批", 8), "联办审批");
  EXPECT_EQ(truncate_cells("联办审批", 7), "联办审…");
  EXPECT_EQ(truncate_cells("联办审批", 6), "联办…") << "half a character is not shown";
  EXPECT_EQ(truncate_cells("e\u0301abc", 2), "e\u0301…");
  EXPECT_EQ(truncate_cells("ab", 0), "");
}

RC_GTEST_PROP(TruncateCells, NeverExceedsTheWidth, (const std::string& text)) {
  const auto cells = *rc::gen::inRange<std::size_t>(0, 20);
  RC_ASSERT(display_width(truncate_cells(text, cells)) <= cells);
}

TEST(Nearest, FindsTheLikelyWord) {
  const std::vector<std::string> states{"intake", "gongan_biangeng", "in_review"};
  EXPECT_EQ(nearest("gongan_bianeng", states), "gongan_biangeng");
  EXPECT_EQ(nearest("in_reveiw", states), "in_review") << "swapped neighbours count once";
  EXPECT_EQ(nearest("intaek", states), "intake");
}

TEST(Nearest, DoesNotGuessWildly) {
  const std::array<std::string_view, 3> words{"b", "granted", "checking"};
  EXPECT_FALSE(nearest("a", words));
  EXPECT_FALSE(nearest("refused", words));
  EXPECT_FALSE(nearest("", words));
  EXPECT_FALSE(nearest(std::string(100'000, 'x'), words));
}

TEST(Nearest, TakesTheFirstOfEquals) {
  EXPECT_EQ(nearest("cat", std::vector<std::string>{"bat", "hat"}), "bat");
  EXPECT_EQ(nearest("cat", std::vector<std::string>{"bat", "cat"}), "cat");
}

TEST(Mask, ShowsOnlyTheUsualParts) {
  EXPECT_EQ(mask("resident_id", "33030219900101123X"), "330302********123X");
  EXPECT_EQ(mask("resident_id", "330302900101123"), "330302*****1123") << "15 digits";
  EXPECT_EQ(mask("phone", "13812345678"), "138****5678");
  EXPECT_EQ(mask("name", "张三"), "张**");
  EXPECT_EQ(mask("name", "欧阳娜娜"), "欧**");
  EXPECT_EQ(mask("plate", "浙C12345"), "浙C****5");
  EXPECT_EQ(mask("plate", "浙CD12345"), "浙C*****5");
}

TEST(Mask, HidesOddValuesWhole) {
  for (const auto& [kind, value] :
       std::vector<std::pair<std::string, std::string>>{{"resident_id", "3303021990010112"},
                                                        {"resident_id", "33030219900101123Z"},
                                                        {"phone", "+8613812345678"},
                                                        {"phone", "1381234567"},
                                                        {"name", "张"},
                                                        {"name", "\xFF\xFE"},
                                                        {"plate", "浙C1"},
                                                        {"plate",
                                                         "\xE6\xB5"
                                                         "C12345"},
                                                        {"address", "温州市鹿城区"},
                                                        {"other", "x"}}) {
    EXPECT_EQ(mask(kind, value), "***") << kind;
  }
  EXPECT_EQ(mask("name", ""), "");
}

}  // namespace
}  // namespace lianban::base
