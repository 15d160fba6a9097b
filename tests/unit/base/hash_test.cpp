#include "base/hash.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/ids.hpp"

namespace lianban::base {
namespace {

TEST(Gbt32905, Sm3GivesTheVectorsOfTheStandard) {  // Appendix A.
  EXPECT_EQ(hex(sm3({"abc"})), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string long_text;
  for (int i = 0; i < 16; ++i) long_text += "abcd";
  EXPECT_EQ(hex(sm3({long_text})),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Sm3, OfPartsIsThatOfTheWhole) {
  EXPECT_EQ(sm3({"a", "", "bc"}), sm3({"abc"}));
  EXPECT_NE(sm3({"abc"}), sm3({"abd"}));
}

TEST(Sm3, MayBeUsedFromSeveralThreads) {
  const Digest expected = sm3({"abc"});
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&count, &expected] {
      for (int i = 0; i < 200; ++i) count += sm3({"ab", "c"}) == expected ? 0 : 1;
    });
  }
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

TEST(HmacSha256, GivesAVectorOfRfc4231) {  // Test case 2.
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Sha1, GivesTheVectorOfTheStandard) {  // FIPS 180-4, "abc"
  EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Base64, GivesTheVectorsOfRfc4648) {
  const auto of = [](std::string_view text) {
    return base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  EXPECT_EQ(of(""), "");
  EXPECT_EQ(of("f"), "Zg==");
  EXPECT_EQ(of("fooba"), "Zm9vYmE=");
  EXPECT_EQ(of("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackAndRefusesTheRest) {
  for (const std::string& text : {std::string(), std::string("f"), std::string("fo"),
                                  std::string("foo"), std::string("\0\0\0\0", 4)}) {
    EXPECT_EQ(unbase64(base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})),
              text);
  }
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Z===", "====", "=", "Zg==\n",
                           " Zg==", "Z g=", "Zg==Zg==", "Zm9*", "Zm9vYg", "_-8="}) {
    EXPECT_FALSE(unbase64(text)) << text;
  }
}

TEST(Sha256, GivesTheVectorOfTheStandard) {  // FIPS 180-4, "abc"
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// RFC 2104 written out.
Digest hmac_by_definition(std::string key, std::string_view text) {
  if (key.size() > 64) key = std::string(view(sm3({key})));
  key.resize(64);
  std::string inner, outer;
  for (const char c : key) {
    inner += static_cast<char>(c ^ 0x36);
    outer += static_cast<char>(c ^ 0x5C);
  }
  return sm3({outer, view(sm3({inner, text}))});
}

TEST(HmacSm3, FollowsItsDefinition) {
  for (const std::string& key : {std::string(), std::string("key"), std::string(64, 'k'),
                                 std::string(65, 'k'), std::string(300, 'k')}) {
    EXPECT_EQ(hmac_sm3(key, "text"), hmac_by_definition(key, "text")) << key.size();
    EXPECT_EQ(hmac_sm3(key, ""), hmac_by_definition(key, "")) << key.size();
  }
}

TEST(ConstantTimeEqual, ComparesLengthAndBytes) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("token", "token"));
  EXPECT_FALSE(constant_time_equal("token", "tokem"));
  EXPECT_FALSE(constant_time_equal("token", "tokens"));
}

TEST(Hex, ReadsBackAndRefusesTheRest) {
  EXPECT_EQ(unhex("00ffA5"), std::string("\x00\xff\xa5", 3));
  EXPECT_EQ(hex(std::vector<std::uint8_t>{0x00, 0xff, 0xa5}), "00ffa5");
  EXPECT_EQ(unhex("0"), "");
  EXPECT_EQ(unhex("0g"), "");
}

TEST(RandomBytes, AreNotTheSameTwice) {
  Key16 first{}, second{};
  random_bytes(first);
  random_bytes(second);
  EXPECT_NE(first, second);
  EXPECT_NE(first, Key16{});
}

TEST(CaseId, IsShownInHexAndReadBack) {
  CaseId id;
  EXPECT_TRUE(id.empty());
  for (std::size_t i = 0; i < 16; ++i) id.bytes[i] = static_cast<std::uint8_t>(i * 17);
  EXPECT_EQ(format(id), "00112233445566778899aabbccddeeff");
  EXPECT_EQ(parse_case_id(format(id)), id);
  EXPECT_FALSE(parse_case_id("00112233445566778899aabbccddee"));
  EXPECT_FALSE(parse_case_id("00112233445566778899aabbccddeefg"));
  EXPECT_NE(std::hash<CaseId>{}(id), std::hash<CaseId>{}(CaseId{}));
}

TEST(TenantId, IsADecimal) {
  EXPECT_EQ(parse_tenant_id(format(TenantId{-7})), TenantId{-7});
  for (const char* text : {"", "x", "7 ", "9223372036854775808"}) {
    EXPECT_FALSE(parse_tenant_id(text)) << text;
  }
}

}  // namespace
}  // namespace lianban::base
