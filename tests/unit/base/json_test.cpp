#include "base/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lianban::base {
namespace {

constexpr JsonLimits kSmall{.bytes = 1000, .depth = 3};

JsonFault fault_of(std::string_view text, const JsonLimits& limits = kSmall) {
  JsonFault fault{};
  const auto parsed = parse_json(text, limits, &fault);
  EXPECT_FALSE(parsed.ok()) << text;
  if (!parsed.ok()) {
    EXPECT_EQ(parsed.error().code, fault.error.code);
  }
  return fault;
}

std::string code_of(std::string_view text) { return fault_of(text).error.code; }

TEST(ParseJson, ReadsEveryKindOfValue) {
  const auto parsed = parse_json(R"({"b":[1,-2,2.5,true,null],"a":{"文":"\u4e00\n"}})", kSmall);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value(), (Json{{"a", {{"文", "一\n"}}}, {"b", {1, -2, 2.5, true, nullptr}}}));
}

TEST(ParseJson, KeepsIntegersOf64Bits) {
  EXPECT_EQ(parse_json("9223372036854775807", kSmall)->get<std::int64_t>(), INT64_MAX);
  EXPECT_EQ(parse_json("-9223372036854775808", kSmall)->get<std::int64_t>(), INT64_MIN);
  EXPECT_TRUE(parse_json("1.0", kSmall)->is_number_float());
  EXPECT_TRUE(parse_json("1", kSmall)->is_number_integer());
}

TEST(ParseJson, RefusesNumbersItCannotKeep) {
  for (const char* text : {"9223372036854775808", "-9223372036854775809",
                           "100000000000000000000000", "1e999", "[-1e999]"}) {
    EXPECT_EQ(code_of(text), "json/number") << text;
  }
  EXPECT_EQ(fault_of("{\"a\": 9223372036854775808, \"b\": 1}").offset, 6u);
  EXPECT_EQ(fault_of("[1, 99999999999999999999]").offset, 4u);
  EXPECT_EQ(fault_of("[1, 1e999 ]").offset, 4u);
  EXPECT_EQ(fault_of("99999999999999999999").offset, 0u);
  EXPECT_EQ(fault_of("[1,1e999]").offset, 3u);
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const char* text :
       {"",      " ",       "{",        "[1,]",   "{\"a\":1,}", "{a:1}",       "'a'",
        "[1] 2", "NaN",     "Infinity", "01",     "+1",         ".5",          "1.",
        "tru",   "\"\\x\"", "\"a",      "\"\n\"", "// a\n1",    "\"\\ud800\"", "nul\n"}) {
    EXPECT_EQ(code_of(text), "json/syntax") << text;
  }
}

TEST(ParseJson, SaysWhatIsProbablyWrong) {
  EXPECT_EQ(fault_of("[1, 2,\n]").error.message.en, "no comma may stand after the last element");
  EXPECT_EQ(fault_of("[1, 2,\n]").offset, 5u);
  EXPECT_EQ(fault_of("{\"a\":").error.message.en, "the JSON text ends too early");
  EXPECT_EQ(fault_of("['a']").error.message.en, "strings take double quotes");
  EXPECT_EQ(fault_of("[1 // one\n]").error.message.en, "JSON has no comments");
}

TEST(ParseJson, PlacesAFault) {
  const JsonFault fault = fault_of("{\n  \"名\": @\n}");
  EXPECT_EQ(fault.position.line, 2u);
  EXPECT_EQ(fault.position.column, 8u) << "columns count code points, not bytes";
  EXPECT_EQ(fault.error.place, "2:8");
}

TEST(ParseJson, NeverQuotesTheText) {
  const JsonFault fault = fault_of("{\"name\": \"张三\", 330302}");
  EXPECT_EQ(fault.error.message.en.find("330302"), std::string::npos);
  EXPECT_EQ(fault.error.message.zh.find("张"), std::string::npos);
}

TEST(ParseJson, RefusesADuplicateNameWhereItStands) {
  const JsonFault fault = fault_of(R"({"a": {"x\"": 1, "y": 2, "x\"" : 3}})");
  EXPECT_EQ(fault.error.code, "json/duplicate_key");
  EXPECT_EQ(fault.offset, 25u);
  EXPECT_EQ(fault_of(R"({"a":1,"\u0061":2})").offset, 7u) << "the same name, spelled otherwise";
  EXPECT_EQ(fault_of(R"({"\\":1,"\\":2})").offset, 8u);
  EXPECT_TRUE(parse_json(R"([{"a":1},{"a":1}])", kSmall).ok());
}

TEST(ParseJson, BoundsTheDepth) {
  EXPECT_TRUE(parse_json("[[[]]]", kSmall).ok());
  const JsonFault fault = fault_of("[[ [ {} ]]]");
  EXPECT_EQ(fault.error.code, "json/too_deep");
  EXPECT_EQ(fault.offset, 5u);
  EXPECT_EQ(fault_of(std::string(900, '[')).error.code, "json/too_deep");
}

TEST(ParseJson, BoundsTheSize) {
  const JsonLimits limits{.bytes = 4, .depth = 1};
  EXPECT_TRUE(parse_json("1234", limits).ok());
  EXPECT_EQ(fault_of("12345", limits).error.code, "json/too_large");
}

TEST(ParseJson, RefusesIllFormedUtf8) {
  EXPECT_EQ(code_of("\"\xFF\""), "json/encoding");
  EXPECT_EQ(code_of("\"\xED\xA0\x80\""), "json/encoding") << "a surrogate";
  EXPECT_EQ(fault_of("[\"a\", \"\xC0\xAF\"]").offset, 7u);
}

TEST(ParseJson, TakesAByteOrderMark) {
  EXPECT_TRUE(parse_json("\xEF\xBB\xBF{\"a\":1}", kSmall).ok());
  EXPECT_EQ(fault_of("\xEF\xBB\xBF{a}").position.column, 2u);
}

TEST(Canonical, IsSortedTightAndShortest) {
  const Json value{{"b", {1, 1.0, 0.1, -0.0, 1e300, nullptr}}, {"a", "\"\\\n\x01/中"}};
  EXPECT_EQ(canonical(value),
            "{\"a\":\"\\\"\\\\\\n\\u0001/中\",\"b\":[1,1.0,0.1,-0.0,1e+300,null]}");
}

TEST(Canonical, AlwaysGivesAcceptableJson) {
  const Json value{{"bad", "a\xFF"}, {"nan", std::numeric_limits<double>::quiet_NaN()}};
  EXPECT_EQ(canonical(value), "{\"bad\":\"a\xEF\xBF\xBD\",\"nan\":null}");
}

}  // namespace
}  // namespace lianban::base
