// The identifier of an electronic licence (GB/T 36904-2018) and its check character (ISO/IEC 7064
// MOD 37,36).
#include "licence/identifier.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace lianban::licence {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr const char* kType = "11100000000019713D073";
constexpr const char* kIssuer = "11330300002504567A";

/// Identifiers that agencies published, one with an issuer's code of another length.
const std::vector<std::string> kPublished{
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9"};

std::vector<std::string> parts_of(const std::string& identifier) {
  std::vector<std::string> parts(1);
  for (const char c : identifier.substr(15)) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// A second way to the same character: the one that brings the whole to 1 modulo 36.
char by_trial(const std::string& text) {
  for (const char check : kAlphabet) {
    std::size_t doubled = 36;
    std::size_t sum = 0;
    for (const char c : text + check) {
      sum = (doubled + kAlphabet.find(c)) % 36;
      doubled = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    if (sum == 1) return check;
  }
  return '?';
}

// The example of another standard that uses the same check: the Global Release Identifier.
TEST(Mod3736, GivesThePublishedCheckCharacters) {
  EXPECT_EQ(mod_37_36("A12425GABC1234002"), 'M');
  EXPECT_EQ(mod_37_36("11100000000013338W00911330105002500287C2025052201002"), '0');
  EXPECT_EQ(mod_37_36("11100000000013338W01111430000006122244L20230000403001"), 'U');
}

TEST(Mod3736, KnowsOnlyDigitsAndCapitals) {
  for (const char* text : {"a1", "A-1", "A 1", "Ａ", "照"}) EXPECT_FALSE(mod_37_36(text)) << text;
}

std::string random_text() {
  return *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(1, 60),
                                          rc::gen::elementOf(std::string(kAlphabet)));
}

RC_GTEST_PROP(Mod3736, AgreesWithTrialOfAllCharacters, ()) {
  const std::string text = random_text();
  RC_ASSERT(mod_37_36(text) == by_trial(text));
}

// ISO/IEC 7064 promises that every single wrong character is found.
RC_GTEST_PROP(Mod3736, FindsEverySingleWrongCharacter, ()) {
  const std::string text = random_text();
  std::string wrong = text;
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  wrong[at] = *rc::gen::elementOf(std::string(kAlphabet));
  RC_PRE(wrong != text);
  RC_ASSERT(mod_37_36(wrong) != mod_37_36(text));
}

TEST(Identifier, IsMadeAsThePublishedOnesAre) {
  for (const std::string& published : kPublished) {
    const auto part = parts_of(published);
    const auto version = static_cast<std::uint32_t>(std::stoul(part.at(3)));
    EXPECT_EQ(identifier(part[0], part[1], part[2], version), published);
    EXPECT_TRUE(is_identifier(published)) << published;
  }
}

TEST(Identifier, SerialKeepsDigitsAndCapitalsOfTheNumberOnly) {
  const auto plain = identifier(kType, kIssuer, "3303002021000001", 1);
  ASSERT_TRUE(plain.has_value());
  EXPECT_EQ(identifier(kType, kIssuer, "浙交运管网约出租许 330300-2021-000001 号", 1), plain);
}

TEST(Identifier, VersionHasThreeDigits) {
  EXPECT_NE(identifier(kType, kIssuer, "1", 7)->find(".007."), std::string::npos);
  EXPECT_NE(identifier(kType, kIssuer, "1", 999)->find(".999."), std::string::npos);
  EXPECT_FALSE(identifier(kType, kIssuer, "1", 0));
  EXPECT_FALSE(identifier(kType, kIssuer, "1", 1000));
}

TEST(Identifier, NeedsTypeIssuerAndASerial) {
  EXPECT_FALSE(identifier("", kIssuer, "1", 1));
  EXPECT_FALSE(identifier(kType, "", "1", 1));
  EXPECT_FALSE(identifier(kType, "11330300002504567a", "1", 1));
  EXPECT_FALSE(identifier("111.073", kIssuer, "1", 1)) << "a dot would shift the parts";
  EXPECT_FALSE(identifier(kType, kIssuer, "", 1));
  EXPECT_FALSE(identifier(kType, kIssuer, "临时", 1));
}

TEST(Identifier, WhatIsNotOneIsNotTakenForOne) {
  const std::string good = kPublished.front();
  ASSERT_TRUE(is_identifier(good));
  const std::vector<std::string> bad{
      "",
      "1.2.156.3005.2.",
      good.substr(0, good.size() - 1),
      good.substr(0, good.size() - 2),
      good + "0",
      good + ".0",
      "1.2.156.3005.3." + good.substr(15),
      " " + good,
      "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.2.0",
      "1.2.156.3005.2.11100000000013338W009..11330105002500287C2025052201.002.0",
      "1.2.156.3005.2.11100000000013338w009.11330105002500287C.2025052201.002.0",
      "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.1"};
  for (const std::string& text : bad) EXPECT_FALSE(is_identifier(text)) << text;
}

// The next version of one licence is another identifier with a check of its own.
RC_GTEST_PROP(Identifier, WhatIsMadeIsRecognised, ()) {
  const auto version = *rc::gen::inRange<std::uint32_t>(1, 1000);
  const auto made = identifier(kType, kIssuer, random_text(), version);
  RC_ASSERT(made.has_value());
  RC_ASSERT(is_identifier(*made));
  std::string wrong = *made;
  const auto at = *rc::gen::inRange<std::size_t>(15, wrong.size());
  RC_PRE(wrong[at] != '.');
  wrong[at] = wrong[at] == 'Q' ? 'R' : 'Q';
  RC_ASSERT(!is_identifier(wrong));
}

}  // namespace
}  // namespace lianban::licence
