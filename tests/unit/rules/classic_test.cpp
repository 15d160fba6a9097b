#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "world.hpp"

namespace lianban::rules::test {
namespace {

struct Case {
  const char* rule;
  const char* data;
  const char* expected;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    EXPECT_EQ(value(each.rule, each.data), parse(each.expected)) << each.rule << " " << each.data;
  }
}

TEST(Classic, WhatIsNoOperatorStandsForItself) {
  expect_all({{R"(17)", "{}", "17"},
              {R"("text")", "{}", R"("text")"},
              {R"([])", "{}", "[]"},
              {R"({})", "{}", "{}"},
              {R"({"a": {"var": "x"}, "b": 2})", R"({"x": 1})", R"({"a": {"var": "x"}, "b": 2})"},
              {R"([1, {"var": "x"}, [{"var": "x"}]])", R"({"x": 5})", "[1, 5, [5]]"}});
}

TEST(Classic, VarReadsPathsElementsAndDefaults) {
  expect_all({{R"({"var": "a.b"})", R"({"a": {"b": 3}})", "3"},
              {R"({"var": "a.1"})", R"({"a": [7, 8]})", "8"},
              {R"({"var": "a.01x"})", R"({"a": [7, 8]})", "null"},
              {R"({"var": "a.9"})", R"({"a": [7, 8]})", "null"},
              {R"({"var": ["a.c", "none"]})", R"({"a": {}})", R"("none")"},
              {R"({"var": ["a", {"+": [1, 1]}]})", "{}", "2"},
              {R"({"var": ""})", R"({"x": 1})", R"({"x": 1})"},
              {R"({"var": {"cat": ["a", ".b"]}})", R"({"a": {"b": 3}})", "3"}});
}

TEST(Classic, LogicGivesTheDecidingArgument) {
  expect_all({{R"({"and": [1, "", 3]})", "{}", R"("")"},
              {R"({"or": [0, "", []]})", "{}", "[]"},
              {R"({"if": [0, 1, "0", 2, 3]})", "{}", "2"},
              {R"({"?:": [{}, 1, 2]})", "{}", "1"},
              {R"({"!": [[]]})", "{}", "true"},
              {R"({"!!": "0"})", "{}", "true"}});
}

TEST(Classic, LooseEqualityCoercesAndStrictDoesNot) {
  expect_all({{R"({"==": [1, "1"]})", "{}", "true"},
              {R"({"==": [null, 0]})", "{}", "false"},
              {R"({"==": [null, null]})", "{}", "true"},
              {R"({"==": [true, 1]})", "{}", "true"},
              {R"({"==": [true, "1"]})", "{}", "true"},
              {R"({"==": ["", 0]})", "{}", "true"},
              {R"({"==": [[1], 1]})", "{}", "true"},
              {R"({"==": [[1, 2], "1,2"]})", "{}", "true"},
              {R"({"==": [{}, 0]})", "{}", "false"},
              {R"({"===": [1, 1.0]})", "{}", "true"},
              {R"({"===": [1, "1"]})", "{}", "false"},
              {R"({"===": [0, false]})", "{}", "false"},
              {R"({"===": [[1, 2], [1, 2]]})", "{}", "true"},
              {R"({"!=": [1, "1"]})", "{}", "false"},
              {R"({"!==": [1, "1"]})", "{}", "true"}});
}

TEST(Classic, ComparisonCoercesAsJavaScriptDoes) {
  expect_all({{R"({"<": ["10", "9"]})", "{}", "true"},  // two texts: by characters
              {R"({"<": ["10", 9]})", "{}", "false"},
              {R"({"<": [null, 8]})", "{}", "true"},
              {R"({">=": [null, 0]})", "{}", "true"},
              {R"({"<": ["abc", 8]})", "{}", "false"},
              {R"({">": ["abc", 8]})", "{}", "false"},
              {R"({"<=": [{}, 8]})", "{}", "false"},
              {R"({"<": [0, " +5 ", 1e1]})", "{}", "true"},
              {R"({"<=": [1, 1, 1]})", "{}", "true"},
              {R"({"<": [1, 5, 3]})", "{}", "false"},
              {R"({"<": [9007199254740992, 9007199254740993]})", "{}", "true"}});
}

TEST(Classic, ArithmeticKeepsIntegers) {
  EXPECT_TRUE(value(R"({"+": [1, 2]})").is_number_integer());
  EXPECT_TRUE(value(R"({"*": [0.5, 4]})").is_number_integer());
  EXPECT_TRUE(value(R"({"/": [4, 2]})").is_number_integer());
  expect_all({{R"({"/": [1, 4]})", "{}", "0.25"},
              {R"({"%": [-7, 3]})", "{}", "-1"},
              {R"({"%": [7.5, 2]})", "{}", "1.5"},
              {R"({"-": "4"})", "{}", "-4"},
              {R"({"-": [0.5]})", "{}", "-0.5"},
              {R"({"+": ["1.5", 1.5]})", "{}", "3"},
              {R"({"max": [1, "7", 3.5]})", "{}", "7"},
              {R"({"min": [2, 1.5]})", "{}", "1.5"},
              {R"({"+": [9007199254740993, 0]})", "{}", "9007199254740993"},
              {R"({"%": [-9223372036854775808, -1]})", "{}", "0"}});
}

TEST(Classic, ArithmeticRefusesWhatIsNoNumberOrDoesNotFit) {
  for (const char* rule :
       {R"({"+": [null, 1]})", R"({"-": [true]})", R"({"*": ["x", 1]})", R"({"max": [[1, 2]]})",
        R"({"+": ["nan", 1]})", R"({"+": ["", 1]})", R"({"+": ["+-1", 1]})", R"({"/": [1, 0]})",
        R"({"%": [1, 0]})", R"({"+": [9223372036854775807, 1]})",
        R"({"-": [-9223372036854775808]})", R"({"*": [4611686018427387904, 2]})",
        R"({"/": [-9223372036854775808, -1]})", R"({"*": [1e200, 1e200]})"}) {
    EXPECT_EQ(error_code(rule), "rule/type") << rule;
  }
}

RC_GTEST_PROP(Classic, IntegerSumsAreExact, (std::int32_t a, std::int32_t b)) {
  const Json data{{"a", a}, {"b", b}};
  RC_ASSERT(value(R"({"+": [{"var": "a"}, {"var": "b"}]})", data.dump()) ==
            std::int64_t{a} + std::int64_t{b});
  RC_ASSERT(value(R"({"<": [{"var": "a"}, {"var": "b"}]})", data.dump()) == (a < b));
}

TEST(Classic, TextIsCountedInCharacters) {
  expect_all(
      {{R"({"substr": ["浙C12345", 1]})", "{}", R"("C12345")"},
       {R"({"substr": ["浙C12345", 0, 1]})", "{}", R"("浙")"},
       {R"({"substr": ["浙江省", -2, -1]})", "{}", R"("江")"},
       {R"({"substr": ["abc", -9]})", "{}", R"("abc")"},
       {R"({"substr": ["abc", 9, 2]})", "{}", R"("")"},
       {R"({"substr": ["abc", 1, -9]})", "{}", R"("")"},
       {R"({"substr": [12345, 1, 2]})", "{}", R"("23")"},
       {R"({"cat": ["a", 1, 2.0, 0.5, null, true, [1, null, "b"]]})", "{}", R"("a120.5true1,,b")"},
       {R"({"in": ["江", "浙江"]})", "{}", "true"},
       {R"({"in": [1, "213"]})", "{}", "true"},
       {R"({"in": [null, "null"]})", "{}", "false"},
       {R"({"in": [1, ["1"]]})", "{}", "false"},
       {R"({"in": [1, null]})", "{}", "false"}});
  EXPECT_EQ(error_code(R"({"substr": [null, 1]})"), "rule/type");
  EXPECT_EQ(error_code(R"({"substr": ["abc", 0.5]})"), "rule/type");
  EXPECT_EQ(value(R"({"substr": ["abc", -9223372036854775808, 9223372036854775807]})"), "abc");
  EXPECT_EQ(value(R"({"substr": ["abc", 1, -9223372036854775808]})"), "");
}

TEST(Classic, ListsAreWalkedElementByElement) {
  const char* data = R"({"n": [1, 2, 3], "items": [{"qty": 1}, {"qty": 2}], "limit": 1})";
  expect_all({{R"({"map": [{"var": "n"}, {"*": [{"var": ""}, 2]}]})", data, "[2, 4, 6]"},
              {R"({"map": [{"var": "items"}, {"var": "qty"}]})", data, "[1, 2]"},
              {R"({"map": [{"var": "none"}, 1]})", data, "[]"},
              {R"({"filter": [{"var": "n"}, {">": [{"var": ""}, 1]}]})", data, "[2, 3]"},
              {R"({"filter": ["text", true]})", data, "[]"},
              {R"({"all": [[], true]})", data, "false"},
              {R"({"all": [{"var": "n"}, {">": [{"var": ""}, 0]}]})", data, "true"},
              {R"({"none": [[], true]})", data, "true"},
              {R"({"some": [{"var": "items"}, {"==": [{"var": "qty"}, 2]}]})", data, "true"},
              // Classic: inside, the element is all there is.
              {R"({"map": [{"var": "n"}, {"var": "limit"}]})", data, "[null, null, null]"},
              {R"({"merge": [1, [2, [3]], null]})", data, "[1, 2, [3], null]"}});
}

TEST(Classic, ReduceSeesCurrentAndAccumulator) {
  const char* data = R"({"n": [1, 2, 3]})";
  expect_all(
      {{R"({"reduce": [{"var": "n"}, {"+": [{"var": "current"}, {"var": "accumulator"}]}, 0]})",
        data, "6"},
       {R"({"reduce": [{"var": "n"}, {"var": ""}]})", R"({"n": [1]})",
        R"({"current": 1, "accumulator": null})"},
       {R"({"reduce": [{"var": "n"}, {"var": "accumulator"}, "kept"]})", data, R"("kept")"},
       {R"({"reduce": [{"var": "n"}, {"var": "accumulator.0"}, [[["deep"]]]]})", data, R"("deep")"},
       {R"({"reduce": [{"var": "n"}, {"var": "other"}, 1]})", data, "null"},
       {R"({"reduce": [{"var": "none"}, 1, "first"]})", data, R"("first")"},
       {R"({"map": [[[1, 2], [3]], {"reduce": [{"var": ""},
            {"+": [{"var": "current"}, {"var": "accumulator"}]}, 0]}]})",
        data, "[3, 3]"}});
}

TEST(Classic, MissingListsPathsWithoutValue) {
  const char* data = R"({"a": 1, "b": "", "c": null, "d": {"e": 2}})";
  expect_all({{R"({"missing": ["a", "b", "c", "d.e", "d.f"]})", data, R"(["b", "c", "d.f"])"},
              {R"({"missing": {"merge": ["a", ["x"]]}})", data, R"(["x"])"},
              {R"({"missing_some": [1, ["a", "x"]]})", data, "[]"},
              {R"({"missing_some": [2, ["a", "x"]]})", data, R"(["x"])"}});
  EXPECT_EQ(error_code(R"({"missing_some": ["two", ["a"]]})"), "rule/type");
}

}  // namespace
}  // namespace lianban::rules::test
