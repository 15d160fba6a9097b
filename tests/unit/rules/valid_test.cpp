#include "rules/valid.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rules/path.hpp"

namespace lianban::rules {
namespace {

void expect_valid(std::string_view kind, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_TRUE(is_valid(kind, text)) << kind << " " << text;
}
void expect_invalid(std::string_view kind, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_FALSE(is_valid(kind, text)) << kind << " " << text;
}

TEST(Valid, ResidentIdHasACheckCharacterAndARealDate) {
  // The standard's own example, and made-up numbers.
  expect_valid("resident_id", {"11010519491231002X", "330302198512124560", "330382199003071233"});
  expect_invalid("resident_id",
                 {"", "110105194912310021", "11010519491231002x", "1101051949123100",
                  "330302198513124560", "330302198502304560", "33030219851212456O",
                  "030302198512124560", "3303021985121245600", "330302198512124561"});
}

TEST(Valid, ResidentIdOfAnImpossibleDateIsRefusedEvenWithItsCheckCharacter) {
  const std::string body = "33030219850230456";
  int accepted = 0;
  for (const char check : std::string_view("0123456789X")) {
    accepted += is_valid("resident_id", body + check) ? 1 : 0;
  }
  EXPECT_EQ(accepted, 0);
}

TEST(Valid, UsccHasACheckCharacter) {
  expect_valid("uscc", {"11330105002500287C", "11100000000013338W", "11370800MB28559184"});
  // The last is an early real code whose check character is known to be wrong.
  expect_invalid("uscc", {"", "11330105002500287D", "1133010500250028", "113301050025O0287C",
                          "11330105002500287c", "91350100M0001TGQXM"});
}

TEST(Valid, VinHasACheckDigitAtPlaceNine) {
  expect_valid(
      "vin", {"1M8GDM9AXKP042788", "LSJA24W94GS000687", "11111111111111111", "LGXCE6CB1M0000001"});
  expect_invalid("vin", {"", "LSVAU2A37N2183294", "1M8GDM9A1KP042788", "1M8GDM9AXKP04278",
                         "1M8GDM9AXKPO42788", "1m8gdm9axkp042788", "I1111111111111111"});
}

RC_GTEST_PROP(Valid, AnyOneWrongDigitOfAVinIsFound, ()) {
  std::string vin = "LSJA24W94GS000687";
  const auto place = *rc::gen::elementOf(std::vector<std::size_t>{11, 12, 13, 14, 15, 16});
  const char digit = *rc::gen::inRange('0', static_cast<char>('9' + 1));
  const bool same = vin[place] == digit;
  vin[place] = digit;
  RC_ASSERT(is_valid("vin", vin) == same);
}

TEST(Valid, PlatesOfBothLengths) {
  expect_valid("plate", {"浙C12345", "浙CD12345", "浙CF12345", "浙C12345D", "浙CDA1234",
                         "京A1234学", "浙C1234警", "粤BZZ999"});
  expect_invalid("plate", {"", "C12345", "浙I12345", "浙C1234", "浙C123456", "浙C1234I", "浙C1234O",
                           "浙c12345", "浙112345", "浙CD1234A", "浙CZ12345", "浙C12345Z",
                           "浙C123学", "浙", "浙C", "日C12345", "浙C1234浙", "浙C12345学"});
}

TEST(Valid, DivisionCodesByTheirForm) {
  expect_valid("division", {"330302", "330300", "330000", "110101", "810000"});
  expect_invalid("division", {"", "33030", "3303021", "990302", "330002", "33030a"});
}

TEST(Valid, UnknownKindsAreNeverValid) {
  EXPECT_FALSE(is_valid_kind("passport"));
  EXPECT_FALSE(is_valid("passport", "x"));
  EXPECT_EQ(valid_kinds().size(), 5u);
  for (const std::string& kind : valid_kinds()) EXPECT_TRUE(is_valid_kind(kind));
}

RC_GTEST_PROP(Valid, AnyBytesAreJudgedWithoutHarm, (const std::string& text)) {
  for (const std::string& kind : valid_kinds()) {
    static_cast<void>(is_valid(kind, text));
    static_cast<void>(is_valid(kind, "浙" + text));
  }
}

TEST(Path, IsSplitAtItsDotsAndNamedByItsFamily) {
  const auto path = parse_path("materials.tax_receipt.data.no");
  ASSERT_TRUE(path.has_value());
  EXPECT_EQ(path->root, Root::kMaterials);
  EXPECT_EQ(path->segments, (std::vector<std::string>{"tax_receipt", "data", "no"}));
  EXPECT_EQ(path->text, "materials.tax_receipt.data.no");
  EXPECT_EQ(parse_path("case")->segments.size(), 0u);
  EXPECT_FALSE(parse_path("").has_value());
  EXPECT_FALSE(parse_path("formx.a").has_value());
  EXPECT_EQ(parse_path("form.a..b")->segments, (std::vector<std::string>{"a", "", "b"}));
}

}  // namespace
}  // namespace lianban::rules
