// The parts that make the output stand straight, without a process.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/exit_codes.hpp"
#include "cli/output/excerpt.hpp"
#include "cli/output/mask.hpp"
#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Cells before `word` in the line.
std::size_t place_of(const std::string& line, const std::string& word) {
  return display_width(line.substr(0, line.find(word)));
}

TEST(Width, ChineseTakesTwoCellsAndMarksNone) {
  EXPECT_EQ(display_width("办件"), 4U);
  EXPECT_EQ(display_width("a办b"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
  EXPECT_EQ(display_width("\xFF"), 1U);
  EXPECT_EQ(pad_right("办件", 6), "办件  ");
  EXPECT_EQ(pad_left("办", 3), " 办");
}

TEST(Width, ItemsAreNeverBroken) {
  const auto lines = wrap_items({"收件凭证", "受理通知书", "送达回证"}, "、", 20);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "收件凭证、受理通知书、");
  EXPECT_EQ(lines[1], "送达回证");
}

TEST(Table, ColumnsStandStraightWithChineseText) {
  std::ostringstream out, err;
  Terminal terminal({.language = Language::kChinese}, out, err);
  Table table({"编号", "state", "期限"});
  table.add({"1", "待补保单", "X1"});
  table.add({"330300", "ok", "X2"});
  table.print(terminal);
  const auto lines = lines_of(out.str());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(place_of(lines[0], "期限"), place_of(lines[1], "X1"));
  EXPECT_EQ(place_of(lines[1], "X1"), place_of(lines[2], "X2"));
}

TEST(Table, ColourDoesNotShiftColumns) {
  std::ostringstream plain, coloured, err;
  for (const bool color : {false, true}) {
    Terminal terminal({.color = color}, color ? coloured : plain, err);
    Table table;
    table.add({{"已核验", Tone::kGood}, "申请表"});
    table.print(terminal);
  }
  std::string text = coloured.str();
  for (const char* escape : {"\x1b[32m", "\x1b[0m"}) {
    const auto at = text.find(escape);
    ASSERT_NE(at, std::string::npos);
    text.erase(at, std::string(escape).size());
  }
  EXPECT_EQ(text, plain.str());
}

TEST(Excerpt, UnderlinesTheTokenByItsCells) {
  const std::string text = "{\n  \"题\": \"网约车\", \"n\": 12\n}\n";
  const Excerpt value = excerpt_of(text, 2, 8);
  EXPECT_EQ(value.line, "  \"题\": \"网约车\", \"n\": 12");
  EXPECT_EQ(value.indent, 8U);
  EXPECT_EQ(value.width, 8U);
  EXPECT_EQ(excerpt_of(text, 2, 20).width, 2U);
  EXPECT_EQ(excerpt_of(text, 1, 1).width, 1U);
}

TEST(Excerpt, ALongLineIsCutAroundThePlace) {
  const std::string text = "[" + std::string(400, ' ') + "\"here\"" + std::string(400, ' ') + "]";
  const Excerpt cut = excerpt_of(text, 1, 402);
  EXPECT_LE(display_width(cut.line), 112U);
  EXPECT_EQ(place_of(cut.line, "\"here\""), cut.indent);
  EXPECT_EQ(cut.width, 6U);
}

TEST(Excerpt, APlaceOutsideTheTextIsHarmless) {
  EXPECT_EQ(excerpt_of("{}", 7, 3).line, "");
  EXPECT_EQ(excerpt_of("{}", 0, 0).line, "");
  EXPECT_GE(excerpt_of("{}", 1, 90).width, 1U);
}

TEST(Mask, PersonalValuesAreHiddenByNameAndByForm) {
  EXPECT_EQ(masked(std::string_view("id_number"), "330302198512124560"), "330302********4560");
  EXPECT_EQ(masked(std::string_view("remark"), "13800000001"), "138****0001");
  EXPECT_EQ(masked(std::string_view("name"), "张伟"), "张*");
  EXPECT_EQ(masked(std::string_view("x"), "浙CD12345"), "浙C*****5");
  EXPECT_EQ(masked(std::string_view("phone"), "unusual"), "***");
  EXPECT_EQ(masked(std::string_view("make"), "BYD"), "BYD");
  const nlohmann::json form{{"applicant", {{"name", "张伟"}}}, {"seats", 5}};
  EXPECT_EQ(masked_all(form).dump(), R"({"applicant":{"name":"张*"},"seats":5})");
}

TEST(ExitCodes, FollowTheAreaOfTheCode) {
  EXPECT_EQ(exit_code_of_error("case/not_found"), kNotFound);
  EXPECT_EQ(exit_code_of_error("store/locked"), kStore);
  EXPECT_EQ(exit_code_of_error("store/conflict"), kConflict);
  EXPECT_EQ(exit_code_of_error("agency/timeout"), kAgency);
  EXPECT_EQ(exit_code_of_error("calendar/unknown_year"), kConfiguration);
  EXPECT_EQ(exit_code_of_error("engine/bug"), kInternal);
  EXPECT_EQ(exit_code_of_refusal("event/when"), kRefused);
  EXPECT_EQ(exit_code_of_refusal("request/conflict"), kConflict);
}

}  // namespace
}  // namespace lianban::cli
